"""Last year's reports as agreed criteria see them, for counting: no name, no address, no key leaves this module."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from agreements.criteria import Circumstances, stage_of
from agreements.models import Sign
from agreements.previews import preview_source
from consent.gate import tokyo_day
from japanese.dates import TOKYO
from referrals.models import Referral

_SEEN = (
    *("submitted_at", "supply_kind", "arrears_months", "arrears_yen", "arrears_since", "notice_on"),
    *("scheduled_stop_on", "deferred_until", "has_infant", "has_illness", "signs"),
)


@preview_source
def circumstances(
    municipality_id: int, utility_id: int, first: date, last: date
) -> Iterator[tuple[Circumstances, date]]:
    """Each report of the utility that stands, once; one query, read as a stream."""
    for row in _standing(municipality_id, utility_id, first, last).values(*_SEEN).iterator(chunk_size=2000):
        day = tokyo_day(row["submitted_at"])
        yield _known(row, day), day


def _standing(municipality_id: int, utility_id: int, first: date, last: date) -> QuerySet[Referral]:
    begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
    rows = Referral.objects.filter(municipality_id=municipality_id, utility_id=utility_id)
    rows = rows.filter(submitted_at__gte=begins, submitted_at__lt=ends, sealed__isnull=True)
    return rows.filter(retraction__isnull=True, corrections__isnull=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=TOKYO)


def _known(row: dict[str, Any], day: date) -> Circumstances:
    signs = {Sign.INFANT: row["has_infant"], Sign.ILLNESS: row["has_illness"], Sign.SEEN: row["signs"]}
    return Circumstances(
        row["arrears_months"],
        row["arrears_yen"],
        frozenset(sign for sign, seen in signs.items() if seen),
        supply_kind=row["supply_kind"],
        stage=stage_of(
            in_arrears=bool(row["arrears_months"] or row["arrears_yen"] or row["arrears_since"]),
            notice_on=row["notice_on"],
            stop_on=row["scheduled_stop_on"],
            deferred_until=row["deferred_until"],
            on=day,
        ),
    )
