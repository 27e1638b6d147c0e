"""The year's tables, in the order in which page, workbook and report show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from figures import words
from figures.counting import Staged, YearCounts
from figures.years import month_words


class Nature(Enum):
    """How the numbers of a table hang together, which decides what must be hidden with a small one."""

    STAGED = "staged"  # each row parts into three columns, the columns have sums
    LIST = "list"  # one column with its sum
    ALONE = "alone"  # numbers without a sum
    OPEN = "open"  # never about a person: nothing is hidden


@dataclass(frozen=True)
class Row:
    """A label with its numbers."""

    label: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """`what` says what exactly was counted. `inside`: the municipality's own, never in what leaves it."""

    key: str
    title: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    nature: Nature
    what: str
    inside: bool = False

    @property
    def totals(self) -> tuple[int, ...]:
        """Of each column; none where numbers have no sum."""
        if self.nature in (Nature.ALONE, Nature.OPEN) or not self.rows:
            return ()
        return tuple(sum(column) for column in zip(*(row.numbers for row in self.rows), strict=True))

    @property
    def is_empty(self) -> bool:
        """Nothing counted."""
        return not any(any(row.numbers) for row in self.rows)


def tables_of(counts: YearCounts) -> list[Table]:
    """All of them; those with nothing in them too."""
    return [*_report_tables(counts), *_outcome_tables(counts), *_leaflet_tables(counts), *_other_tables(counts)]


def _report_tables(counts: YearCounts) -> list[Table]:
    reports = counts.reports
    return [
        _staged(
            "months",
            _("Reports by month"),
            _("Month"),
            ((month_words(month), reports.by_month.get(month, Staged())) for month in counts.year.months),
            _("The month in which the report arrived. A correction belongs to the month of the report it corrects."),
        ),
        _staged(
            "senders",
            _("Reports by company"),
            _("Company or other sender"),
            ((words.sender_words(line), line.staged) for line in reports.by_sender),
            _("Who told us. Companies with an entry stand by name, others by what they are."),
        ),
        _staged(
            "offices",
            _("Reports by office"),
            _("Office"),
            ((f"{line.name} {line.office}", line.staged) for line in reports.by_office),
            _("The office that sent the report. For our own use: not in what leaves the municipality."),
            inside=True,
        ),
        _staged(
            "channels",
            _("Reports by the way they came"),
            _("How it came"),
            ((words.channel_words(key), one) for key, one in reports.by_channel.items()),
            _("Typed into the portal, in a list, from a company’s system, or entered here from a call, FAX or visit."),
        ),
        _staged(
            "supplies",
            _("Reports by kind of supply"),
            _("Kind of supply"),
            ((words.supply_words(key), one) for key, one in reports.by_supply.items()),
            _("The supply that the report is about. A household with two supplies in arrears may be two reports."),
        ),
        _staged(
            "routes",
            _("Reports by lawful ground"),
            _("Ground"),
            ((words.route_words(key), one) for key, one in reports.by_route.items()),
            _("The ground on which the report was accepted: consent, or protection of life, body or property."),
        ),
        _list(
            "danger",
            _("Life in danger"),
            _("Report"),
            _("Reports"),
            (
                (_("Life in danger when it was told"), reports.danger),
                (_("Others"), reports.total.reports - reports.danger),
            ),
            _("Whether the sender said that life was in danger at that moment."),
        ),
    ]


def _outcome_tables(counts: YearCounts) -> list[Table]:
    found = counts.reports.by_outcome
    others = [code for code in found if code not in (*words.REACHED, *words.TAKEN)]
    parts = (
        (
            "reached",
            _("How support was reached"),
            words.REACHED,
            _(
                "The first talk after the report arrived, or that the caseworker of public assistance was told. Which other"
                " services somebody was led to is not recorded yet and not counted."
            ),
        ),
        (
            "taken",
            _("In a case, not reached yet"),
            words.TAKEN,
            _("Reports in a case in which nobody has talked with the person or the family since the report arrived."),
        ),
        (
            "other",
            _("Not taken into a case"),
            others,
            _("Reports that became no case, by the reason that was recorded, and those that nobody has decided yet."),
        ),
    )
    return [
        _list(key, title, _("What came of it"), _("Reports"), _named(found, codes), what)
        for key, title, codes, what in parts
    ]


def _named(found: dict[str, int], codes: Iterable[str]) -> list[tuple[str, int]]:
    return [(words.outcome_words(code), found.get(code, 0)) for code in codes]


