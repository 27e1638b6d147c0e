"""The stop clock of a case's supplies. Earlier dates stay in the history (rule 15)."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import lock_open
from cases.models import Case
from organizations.actors import Actor
from organizations.models import UtilityKind
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


def take_over_supply(referral: Referral, case: Case) -> Supply | None:
    """The report's supply on the case: new, or the same one with the newer dates. Triage has locked the case.

    What was learned later stands: a report that waited for its triage overrides no later report and
    nothing that a caseworker has written meanwhile.
    """
    if not (referral.supply_kind or referral.supplier_name):
        return None  # a neighbour who worries knows of no supply
    clock = _clock(referral)
    supply, made = Supply.objects.select_for_update(of=("self",)).get_or_create(
        municipality_id=case.municipality_id,
        case=case,
        utility=referral.utility,
        supplier_name=referral.supplier_name,
        kind=referral.supply_kind or UtilityKind.OTHER,
        customer_number=referral.customer_number,
        supply_point=referral.supply_point,
        defaults={
            **clock,
            "reported_on": timezone.localdate(referral.submitted_at),
            "reported_at": referral.submitted_at,
        },
    )
    if not made and _is_newer(referral, supply):
        _take_over(supply, clock, referral.submitted_at)
    return supply


def _is_newer(referral: Referral, supply: Supply) -> bool:
    settled = supply.settled_on
    told_on = timezone.localdate(referral.submitted_at)
    return referral.submitted_at >= supply.reported_at and (settled is None or told_on >= settled)


def _clock(referral: Referral) -> dict[str, Any]:
    """What the report says; its silence about a stop date takes back none that is known."""
    stated = {name: getattr(referral, name) for name in _CLOCK}
    if referral.scheduled_stop_on is None:
        del stated["stop_basis"]
    return {name: value for name, value in stated.items() if value is not None}


def _take_over(supply: Supply, clock: dict[str, Any], told_at: datetime) -> None:
    for name, value in clock.items():
        setattr(supply, name, value)
    if supply.settled_on:
        supply.settled_on = supply.stopped_on = None  # it was restored; a supply still cut stays cut
    supply.reported_on, supply.reported_at = timezone.localdate(told_at), told_at
    supply.save()


def update_supply(
    *, actor: Actor, supply: Supply, scheduled_stop_on: date | None, basis: StopBasis, deferred_until: date | None
) -> Supply:
    """A new stop date or a deferral, as the caseworker learned it; what was known before stays in the history."""
    locked = _lock(actor, supply)
    locked.scheduled_stop_on = scheduled_stop_on
    locked.stop_basis = basis if scheduled_stop_on else StopBasis.UNKNOWN
    locked.deferred_until = deferred_until
    locked.reported_at = timezone.now()
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
