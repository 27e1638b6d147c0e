"""A sweep and what it answers, for tests of the flags."""

from datetime import date, timedelta

from cases.sweeping import sweep_as_worker
from organizations.models import Municipality

TODAY = date(2026, 11, 24)  # a Tuesday after a holiday (勤労感謝の日)
DAY = timedelta(days=1)

Counts = dict[str, dict[str, int]]


def swept(today: date = TODAY, municipality: Municipality | None = None) -> Counts:
    """{verb: {kind: count}} without the noughts."""
    answer = sweep_as_worker(today, municipality.pk if municipality else None)
    return {verb: {kind: n for kind, n in counts.items() if n} for verb, counts in answer.items()}


def nothing_but(**counts: dict[str, int]) -> Counts:
    """The answer with these counts and no others."""
    return {"raised": {}, "resolved": {}, "kept": {}, **counts}
