"""What is counted of a municipality's fiscal year. Numbers only: no row of a household is fetched or looked at here.

What counts as **one report**: a report that stands. Its sender's corrections are the same report, counted in the month in
which the first version arrived and with what the last one says. Not counted as reports, but told beside
(`YearCounts.set_aside`): what its sender took back, versions that a correction replaced, and what a caseworker closed as
the same report once more. A report that another agency passed on counts where it arrived, by its own channel.

Two cases that were merged are one: reports, visits and notes lie in the case that stays, and a report is asked about there.

**First contact**: the first visit on which somebody was met, or the first note of a talk with the person or the family,
after the report arrived, in the case that the report was taken into. Days are calendar days in Japan; the same day is 0.
What happened after the year's end counts for the report of the year.

**Reached support**: talked with in a case, or receiving public assistance and its caseworker was told. Where somebody was
led from there to other services is not recorded yet, so it is not counted.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from figures import statements
from figures.years import Year, this_year
from japanese.dates import fiscal_year
from organizations.actors import Actor
from organizations.permissions import Permission


@dataclass(frozen=True)
class Staged:
    """Reports of one kind, parted by how far they came; the three together are all."""

    reached: int = 0
    taken: int = 0
    other: int = 0

    @property
    def reports(self) -> int:
        """All."""
        return self.reached + self.taken + self.other

    @property
    def parts(self) -> tuple[int, int, int]:
        """Reached support, taken into a case and not reached yet, neither."""
        return self.reached, self.taken, self.other


@dataclass(frozen=True)
class Line:
    """A company, an office, a code. `office` is the place within the company, or empty."""

    key: str
    name: str
    office: str
    staged: Staged


@dataclass(frozen=True)
class Days:
    """Calendar days from a report's arrival to the first contact, of those that had one."""

    contacts: int = 0
    median: float | None = None
    ninetieth: float | None = None


@dataclass(frozen=True)
class CodeLine:
    """A leaflet code: how often its page was opened and how many asked there to be called back."""

    code: str
    name: str
    office: str
    opened: int
    called_back: int


@dataclass(frozen=True)
class Meetings:
    """Sessions with closed minutes, their agenda items, and requests for co-operation."""

    support: int = 0
    coordination: int = 0
    items: int = 0
    requests: int = 0
    answered: int = 0


