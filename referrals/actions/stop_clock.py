"""The stop clock of a case's supplies. Earlier dates stay in the history (rule 15)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import lock_open
from cases.models import Case
from organizations.actors import Actor
from referrals.errors import ReferralRefusal
from referrals.models import Referral, StopBasis, Supply

_CLOCK = (
    "arrears_since",
    "arrears_months",
    "arrears_yen",
    "deferred_until",
    "notice_on",
    "scheduled_stop_on",
    "stop_basis",
)


def take_over_supply(referral: Referral, case: Case) -> Supply:
    """The report's supply on the case: new, or the same one with the newer dates. Triage has locked the case."""
    clock = {name: getattr(referral, name) for name in _CLOCK}
    supply, made = Supply.objects.select_for_update().get_or_create(
        municipality_id=case.municipality_id,
        case=case,
        utility_id=referral.utility_id,
        kind=referral.supply_kind,
        customer_number=referral.customer_number,
        supply_point=referral.supply_point,
        defaults={**clock, "reported_on": timezone.localdate(referral.submitted_at)},
    )
    if not made:
        for name, value in clock.items():
            setattr(supply, name, value)
        supply.reported_on, supply.settled_on = timezone.localdate(referral.submitted_at), None
        supply.save()
    return supply


def update_supply(
    *, actor: Actor, supply: Supply, scheduled_stop_on: date | None, basis: StopBasis, deferred_until: date | None
) -> Supply:
    """A new stop date or a deferral, as the caseworker learned it; what was known before stays in the history."""
    locked = _lock(actor, supply)
    locked.scheduled_stop_on = scheduled_stop_on
    locked.stop_basis = basis if scheduled_stop_on else StopBasis.UNKNOWN
    locked.deferred_until = deferred_until
    locked.save()
    return locked


def settle_supply(*, actor: Actor, supply: Supply, on: date, stopped: bool) -> Supply:
    """Either the supply was stopped on this day, or the arrears were settled and it goes on."""
    locked = _lock(actor, supply)
    if stopped:
        locked.stopped_on = on
    else:
        locked.settled_on = on
    locked.save()
    return locked


def _lock(actor: Actor, supply: Supply) -> Supply:
    lock_open(actor, supply.case)
    locked = Supply.objects.select_for_update().get(pk=supply.pk, municipality_id=actor.tenant)
    if locked.settled_on:
        raise ReferralRefusal("settled", _("These arrears are settled already. A new report opens the clock again."))
    return locked
