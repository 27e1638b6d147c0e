"""The stop clock as a small picture: supplies to bars on one axis of days. No database, no clock of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from japanese.display import short_day
from organizations.models import UtilityKind
from referrals.models import StopBasis, Supply

LONGEST = timedelta(days=120)  # how far back the axis reaches, so that the days before the stop stay legible
LEFT, RIGHT = 30, 970  # a mark at the very edge would be cut off
GAP = 70  # permille between neighbouring marks, so that their numbers do not cover one another
_ICONS = {
    UtilityKind.ELECTRICITY_RETAIL: "bolt",
    UtilityKind.ELECTRICITY_NETWORK: "bolt",
    UtilityKind.CITY_GAS: "flame",
    UtilityKind.LP_GAS: "flame",
    UtilityKind.WATER: "drop",
    UtilityKind.HOUSING: "house",
}


@dataclass(frozen=True)
class Segment:
    """A stretch of days; `x` and `width` in permille of the axis."""

    x: int
    width: int
    tone: str
    label: str


@dataclass(frozen=True)
class Mark:
    """A day; `x` in permille of the axis."""

    x: int
    label: str
    tone: str


@dataclass(frozen=True)
class Bar:
    """One supply, as components/stop_clock.html draws it."""

    label: str
    kind_icon: str
    segments: list[Segment]
    marks: list[Mark]
    today_x: int


@dataclass(frozen=True)
class Axis:
    """The days from `first` to `last` in permille."""

    first: date
    last: date

    def x(self, day: date) -> int:
        """Where a day lies; days outside lie at the edge."""
        inside = min(max(day, self.first), self.last)
        return LEFT + (RIGHT - LEFT) * (inside - self.first).days // max((self.last - self.first).days, 1)


def icon_of(kind: str) -> str:
    """The icon of a kind of supply."""
    return _ICONS.get(UtilityKind(kind), "document")


def stop_words(day: date, basis: str) -> str:
    """「R8.12.1」; an estimated day never goes without the word for it (rule 16)."""
    if basis == StopBasis.ESTIMATED:
        return _("%(day)s (%(basis)s)") % {"day": short_day(day), "basis": StopBasis.ESTIMATED.label}
    return short_day(day)


def bars(supplies: Iterable[Supply], today: date) -> list[Bar]:
    """A bar for each supply that is not settled, all on one axis. The supplies come with their utility."""
    open_ones = [supply for supply in supplies if supply.settled_on is None]
    axis = _axis(open_ones, today)
    return [_bar(supply, axis, today) for supply in open_ones]


def _axis(supplies: Sequence[Supply], today: date) -> Axis:
    days = [day for supply in supplies for day in _days(supply)]
    nearest = min((s.scheduled_stop_on for s in supplies if s.scheduled_stop_on), default=today)
    first = max(min([today, *days]), min(today, nearest) - LONGEST)
    return Axis(first, max([today, *days]))


def _days(supply: Supply) -> list[date]:
    known = (
        _begin(supply),
        supply.notice_on,
        supply.deferred_until,
        supply.scheduled_stop_on,
        supply.stopped_on,
    )
    return [day for day in known if day]


def _begin(supply: Supply) -> date:
    return supply.arrears_since or min(filter(None, (supply.notice_on, supply.reported_on)))


def _bar(supply: Supply, axis: Axis, today: date) -> Bar:
    label = f"{supply.get_kind_display()} {supply.supplier}".strip()
    segments = [
        Segment(axis.x(start), axis.x(end) - axis.x(start), tone, words)
        for start, end, tone, words in _spans(supply, today)
        if axis.x(end) > axis.x(start)
    ]
    return Bar(label, icon_of(supply.kind), segments, _marks(supply, axis), axis.x(today))


Span = tuple[date, date, str, str]


def _spans(supply: Supply, today: date) -> Iterable[Span]:
    """Arrears, then deferral, then the stretch up to the stop, then the time without supply."""
    at = supply.notice_on or supply.reported_on
    yield _begin(supply), at, "neutral", _("in arrears")
    if supply.deferred_until and supply.deferred_until > at:
        yield at, supply.deferred_until, "info", _("payment deferred")
        at = supply.deferred_until
    end = supply.stopped_on or supply.scheduled_stop_on
    if end:
        yield at, end, *_countdown(supply)
    else:
        yield at, today, "neutral", _("no stop date known")
    if supply.stopped_on:
        yield supply.stopped_on, today, "danger", _("without supply")


def _countdown(supply: Supply) -> tuple[str, str]:
    """Tone and words of the stretch before the stop. An estimated one is drawn hatched and says so."""
    if supply.stop_basis == StopBasis.ESTIMATED and not supply.stopped_on:
        return "info", _("until the stop (%(basis)s)") % {"basis": StopBasis.ESTIMATED.label}
    return ("danger", _("stop notice given")) if supply.notice_on else ("warning", _("until the stop"))


def _marks(supply: Supply, axis: Axis) -> list[Mark]:
    told = [
        (supply.arrears_since, _("in arrears since %(day)s"), "neutral", ""),
        (None if supply.notice_on else supply.reported_on, _("reported %(day)s"), "neutral", ""),
        (supply.notice_on, _("stop notice %(day)s"), "warning", ""),
        (supply.deferred_until, _("deferred until %(day)s"), "info", ""),
        (None if supply.stopped_on else supply.scheduled_stop_on, _("stop %(day)s"), "danger", supply.stop_basis),
        (supply.stopped_on, _("stopped %(day)s"), "danger", ""),
    ]
    days = sorted((day, words, tone, basis) for day, words, tone, basis in told if day)
    marks = [Mark(axis.x(day), words % {"day": stop_words(day, basis)}, tone) for day, words, tone, basis in days]
    return _apart(marks)


def _apart(marks: list[Mark]) -> list[Mark]:
    """Push marks to the left where two would cover one another; the last one, the stop, stays where it is."""
    placed: list[Mark] = []
    limit = RIGHT
    for mark in reversed(marks):
        placed.insert(0, Mark(max(min(mark.x, limit), 0), mark.label, mark.tone))
        limit = placed[0].x - GAP
    return placed
