"""What rules would have said of last year's reports: numbers, and nothing of any household.

The reports are known to an app above this one: it declares its source in `agreed_counts.py`, found like `admin.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.module_loading import autodiscover_modules

from agreements.criteria import Circumstances, decided, in_season
from agreements.models import AgreedCriteria, Then
from organizations.models import Municipality

#: (municipality, utility, first day, last day) → circumstances of each report with its day.
Source = Callable[[int, int, date, date], Iterator[tuple[Circumstances, date]]]

_sources: list[Source] = []
YEAR = timedelta(days=365)


def preview_source(source: Source) -> Source:
    """Declare where last year's reports are known."""
    _sources.append(source)
    return source


@dataclass(frozen=True)
class Counts:
    """Of how many reports each would have been said."""

    leaflet: int
    ask: int
    report: int
    unmet: int
    unknown: int

    @property
    def total(self) -> int:
        """All reports of the year."""
        return self.leaflet + self.ask + self.report + self.unmet + self.unknown


def last_year(
    town: Municipality, utility_id: int, versions: Sequence[Sequence[AgreedCriteria]], on: date
) -> list[Counts]:
    """For each version of the rules, in one pass over the reports of the 365 days before `on`."""
    autodiscover_modules("agreed_counts")
    found: list[Counter[str]] = [Counter() for _rules in versions]
    for source in _sources:
        for known, day in source(town.pk, utility_id, on - YEAR, on - timedelta(days=1)):
            here = in_season(known, town, day)
            for rules, counter in zip(versions, found, strict=True):
                counter[_said(rules, here)] += 1
    return [Counts(one[Then.LEAFLET], one[Then.ASK], one[Then.REPORT], one["unmet"], one["unknown"]) for one in found]


def _said(rules: Sequence[AgreedCriteria], known: Circumstances) -> str:
    met, verdict = decided(rules, known)
    if met is not None:
        return str(met.then)
    return "unknown" if verdict is None else "unmet"
