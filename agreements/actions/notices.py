"""The only writer of notices: that an agreement shall not renew itself, that it is terminated; taken back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.access import facts_of
from agreements.actions.drafting import lock, saved
from agreements.errors import AgreementRefusal
from agreements.models import Agreement, AgreementParty, NoticeKind, TermNotice
from agreements.rules import last_day_after_notice
from agreements.standing import standing
from organizations.actors import Actor


@transaction.atomic
def give_notice(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: NoticeKind,
    given_by_id: int,
    received_on: date,
    ends_on: date | None,
    reason: str,
) -> TermNotice:
    """申出. `ends_on` is what a termination names; when one that is not renewed ends, the rules say (rule 12)."""
    locked = _lock_running(actor, agreement)
    if received_on > timezone.localdate():
        raise AgreementRefusal("received_in_future", _("A notice cannot have been received on a day still to come."))
    if not AgreementParty.objects.filter(agreement=locked, organization_id=given_by_id).exists():
        raise AgreementRefusal("no_party", _("Only a party can give notice. Choose one of them."))
    notice = TermNotice.objects.create(
        municipality_id=actor.tenant,
        agreement=locked,
        kind=kind,
        given_by_id=given_by_id,
        received_on=received_on,
        ends_on=_last_day(locked, kind, received_on, ends_on),
        reason=reason,
        recorded_by_id=actor.user_id,
    )
    saved(locked)
    return notice


def _lock_running(actor: Actor, agreement: Agreement) -> Agreement:
    locked = lock(actor, agreement.pk)
    found = standing(locked, timezone.localdate(), *facts_of(locked))
    if found.key not in ("signed", "in_force", "leaving"):
        raise AgreementRefusal("not_running", _("Notice can be given of an agreement that is signed and not over."))
    return locked


def _last_day(agreement: Agreement, kind: NoticeKind, received_on: date, ends_on: date | None) -> date:
    if kind == NoticeKind.NO_RENEWAL:
        last = last_day_after_notice(agreement, received_on)
        if last is None:
            raise AgreementRefusal(
                "does_not_renew",
                _("It does not renew itself, so there is nothing to give notice of. It lapses by itself."),
            )
        return last
    if ends_on is None or ends_on < received_on:
        raise AgreementRefusal(
            "ends_before_notice", _("Name the last day in force; it cannot lie before the day of the notice.")
        )
    return ends_on


@transaction.atomic
def take_notice_back(*, actor: Actor, notice: TermNotice) -> TermNotice:
    """The parties go on as if it had not been given, while the agreement is still in force by it."""
    locked = lock(actor, notice.agreement_id)
    row = TermNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk, municipality_id=actor.tenant)
    if row.taken_back_at is not None:
        return row
    if row.ends_on < timezone.localdate():
        raise AgreementRefusal("over", _("The agreement has ended by it already. Make a new agreement."))
    row.taken_back_at = timezone.now()
    row.save()
    saved(locked)
    return row
