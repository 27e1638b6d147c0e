"""The sweep over small worlds drawn at random, held against the rules as a caseworker would say them."""

import threading
import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import CaseStatus, Flag
from cases.sweeping import sweep_as_worker
from japanese.workdays import working_days_between
from referrals.models import StopBasis
from tests.core.intakes import put_case, put_supply

TODAY = date(2026, 12, 24)
WARNING, MONTHS, QUIET = 5, 3, 14  # the cast's thresholds: the defaults


@dataclass(frozen=True)
class Power:
    """A supply; dates as days from today."""

    reported: int
    stop: int | None
    months: int | None
    settled: bool
    stopped: bool


@dataclass(frozen=True)
class Home:
    """A case with its supplies."""

    opened: int
    contact: int | None
    is_open: bool
    supplies: tuple[Power, ...]

    def deserves(self) -> set[str]:
        """The kinds of flag that it should have today."""
        running = [one for one in self.supplies if self.is_open and not one.settled]
        near = any(one for one in running if self._unreached(one) and (one.stopped or _is_near(one.stop)))
        last = self.contact if self.contact is not None else self.opened
        long = any(one for one in running if (one.months or 0) >= MONTHS and last <= -QUIET)
        return ({"stop_near"} if near else set()) | ({"long_arrears"} if long else set())

    def _unreached(self, supply):
        return self.contact is None or self.contact < supply.reported


def _is_near(stop):
    return stop is not None and (stop < 0 or working_days_between(TODAY, day(stop)) <= WARNING)


def day(number):
    return TODAY + timedelta(days=number)


past = st.integers(-30, 0)
powers = st.builds(
    Power,
    reported=past,
    stop=st.none() | st.integers(-5, 25) | st.integers(50, 70),
    months=st.none() | st.integers(0, 5),
    settled=st.booleans(),
    stopped=st.booleans(),
)
homes = st.builds(
    Home,
    opened=past,
    contact=st.none() | past,
    is_open=st.sampled_from([True, True, True, False]),
    supplies=st.lists(powers, max_size=2).map(tuple),
)


def build(cast, homes):
    for home in homes:
        ending = {} if home.is_open else {"status": CaseStatus.CLOSED, "closed_on": TODAY}
        contact = None if home.contact is None else day(home.contact)
        case = put_case(cast.tamana_agency, opened_on=day(home.opened), last_contact_on=contact, **ending)
        for utility, power in zip((cast.denki, cast.suido), home.supplies, strict=False):
            _supply(case, utility, power)
        yield case, home


def _supply(case, utility, power):
    put_supply(
        case,
        utility,
        reported_on=day(power.reported),
        scheduled_stop_on=None if power.stop is None else day(power.stop),
        stop_basis=StopBasis.UNKNOWN if power.stop is None else StopBasis.NOTIFIED,
        arrears_months=power.months,
        settled_on=TODAY if power.settled else None,
        stopped_on=TODAY if power.stopped else None,
    )


def standing():
    return sorted(Flag.objects.values_list("case", "kind", "severity", "due_on", "raised_on", "resolved_on"))


def total(counts):
    return sum(counts.values())


# The cast is only read and each world is rolled back, so that sharing them between examples is right.
drawn = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@drawn
@given(world=st.lists(homes, max_size=4), later=st.lists(homes, max_size=4))
def test_flags_are_those_deserved_and_sweeping_twice_is_sweeping_once(cast, world, later):
    with transaction.atomic():
        cases = dict(build(cast, world))
        first = sweep_as_worker(TODAY)
        wanted = {(case.pk, kind) for case, home in cases.items() for kind in home.deserves()}
        assert set(Flag.objects.filter(resolved_on=None).values_list("case", "kind")) == wanted
        assert total(first["raised"]) == len(wanted)
        _nothing_happens_again(len(wanted))
        cases |= dict(build(cast, later))
        sweep_as_worker(TODAY)
        assert Flag.objects.filter(resolved_on=None).count() == sum(len(home.deserves()) for home in cases.values())
        transaction.set_rollback(True)


def _nothing_happens_again(kept):
    before = standing()
    again = sweep_as_worker(TODAY)
    assert (total(again["raised"]), total(again["resolved"]), total(again["kept"])) == (0, 0, kept)
    assert standing() == before


def test_two_sweeps_at_once_raise_once_and_resolve_once(committed, at_once):
    case = put_case(committed.tamana_agency, opened_on=TODAY)
    supply = put_supply(case, committed.denki, reported_on=TODAY, scheduled_stop_on=TODAY)
    assert _overlapping(at_once, "raised") == [0, 1]
    supply.settled_on = TODAY
    supply.save()
    assert _overlapping(at_once, "resolved") == [0, 1]
    assert Flag.objects.count() == 1


def _overlapping(at_once, verb):
    """The counts of two sweeps of which the second begins before the first has committed."""
    swept = threading.Event()

    def first():
        with transaction.atomic():
            counts = sweep_as_worker(TODAY)
            swept.set()
            time.sleep(0.3)
        return total(counts[verb])

    def second():
        swept.wait(10)
        return total(sweep_as_worker(TODAY)[verb])

    return sorted(future.result() for future in at_once("worker", first, second))
