"""The cells of some rows, read column by column."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from itertools import repeat
from typing import cast

from django.utils.translation import gettext as _

from consent.gate import says_something
from consent.vocabulary import Route
from referrals.importing import values
from referrals.importing.columns import COLUMNS, Arrangement, Name
from referrals.importing.rows import Checked, Columns, Fate, Fields, NumberedRow, RowError, Values
from referrals.importing.values import CONTROL, KANJI, NOT_KANA, ON_LINES, ON_ONE_LINE, Fault, Reader, too_long

_LONGEST = {str(column.name): column.longest for column in COLUMNS}
#: Columns in which people write sentences.
_SENTENCES = frozenset({Name.NOTE, Name.WHY_PROTECT, Name.WHY_NO_CONSENT})


class Readers:
    """The readers of the columns whose texts repeat, for one list."""

    def __init__(self, own_kind: str, today: date) -> None:
        made: dict[Name, Reader] = {
            Name.POSTAL_CODE: values.postal_codes(_LONGEST[Name.POSTAL_CODE]),
            Name.SUPPLY_KIND: values.kinds(_LONGEST[Name.SUPPLY_KIND], own_kind),
            Name.ARREARS_MONTHS: values.months(_LONGEST[Name.ARREARS_MONTHS]),
            Name.ARREARS_YEN: values.yen(_LONGEST[Name.ARREARS_YEN]),
            Name.ARREARS_SINCE: values.days(_LONGEST[Name.ARREARS_SINCE], today, is_behind=True),
            Name.DEFERRED_UNTIL: values.days(_LONGEST[Name.DEFERRED_UNTIL], today),
            Name.NOTICE_ON: values.days(_LONGEST[Name.NOTICE_ON], today),
            Name.STOP_ON: values.days(_LONGEST[Name.STOP_ON], today),
            Name.CONSENT_ON: values.days(_LONGEST[Name.CONSENT_ON], today),
            Name.GROUND: values.grounds(_LONGEST[Name.GROUND]),
            Name.CONSENT_MEANS: values.means(_LONGEST[Name.CONSENT_MEANS]),
            Name.CONSENT_ITEMS: values.items(_LONGEST[Name.CONSENT_ITEMS]),
            Name.DANGER: values.dangers(_LONGEST[Name.DANGER]),
        }
        self._by_name: dict[str, Reader] = {str(name): reader for name, reader in made.items()}

    def __getitem__(self, name: Name) -> Reader:
        return self._by_name[name]


class Batch:
    """Some rows of a list as values. `errors`: the place of a row in the batch → what is wrong with it.

    A row at fault has values too, so that columns stay whole; nobody may use them. `ragged` rows are in none of
    the columns: where a cell is missing nobody can tell which. Fields in `kept_out` are blank, except in danger.
    """

    def __init__(
        self,
        rows: Sequence[NumberedRow],
        arrangement: Arrangement,
        readers: Readers,
        kept_out: Collection[str] = (),
    ) -> None:
        self.errors: dict[int, list[RowError]] = {}
        self.checked: list[Checked] | None = None
        even, self.ragged = _even(rows, arrangement.width)
        self.numbers = [n for n, _cells in even]
        self.cells = [cells for _n, cells in even]
        columns = list(zip(*self.cells, strict=True))
        self._raw = {name: columns[place] for name, place in arrangement.places.items()} if even else {}
        self._blank = ("",) * len(even)
        self._readers = readers
        self.grounds = self._read(Name.GROUND)
        self.means = self._read(Name.CONSENT_MEANS)
        self.items = self._read(Name.CONSENT_ITEMS)
        self.columns: Columns = _without(self._columns(), kept_out)
        self.values: list[Values] = list(map(Fields._make, zip(*self.columns, strict=True)))
        self._require()

    @property
    def postal_codes(self) -> list[str]:
        """Of each row, as 865-0016; blank where it could not be read."""
        return self.columns.postal_code

    @property
    def addresses(self) -> list[str]:
        """Of each row."""
        return self.columns.address

    def add(self, place: int, column: Name, code: str, message: str) -> None:
        """Something is wrong with a cell."""
        error = RowError(self.numbers[place], str(column), code, message)
        self.errors.setdefault(place, []).append(error)

    # --- columns ---

    def _columns(self) -> Columns:
        names, kana = self._text(Name.NAME), self._kana()
        danger, kinds = self._read(Name.DANGER), self._read(Name.SUPPLY_KIND)
        why, difficulty = self._text(Name.WHY_PROTECT), self._text(Name.WHY_NO_CONSENT)
        givers = [name or reading for name, reading in zip(names, kana, strict=True)]
        return Fields(
            customer_number=self._text(Name.CUSTOMER_NUMBER),
            name=_named(givers, danger),
            kana=kana,
            phone=self._each(Name.PHONE, lambda cell, _place: values.phone(cell)),
            postal_code=self._read(Name.POSTAL_CODE),
            address=self._text(Name.ADDRESS),
            supply_kind=kinds,
            supply_point=self._each(Name.SUPPLY_POINT, lambda cell, place: values.supply_point(cell, kinds[place])),
            arrears_since=self._read(Name.ARREARS_SINCE),
            arrears_months=self._read(Name.ARREARS_MONTHS),
            arrears_yen=self._read(Name.ARREARS_YEN),
            deferred_until=self._read(Name.DEFERRED_UNTIL),
            notice_on=self._read(Name.NOTICE_ON),
            stop_on=self._read(Name.STOP_ON),
            note=self._text(Name.NOTE),
            danger=danger,
            given_by=givers,
            consent_on=self._read(Name.CONSENT_ON),
            taken_by=self._text(Name.CONSENT_TAKEN_BY),
            interest=_interests(why, difficulty),
            why_protect=why,
            why_no_consent=difficulty,
            request_number=self._text(Name.REQUEST_NUMBER),
        )

    def _read(self, name: Name) -> list[str]:
        """A column whose texts repeat; blanks where a cell cannot be read."""
        reader = self._readers[name]
        found = list(map(reader.__getitem__, self._raw.get(name, self._blank)))
        return self._told(name, found) if reader.faults else cast(list[str], found)

    def _text(self, name: Name) -> list[str]:
        """A column of texts as they were received; blanks where a cell says nothing or cannot be kept."""
        cells = self._raw.get(name, self._blank)
        joined = "".join(cells)
        if not joined:
            return list(cells)
        longest, banned = _LONGEST[name], ON_LINES if name in _SENTENCES else ON_ONE_LINE
        # Most columns are clean, and the whole tells it faster than its cells.
        if max(map(len, cells)) > longest or (not _is_plain(joined) and banned.search(joined)):
            return self._told(name, [_kept(cell, longest, banned) for cell in cells])
        return [cell if cell.strip() else "" for cell in cells]

    def _kana(self) -> list[str]:
        found = self._text(Name.KANA)
        if not KANJI.search("".join(found)):
            return found
        return self._told(Name.KANA, [NOT_KANA if KANJI.search(cell) else cell for cell in found])

    def _each(self, name: Name, read: Callable[[str, int], str | Fault]) -> list[str]:
        found = self._text(name)
        if not any(found):
            return found
        return self._told(name, [cell and read(cell, place) for place, cell in enumerate(found)])

    def _told(self, name: Name, found: Sequence[str | Fault]) -> list[str]:
        """The column with blanks in place of faults, which become errors of their rows."""
        clean: list[str] = []
        for place, value in enumerate(found):
            if isinstance(value, Fault):
                self.add(place, name, value.code, str(value.message))
                clean.append("")
            else:
                clean.append(value)
        return clean

    # --- what must be there ---

    def _require(self) -> None:
        v = self.columns
        needed = (
            (
                v.customer_number,
                Name.CUSTOMER_NUMBER,
                _("Please write the customer number: by it this row is known again."),
            ),
            (v.name, Name.NAME, _("Please write the name, or its reading in kana.")),
            (
                v.postal_code,
                Name.POSTAL_CODE,
                _("Please write the postal code: it decides which agency receives this report."),
            ),
            (v.address, Name.ADDRESS, _("Please write the address.")),
        )
        for column, name, message in needed:
            if "" in column:
                self._missing(column, name, message)
        if "" in v.consent_on:
            self._require_days()

    def _missing(self, column: Sequence[str], name: Name, message: str) -> None:
        for place, value in enumerate(column):
            if not value and not self._is_told(place, name):
                self.add(place, name, "missing", message)

    def _is_told(self, place: int, name: Name) -> bool:
        return any(error.column == name for error in self.errors.get(place, ()))

    def _require_days(self) -> None:
        """A consent without its day cannot be judged; one of which nothing is stated is none, and the gate says so."""
        stated = zip(self.grounds, self.columns.consent_on, self.means, self.items, self.columns.taken_by, strict=True)
        message = _("Please write the day on which the person agreed.")
        for place, (ground, day, means, items, taker) in enumerate(stated):
            if (
                not day
                and ground == Route.A
                and (means or items or taker)
                and not self._is_told(place, Name.CONSENT_ON)
            ):
                self.add(place, Name.CONSENT_ON, "missing", message)


def _without(columns: Columns, kept_out: Collection[str]) -> Columns:
    """What was not agreed on is not taken along."""
    urgent = columns.danger
    blanked = {
        name: [value if danger else "" for value, danger in zip(getattr(columns, name), urgent, strict=True)]
        for name in kept_out
    }
    return columns._replace(**blanked) if blanked else columns


def _even(rows: Sequence[NumberedRow], width: int) -> tuple[list[NumberedRow], list[Checked]]:
    """Rows with as many cells as there are headings, and the others; blank cells beyond the last heading do not count."""
    if {len(cells) for _n, cells in rows} <= {width}:
        return list(rows), []
    even: list[NumberedRow] = []
    ragged: list[Checked] = []
    for n, cells in rows:
        if len(cells) == width:
            even.append((n, cells))
        elif len(cells) > width and not "".join(cells[width:]).strip():
            even.append((n, cells[:width]))
        else:
            ragged.append(Checked(n, cells, Fate.INVALID, (RowError(n, "", "ragged", _ragged(len(cells) < width)),)))
    return even, ragged


def _ragged(is_short: bool) -> str:
    if is_short:
        return _(
            "This row has fewer cells than there are headings. Look for a missing comma, and leave unknown cells blank."
        )
    return _("This row has more cells than there are headings. Put quotation marks around a cell that holds a comma.")


def _is_plain(joined: str) -> bool:
    """Whether certainly nothing in it is banned. A full-width blank is not printable for Python, and is for us."""
    return joined.replace("\u3000", " ").isprintable()


def _kept(cell: str, longest: int, banned: re.Pattern[str]) -> str | Fault:
    if len(cell) > longest:
        return too_long(longest)
    if banned.search(cell):
        return CONTROL
    return cell if cell.strip() else ""


def _named(givers: Sequence[str], danger: Sequence[str]) -> list[str]:
    """In danger nobody has to know the name first."""
    if "" not in givers:
        return list(givers)
    unknown = _("(name not known)")
    return [giver or (urgent and unknown) for giver, urgent in zip(givers, danger, strict=True)]


def _interests(why: Sequence[str], difficulty: Sequence[str]) -> list[str]:
    if not any(why) and not any(difficulty):
        return list(why)
    return [values.interest_of(one) if one or other else "" for one, other in zip(why, difficulty, strict=True)]


_BEGINS_WITH_A_WORD = re.compile("[ \u3000]*[0-9A-Za-z０-９ぁ-ゖァ-ヺ㐀-䶵一-龥ｦ-ﾝ]").match


def says(column: Sequence[str]) -> list[bool]:
    """Whether each text says something, as the gate asks it."""
    if not any(column):
        return list(repeat(False, len(column)))
    return [_BEGINS_WITH_A_WORD(text) is not None or says_something(text) for text in column]
