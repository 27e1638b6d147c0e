"""The only writer of what follows an agreement: an amendment or a renewal is a draft that begins with its text."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.actions.drafting import lock, proposed_number
from agreements.actions.paths import NEVER
from agreements.errors import AgreementRefusal
from agreements.models import AgreedCriteria, AgreedPath, Agreement, AgreementParty, Following
from organizations.actors import Actor

_KEPT = (
    "kind", "title", "preamble", "articles", "closing", "annexes", "renews_itself", "renewal_months", "notice_period",
    "notice_unit", "generated",
)  # fmt: skip


@transaction.atomic
def follow(*, actor: Actor, agreement: Agreement, following: Following) -> Agreement:
    """A draft with the text, the parties and the criteria of a signed agreement. It changes nothing until it is signed."""
    locked = lock(actor, agreement.pk)
    if locked.signed_on is None:
        raise AgreementRefusal("not_signed", _("It is not signed, so its text can be changed as it stands."))
    if locked.successors.filter(dropped_at__isnull=True).exists():
        raise AgreementRefusal(
            "followed_already", _("There is an amendment or renewal of it already. Go on with that one.")
        )
    made = Agreement(municipality_id=actor.tenant, number=proposed_number(actor), previous=locked, follows_as=following)
    for name in _KEPT:
        setattr(made, name, getattr(locked, name))
    made.save()
    _parties(locked, made)
    for path in AgreedPath.objects.filter(agreement=locked).prefetch_related("rules"):
        _path(path, made)
    return made


def _parties(old: Agreement, new: Agreement) -> None:
    AgreementParty.objects.bulk_create(
        AgreementParty(
            municipality_id=new.municipality_id,
            agreement=new,
            organization_id=party.organization_id,
            order=party.order,
            signatory_title=party.signatory_title,
            signatory=party.signatory,
        )
        for party in old.parties.all()
    )


def _path(path: AgreedPath, new: Agreement) -> None:
    rules = list(path.rules.all())
    path.pk, path.agreement = None, new
    path.agreement_number, path.agreement_title = new.number, new.title
    path.in_force_from, path.in_force_until = NEVER, None
    path._state.adding = True
    path.save()
    for rule in rules:
        rule.pk, rule.path = None, path
        rule._state.adding = True
    AgreedCriteria.objects.bulk_create(rules)