def _leaflet_tables(counts: YearCounts) -> list[Table]:
    guidance, leaflets = counts.guidance, _("Leaflets")
    handed = _("Leaflets that companies said they handed out without telling us about anybody. Nobody’s name is in it.")
    return [
        _list(
            "guidance_months",
            _("Leaflets handed out by month"),
            _("Month"),
            leaflets,
            ((month_words(month), guidance.by_month.get(month, 0)) for month in counts.year.months),
            handed,
        ),
        _list("guidance_companies", _("Leaflets by company"), _("Company"), leaflets, guidance.by_utility, handed),
        _list(
            "guidance_offices",
            _("Leaflets by office"),
            _("Office"),
            leaflets,
            ((f"{name} {office}", times) for name, office, times in guidance.by_office),
            handed,
            inside=True,
        ),
        _list(
            "guidance_languages",
            _("Leaflets by language"),
            _("Language"),
            leaflets,
            ((words.leaflet_language(code), times) for code, times in guidance.by_language.items()),
            handed,
        ),
        _list(
            "guidance_ways",
            _("Leaflets by the way they were given"),
            _("How"),
            leaflets,
            ((words.guidance_words(code), times) for code, times in guidance.by_channel.items()),
            handed,
        ),
        _list(
            "codes_opened",
            _("Pages opened by leaflet code"),
            _("Whose leaflet"),
            _("Opened"),
            ((words.code_words(line), line.opened) for line in counts.codes),
            _("How often the page behind a leaflet’s code was opened. One person may open it several times."),
        ),
        _list(
            "codes_called",
            _("Call-backs by leaflet code"),
            _("Whose leaflet"),
            _("Call-backs asked for"),
            ((words.code_words(line), line.called_back) for line in counts.codes),
            _("How often somebody asked on that page to be called back."),
        ),
        _list(
            "callbacks",
            _("What came of the call-backs"),
            _("What came of it"),
            _("Call-backs"),
            ((words.callback_words(code), times) for code, times in counts.callbacks.items()),
            _("Requests to be called back that arrived in the year, by what was recorded when they were called."),
        ),
    ]


def _other_tables(counts: YearCounts) -> list[Table]:
    meetings, times = counts.meetings, _("Times")
    return [
        Table(
            "sessions",
            _("Sessions held"),
            _("Meeting"),
            (times,),
            (Row(_("Support meeting"), (meetings.support,)), Row(_("Co-ordination meeting"), (meetings.coordination,))),
            Nature.OPEN,
            _("Sessions of the year whose minutes are closed."),
        ),
        Table(
            "items",
            _("Cases discussed"),
            _("Agenda"),
            (_("Items"),),
            (Row(_("Items of these sessions"), (meetings.items,)),),
            Nature.ALONE,
            _("Items on the agenda of these sessions, without those that were taken off."),
        ),
        _list(
            "requests",
            _("Requests for co-operation"),
            _("Request"),
            _("Requests"),
            ((_("Answered"), meetings.answered), (_("Not answered"), meetings.requests - meetings.answered)),
            _("Requests that were issued in the year; answered ones have at least one answer by now."),
        ),
        _list(
            "refusals",
            _("Refused by the gate"),
            _("Reason"),
            times,
            ((words.refusal_words(code), number) for code, number in counts.refusals.items()),
            _("Attempts to send something that the law does not allow. Only counts are kept, nothing about anybody."),
        ),
        Table(
            "set_aside",
            _("Received and not counted as a report"),
            _("Reason"),
            (times,),
            tuple(Row(words.set_aside_words(code), (number,)) for code, number in counts.set_aside.items()),
            Nature.ALONE,
            _("These arrived in the year too, and are in none of the numbers of reports."),
        ),
    ]


def _staged(
    key: str, title: str, first: str, rows: Iterable[tuple[str, Staged]], what: str, *, inside: bool = False
) -> Table:
    lines = tuple(Row(label, (staged.reports, *staged.parts)) for label, staged in rows)
    return Table(key, title, first, tuple(str(one) for one in words.STAGES), lines, Nature.STAGED, what, inside)


def _list(
    key: str, title: str, first: str, column: str, rows: Iterable[tuple[str, int]], what: str, *, inside: bool = False
) -> Table:
    lines = tuple(Row(label, (number,)) for label, number in rows)
    return Table(key, title, first, (column,), lines, Nature.LIST, what, inside)
