"""The only writer of who the parties of a draft are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.actions.drafting import lock_draft, saved
from agreements.errors import AgreementRefusal
from agreements.models import AgreedPath, Agreement, AgreementParty
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind
from organizations.models.organization import OfficeArea

MOST_PARTIES = 200


@dataclass(frozen=True)
class PartyLine:
    """A party as it is to stand: the lines are in the order of the paper."""

    organization_id: int
    signatory_title: str
    signatory: str


@transaction.atomic
def set_parties(*, actor: Actor, agreement: Agreement, version: int, lines: Sequence[PartyLine]) -> Agreement:
    """The parties, all at once. The municipality is one of them, and nobody is there twice."""
    locked = lock_draft(actor, agreement.pk, version)
    _check(actor, lines)
    wanted = {line.organization_id: (order, line) for order, line in enumerate(lines, start=1)}
    AgreementParty.objects.filter(agreement=locked).exclude(organization__in=wanted).delete()
    AgreedPath.objects.filter(agreement=locked).exclude(utility__in=wanted).delete()
    for organization_id, (order, line) in wanted.items():
        _put(locked, organization_id, order, line)
    return saved(locked)


def _check(actor: Actor, lines: Sequence[PartyLine]) -> None:
    ids = [line.organization_id for line in lines]
    if len(set(ids)) != len(ids):
        raise AgreementRefusal("party_twice", _("One organisation stands there twice. Take one of the two lines out."))
    if len(ids) > MOST_PARTIES:
        raise AgreementRefusal("too_many", _("An agreement has at most 200 parties."))
    if actor.tenant not in ids:
        raise AgreementRefusal("without_us", _("Your municipality must be one of the parties."))
    if Organization.objects.filter(pk__in=ids).count() != len(ids):
        raise AgreementRefusal("unknown_party", _("One of these organisations is not known. Choose it from the list."))


def _put(agreement: Agreement, organization_id: int, order: int, line: PartyLine) -> None:
    AgreementParty.objects.update_or_create(
        agreement=agreement,
        organization_id=organization_id,
        defaults={
            "municipality_id": agreement.municipality_id,
            "order": order,
            "signatory_title": line.signatory_title,
            "signatory": line.signatory,
        },
    )


def new_organization(*, actor: Actor, name: str, address: str) -> Organization:
    """A body without tenant and log-in. One of this name that is a party of ours already is taken again."""
    known = Organization.objects.filter(
        kind=OrganizationKind.OTHER,
        name=name,
        pk__in=AgreementParty.objects.filter(municipality_id=actor.tenant).values("organization"),
    ).order_by("pk")
    made = {"kind": OrganizationKind.OTHER, "name": name, "address": address}
    return known.first() or Organization.objects.create(**made)


def organizations_to_choose(actor: Actor, words: str, left_out: Sequence[int]) -> list[Organization]:
    """Bodies that a municipality can agree with: companies, its own agencies, others that it works with already.

    Companies that serve it come first. One more than can be parties, so that a page sees that there are more.
    """
    ours = AgreementParty.objects.filter(municipality_id=actor.tenant).values("organization")
    rows = Organization.objects.filter(
        Q(kind=OrganizationKind.UTILITY)
        | Q(kind=OrganizationKind.AGENCY, as_agency__municipality_id=actor.tenant)
        | Q(kind=OrganizationKind.OTHER, pk__in=ours)
    )
    for word in words.split():
        rows = rows.filter(Q(name__contains=word) | Q(address__contains=word))
    here = OfficeArea.objects.filter(municipality_id=actor.tenant, office__utility=OuterRef("pk"))
    ordered = rows.exclude(pk__in=left_out).annotate(is_here=Exists(here)).order_by("-is_here", "name", "pk")
    return list(ordered[: MOST_PARTIES + 1])
