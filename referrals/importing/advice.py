"""What the agreed criteria say of the rows of a list: an advice beside each, never a reason to hold one back.

The rules are asked for once for a page of rows, and which municipality a row belongs to with one question more.
"""

from collections.abc import Sequence
from datetime import date

from agreements.criteria import Advice, Circumstances, advices, criteria_of, stage_of
from agreements.models import AgreedCriteria, Sign
from japanese.dates import today
from referrals.importing.chunks import Head, Line
from referrals.importing.reading import Batch, Readers
from referrals.importing.routes import Routes
from referrals.importing.rows import Values
from referrals.models import ImportRun

#: A list has no column for these.
_NOBODY_ASKED = frozenset({Sign.INFANT, Sign.ILLNESS, Sign.SEEN})


def advice_on(run: ImportRun, head: Head, lines: Sequence[Line]) -> dict[int, Advice]:
    """{row number: what its municipality's criteria say}, of those rows that can be read and that criteria are about.

    Where a utility has several agreements with one municipality, the first that the row meets.
    """
    on = today()
    rules = criteria_of(run.organization_id, on)
    if not rules or not lines:
        return {}
    batch = Batch(
        [(line.n, line.cells) for line in lines], head.arrangement, Readers(run.organization.utility_kind, on)
    )
    towns = _towns(batch)
    found: dict[int, Advice] = {}
    for place, (n, values) in enumerate(zip(batch.numbers, batch.values, strict=True)):
        theirs = [rule for rule in rules if rule.municipality_id == towns[place]]
        if theirs and place not in batch.errors and not values.danger:
            found[n] = _advice(theirs, values, on)
    return found


def _towns(batch: Batch) -> list[int | None]:
    routes = Routes()
    routes.learn(batch.postal_codes)
    agencies = [routes[code].of(address) for code, address in zip(batch.postal_codes, batch.addresses, strict=True)]
    return [agency.municipality_id if agency else None for agency in agencies]


def _advice(rules: Sequence[AgreedCriteria], values: Values, on: date) -> Advice:
    found = advices(rules, circumstances(values, on), on)
    return next((one for one in found if one.meets), found[0])


def circumstances(values: Values, on: date) -> Circumstances:
    """A row as the criteria see it; values are text, days as 2026-11-24."""
    stop_on, deferred_until = _day(values.stop_on), _day(values.deferred_until)
    return Circumstances(
        _number(values.arrears_months),
        _number(values.arrears_yen),
        frozenset(),
        supply_kind=values.supply_kind,
        stage=stage_of(
            in_arrears=bool(values.arrears_months or values.arrears_yen or values.arrears_since),
            notice_on=_day(values.notice_on),
            stop_on=stop_on,
            deferred_until=deferred_until,
            on=on,
        ),
        unasked=_NOBODY_ASKED,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None