@dataclass(frozen=True)
class GuidanceCounts:
    """案内のみ: leaflets handed out. Each breakdown has the same sum."""

    by_month: dict[str, int] = field(default_factory=dict)
    by_language: dict[str, int] = field(default_factory=dict)
    by_channel: dict[str, int] = field(default_factory=dict)
    by_utility: list[tuple[str, int]] = field(default_factory=list)
    by_office: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Of the year."""
        return sum(self.by_language.values())


@dataclass(frozen=True)
class ReportCounts:
    """The reports of a year by everything they are looked at by. Keys are stored values."""

    total: Staged = field(default_factory=Staged)
    danger: int = 0
    households: int = 0
    days: Days = field(default_factory=Days)
    by_month: dict[str, Staged] = field(default_factory=dict)
    by_channel: dict[str, Staged] = field(default_factory=dict)
    by_supply: dict[str, Staged] = field(default_factory=dict)
    by_route: dict[str, Staged] = field(default_factory=dict)
    by_outcome: dict[str, int] = field(default_factory=dict)
    by_sender: list[Line] = field(default_factory=list)
    by_office: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class YearCounts:
    """Everything of one municipality and one year."""

    year: Year
    reports: ReportCounts
    guidance: GuidanceCounts
    set_aside: dict[str, int]
    codes: list[CodeLine]
    callbacks: dict[str, int]
    refusals: dict[str, int]
    meetings: Meetings

    @property
    def is_empty(self) -> bool:
        """Nothing at all to show."""
        counted = (self.reports.total.reports, self.guidance.total, self.meetings.support, self.meetings.coordination)
        return not (any(counted) or self.codes or self.callbacks or self.refusals or self.set_aside)


def year_counts(actor: Actor, year: Year) -> YearCounts | None:
    """All counts, in seven statements however much there is; None for a role that reads no figures."""
    if not actor.may(Permission.FIGURES_READ):
        return None
    wanted = year.parameters(actor.tenant)
    return YearCounts(
        year=year,
        reports=_reports(_rows(statements.REPORTS, wanted)),
        guidance=_guidance(_rows(statements.GUIDANCE, wanted)),
        set_aside=_pairs(statements.SET_ASIDE, wanted),
        codes=sorted(_codes(wanted), key=lambda line: (-line.opened, line.code)),
        callbacks=_pairs(statements.CALLBACKS, wanted),
        refusals=_pairs(statements.REFUSALS, wanted),
        meetings=Meetings(*_rows(statements.MEETINGS, wanted)[0]),
    )


def years_with_figures(actor: Actor) -> list[Year]:
    """From the first year with anything in it to the present one, which comes first."""
    last = this_year()
    if not actor.may(Permission.FIGURES_READ):
        return [last]
    first = _rows(statements.BEGINNING, {"municipality": actor.tenant})[0][0]
    begun = min(fiscal_year(first), last.begun) if first else last.begun
    return [Year(n) for n in range(last.begun, begun - 1, -1)]


def _rows(statement: str, parameters: dict[str, int | date]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _pairs(statement: str, parameters: dict[str, int | date]) -> dict[str, int]:
    found = {key: int(times) for key, times in _rows(statement, parameters)}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _codes(parameters: dict[str, int | date]) -> list[CodeLine]:
    rows = _rows(statements.CODES, parameters)
    return [CodeLine(code, name, office, int(opened), int(called)) for code, name, office, opened, called in rows]


def _reports(rows: list[tuple[Any, ...]]) -> ReportCounts:
    stages: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    names: dict[tuple[str, str], tuple[str, str]] = {}
    whole: tuple[Any, ...] = ()
    for breakdown, key, name, office, stage, times, *more in rows:
        if breakdown == "all":
            whole = tuple(more)
            continue
        stages[breakdown, key][stage] = stages[breakdown, key].get(stage, 0) + times
        names[breakdown, key] = name, office
    found = {place: Staged(**parted) for place, parted in stages.items()}
    danger, households, contacts, median, ninetieth = whole or (0, 0, 0, None, None)
    return ReportCounts(
        total=_sum(_of(found, "channel")),
        danger=danger,
        households=households,
        days=Days(contacts, median, ninetieth),
        by_month=_of(found, "month"),
        by_channel=_of(found, "channel"),
        by_supply=_of(found, "supply"),
        by_route=_of(found, "route"),
        by_outcome={key: one.reports for key, one in _of(found, "outcome").items()},
        by_sender=_lines(found, names, "sender"),
        by_office=_lines(found, names, "office"),
    )


def _of(found: dict[tuple[str, str], Staged], breakdown: str) -> dict[str, Staged]:
    """The most first."""
    mine = {key: staged for (one, key), staged in found.items() if one == breakdown}
    return dict(sorted(mine.items(), key=lambda pair: (-pair[1].reports, pair[0])))


def _sum(parts: dict[str, Staged]) -> Staged:
    return Staged(*(sum(staged.parts[n] for staged in parts.values()) for n in range(3)))


def _lines(
    found: dict[tuple[str, str], Staged], names: dict[tuple[str, str], tuple[str, str]], breakdown: str
) -> list[Line]:
    lines = [Line(key, *names[breakdown, key], staged) for key, staged in _of(found, breakdown).items()]
    return [line for line in lines if line.key]  # whoever is no company has no office


def _guidance(rows: list[tuple[Any, ...]]) -> GuidanceCounts:
    parts: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    for breakdown, key, name, office, times in sorted(rows, key=lambda row: (-row[4], row[1])):
        parts[breakdown].append((key, name, office, int(times)))
    plain = {one: {key: times for key, _n, _o, times in parts[one]} for one in ("month", "language", "channel")}
    return GuidanceCounts(
        by_month=plain["month"],
        by_language=plain["language"],
        by_channel=plain["channel"],
        by_utility=[(name, times) for _key, name, _office, times in parts["utility"]],
        by_office=[(name, office, times) for _key, name, office, times in parts["office"]],
    )
