"""Reports and supplies go along when two cases become one: one household has one stop clock."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.errors import CaseRefusal
from cases.models import Case, Household
from cases.moving import Kept, Rows, put, register, version_of
from referrals.models import Supply, Triage

#: By these a supply is the same one (`supply_once_in_case`).
_SAME = ("utility_id", "supplier_name", "kind", "customer_number", "supply_point")
_CLOCK = (
    *("arrears_since", "arrears_months", "arrears_yen", "deferred_until", "notice_on", "scheduled_stop_on"),
    *("stop_basis", "reported_on", "reported_at", "stopped_on", "settled_on"),
)
_URGENT = ("has_infant", "has_illness")


def _reports(count: int) -> str:
    return ngettext("{n} report", "{n} reports", count).format(n=count)


def _supplies(count: int) -> str:
    return ngettext("{n} supply", "{n} supplies", count).format(n=count)


class Supplies(Rows):
    """Supplies with their clocks. One that both cases know stays behind, and what it knows later is taken over."""

    def move(self, source: Case, target: Case) -> Kept:
        """Where a clock was taken over, the versions of the supply before and after it are kept."""
        there = {_identity(supply): supply for supply in _locked(target)}
        ours = _locked(source)
        twice = [(supply, there[_identity(supply)]) for supply in ours if _identity(supply) in there]
        rows = [supply.pk for supply in ours if _identity(supply) not in there]
        put(Supply, rows, source, target)
        return {"rows": rows, "clocks": [_take_clock(*both) for both in twice if _is_later(*both)]}

    def back(self, source: Case, target: Case, kept: Kept) -> None:
        """Refused where a clock that both cases shared has moved since: whose it is, no key can tell."""
        for clock in kept.get("clocks", []):
            _give_clock_back(target, **clock)
        super().back(source, target, kept)


def _locked(case: Case) -> list[Supply]:
    return list(Supply.objects.select_for_update(of=("self",)).filter(case=case).order_by("pk"))


def _identity(supply: Supply) -> tuple[object, ...]:
    return tuple(getattr(supply, name) for name in _SAME)


def _is_later(ours: Supply, theirs: Supply) -> bool:
    return ours.reported_at > theirs.reported_at


def _take_clock(ours: Supply, theirs: Supply) -> dict[str, int]:
    before = version_of(theirs)
    for name in _CLOCK:
        setattr(theirs, name, getattr(ours, name))
    theirs.save()
    return {"row": theirs.pk, "before": before, "after": version_of(theirs)}


def _give_clock_back(target: Case, row: int, before: int, after: int) -> None:
    supply = Supply.objects.select_for_update(of=("self",)).filter(pk=row, case=target).first()
    if supply is None or version_of(supply) != after:
        raise CaseRefusal(
            "clock_moved",
            _(
                "Both cases had the same supply, and its stop clock has moved since. Nobody can tell any more to which of "
                "the two that belongs, so this cannot be undone. Open a new case for the other household instead."
            ),
        )
    earlier = Supply.history.get(history_id=before)
    for name in _CLOCK:
        setattr(supply, name, getattr(earlier, name))
    supply.save()


class Urgency:
    """What makes a household urgent adds up, as when a report is added to a case."""

    key = "cases.household"

    def move(self, source: Case, target: Case) -> Kept:
        """Only what the household of the case that stays did not have."""
        ours, theirs = source.household, Household.objects.select_for_update().get(pk=target.household_id)
        added = [name for name in _URGENT if getattr(ours, name) and not getattr(theirs, name)]
        _set(theirs, added, to=True)
        return {"added": added}

    def back(self, source: Case, target: Case, kept: Kept) -> None:
        """What a report that came since says as well stays: urgency is not taken back by an undo."""
        household = Household.objects.select_for_update().get(pk=target.household_id)
        told = Triage.objects.filter(case=target)
        _set(household, [name for name in kept.get("added", []) if not _is_told(told, name)], to=False)

    def told(self, case: Case) -> str:
        """Nothing: it stands in the comparison."""
        return ""


def _is_told(triages: QuerySet[Triage], name: str) -> bool:
    return triages.filter(**{f"referral__{name}": True}).exists()


def _set(household: Household, names: list[str], *, to: bool) -> None:
    for name in names:
        setattr(household, name, to)
    if names:
        household.save()


register(Rows(Triage, _reports))
register(Supplies(Supply, _supplies))
register(Urgency())
