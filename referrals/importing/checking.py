"""What becomes of each row of a list: read, asked about at the gate, looked for among what was sent before.

A row costs about ten microseconds: cells are read column by column, each text once, and the gate is asked once for all
rows that it cannot tell apart (see `grounds`).
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from agreements.models import AgreedPath
from agreements.reach import Beyond, beyond, sentence_of
from consent.gate import Permit, tokyo_day
from organizations.models import Office, SupportAgency, Utility
from referrals.crossings import utility_sender
from referrals.importing.columns import Arrangement, Name
from referrals.importing.duplicates import keys_of, sent_before
from referrals.importing.grounds import Seen, Stand, not_agreed, stand_of
from referrals.importing.reading import Batch, Readers, says
from referrals.importing.refusals import refusal_errors
from referrals.importing.routes import Routes
from referrals.importing.rows import Checked, Fate, NumberedRow, RowError, Values

#: Different cases before the law that are remembered; a list has some dozen.
MOST_STANDS = 10_000


class Checker:
    """Checks the rows of one list, batch by batch; it remembers what came before, so that a row counts once.

    `at` is the moment of the crossing. With `look_for_sent` the database is asked which rows are reports already;
    `keep` asks that in any case. By `path`, an agreement's, all rows are reported. Needs the scope of the utility.
    """

    def __init__(
        self,
        *,
        arrangement: Arrangement,
        utility: Utility,
        office: Office,
        at: datetime,
        actor_name: str,
        look_for_sent: bool = True,
        path: AgreedPath | None = None,
    ) -> None:
        office.utility = utility
        self._arrangement, self._utility, self._at, self._judge = arrangement, utility, at, actor_name
        self._sender = utility_sender(office)
        self._today = tokyo_day(at)
        self._readers = Readers(utility.utility_kind, self._today)
        self._routes = Routes()
        self._stands: dict[tuple[object, ...], Stand] = {}
        self._refusals: dict[Stand, tuple[tuple[str, str, str], ...]] = {}
        self._seen: set[str] = set()
        self._others: dict[tuple[str, str, str], str] = {}
        self._look_for_sent = look_for_sent
        self._path, self._kept_out = path, not_agreed(path)

    def check(self, rows: Sequence[NumberedRow]) -> list[Checked]:
        """Each row with its fate, in the same order."""
        return self.judge(self.read(rows))

    def read(self, rows: Sequence[NumberedRow]) -> Batch:
        """As far as rows can be checked without asking the database, which may be busy with something else.

        Batches are read in the order of their rows, and judged in that order.
        """
        batch = Batch(rows, self._arrangement, self._readers, self._kept_out)
        if not self._look_for_sent and self._routes.knows(batch.postal_codes):
            batch.checked = self._judged(batch)
        return batch

    def judge(self, batch: Batch) -> list[Checked]:
        """The rest: the agency in charge, the gate, what was sent before."""
        if batch.checked is None:
            batch.checked = self._judged(batch)
        return batch.checked

    def _judged(self, batch: Batch) -> list[Checked]:
        agencies = self._agencies_of(batch)
        if self._path is not None:
            self._stay_within(self._path, batch, agencies)
        stands = self._stands_of(batch, agencies)
        checked = [
            self._fate(n, cells, values, stand)
            for n, cells, values, stand in zip(batch.numbers, batch.cells, batch.values, stands, strict=True)
        ]
        for place, errors in batch.errors.items():
            checked[place] = Checked(batch.numbers[place], batch.cells[place], Fate.INVALID, tuple(errors))
        self._tell_doubles(checked)
        return sorted([*checked, *batch.ragged], key=lambda row: row.n) if batch.ragged else checked

    def _agencies_of(self, batch: Batch) -> list[SupportAgency | None]:
        self._routes.learn(batch.postal_codes)
        choices = map(self._routes.__getitem__, batch.postal_codes)
        agencies = [
            choice.of(address) if choice.named else choice.first
            for choice, address in zip(choices, batch.addresses, strict=True)
        ]
        for place, agency in enumerate(agencies):
            if agency is None and batch.postal_codes[place]:
                batch.add(place, Name.POSTAL_CODE, "no_agency", no_agency())
        return agencies

    def _stay_within(self, path: AgreedPath, batch: Batch, agencies: Sequence[SupportAgency | None]) -> None:
        """Rows beyond the agreement are told so; where life is in danger nothing agreed stands in the way."""
        office_id = self._sender.office.pk if self._sender.office else 0
        for place, agency in enumerate(agencies):
            if agency is None or batch.columns.danger[place]:
                continue
            address = batch.addresses[place]
            found = beyond(path, municipality_id=agency.municipality_id, office_id=office_id, address=address)
            if found is not None:
                column = Name.POSTAL_CODE if found is Beyond.ELSEWHERE else Name.ADDRESS
                batch.add(place, column, found, sentence_of(found, path))

    def _stands_of(self, batch: Batch, agencies: Sequence[SupportAgency | None]) -> list[Stand | None]:
        keys = self._seen_of(batch, [agency.organization_ptr_id if agency else 0 for agency in agencies])
        known = self._stands
        stands: list[Stand | None] = list(map(known.get, keys))
        if None in stands:
            for place, key in enumerate(keys):
                agency = agencies[place]
                if stands[place] is None and agency is not None and place not in batch.errors:
                    stands[place] = known.get(key) or self._ask(key, batch.values[place], agency)
        return stands

    def _seen_of(self, batch: Batch, agency_ids: list[int]) -> list[tuple[object, ...]]:
        """What the gate sees of each row: plain tuples in the order of `Seen`, since there is one for each row."""
        today, v = self._today.isoformat(), batch.columns
        arrears = [bool(a or b or c) for a, b, c in zip(v.arrears_since, v.arrears_months, v.arrears_yen, strict=True)]
        return list(
            zip(
                batch.grounds,
                v.danger,
                agency_ids,
                map(bool, v.kana),
                map(bool, v.phone),
                map(bool, v.supply_point),
                arrears,
                map(bool, v.deferred_until),
                [bool(notice or stop) for notice, stop in zip(v.notice_on, v.stop_on, strict=True)],
                map(bool, v.note),
                [day and ("later" if day > today else "by now") for day in v.consent_on],
                batch.means,
                batch.items,
                says(v.given_by),
                [taker and ("+" if said else "-") for taker, said in zip(v.taken_by, says(v.taken_by), strict=True)],
                v.interest,
                says(v.why_protect),
                says(v.why_no_consent),
                strict=True,
            )
        )

    def _ask(self, key: tuple[object, ...], values: Values, agency: SupportAgency) -> Stand:
        seen = Seen._make(key)
        if len(self._stands) >= MOST_STANDS:
            self._stands.clear()
            self._refusals.clear()
        stand = stand_of(seen, values, self._sender, agency, self._at, self._judge, self._path)
        self._stands[key] = stand
        return stand

    def _fate(self, n: int, cells: Sequence[str], values: Values, stand: Stand | None) -> Checked:
        if stand is None or isinstance(stand.verdict, Permit):
            return Checked(n, cells, Fate.ACCEPTED, (), values, stand)
        found = self._refusals.get(stand)
        if found is None:
            found = self._refusals[stand] = refusal_errors(stand.verdict, stand.seen)
        return Checked(n, cells, Fate.REFUSED, tuple(RowError(n, *error) for error in found), None, stand)

    def _tell_doubles(self, checked: Sequence[Checked]) -> None:
        good = [row for row in checked if row.fate is Fate.ACCEPTED]
        values = [row.values for row in good if row.values is not None]
        sent = sent_before(self._utility.pk, values) if self._look_for_sent else set()
        seen = self._seen
        for place, (row, key) in enumerate(zip(good, keys_of(values, self._others), strict=True)):
            if place in sent:
                mark_sent(row)
            elif key in seen:
                row.fate = Fate.DUPLICATE
                row.errors = (RowError(row.n, Name.CUSTOMER_NUMBER, "twice_in_list", twice_in_list()),)
            seen.add(key)


def mark_sent(row: Checked) -> None:
    """The row is a report already."""
    row.fate = Fate.DUPLICATE
    message = _("This household was reported before with the same supply and stop date. It is not reported twice.")
    row.errors = (RowError(row.n, Name.CUSTOMER_NUMBER, "duplicate", message),)


def twice_in_list() -> str:
    """What to say of a row that is like an earlier one."""
    return _(
        "An earlier row of this list has the same customer number, supply and stop date. It is not reported twice."
    )


def no_agency() -> str:
    """What to say of an address that nobody serves."""
    return _(
        "No agency that uses Tsunagi serves this postal code. Look at the code again, or call the town hall there."
    )
