"""How many leaflets a utility's offices handed out: counts of a fiscal year, without anybody's data."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min, Sum
from django.db.models.functions import TruncMonth

from japanese.dates import fiscal_year, today
from organizations.actors import Actor
from organizations.models import Office
from organizations.permissions import Permission
from referrals.models import GuidanceRecord

APRIL = 4


@dataclass(frozen=True)
class OfficeCounts:
    """One office; `by_month` has twelve figures, April first."""

    name: str
    by_month: list[int]

    @property
    def total(self) -> int:
        """Of the year."""
        return sum(self.by_month)


@dataclass(frozen=True)
class YearOfCounts:
    """A fiscal year. `months` are their first days; `by_channel` and `by_language` are codes with counts."""

    year: int
    months: list[date]
    offices: list[OfficeCounts]
    by_channel: dict[str, int] = field(default_factory=dict)
    by_language: dict[str, int] = field(default_factory=dict)

    @property
    def by_month(self) -> list[int]:
        """All offices together."""
        return [sum(office.by_month[n] for office in self.offices) for n in range(len(self.months))]

    @property
    def total(self) -> int:
        """Of the year."""
        return sum(office.total for office in self.offices)


def guidance_counts(actor: Actor, year: int) -> YearOfCounts:
    """Every office of the actor's utility, those that handed out nothing too."""
    months = [date(year + (APRIL + n - 1) // 12, (APRIL + n - 1) % 12 + 1, 1) for n in range(12)]
    cells: Counter[tuple[int, date]] = Counter()
    channels: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for office_id, month, channel, language, count in _grouped(actor, year):
        cells[office_id, month] += count
        channels[channel] += count
        languages[language] += count
    offices = Office.objects.filter(utility_id=actor.organization_id).order_by("name").values_list("pk", "name")
    lines = [OfficeCounts(name, [cells[pk, month] for month in months]) for pk, name in offices]
    return YearOfCounts(year, months, lines, dict(channels.most_common()), dict(languages.most_common()))


def _grouped(actor: Actor, year: int) -> list[tuple[int, date, str, str, int]]:
    if not actor.may(Permission.GUIDANCE_RECORD):
        return []
    rows = GuidanceRecord.objects.filter(
        utility_id=actor.organization_id, on__gte=date(year, APRIL, 1), on__lt=date(year + 1, APRIL, 1)
    )
    grouped = rows.annotate(month=TruncMonth("on")).values_list("office_id", "month", "channel", "language")
    return list(grouped.annotate(times=Sum("count")).order_by("office_id", "month", "channel", "language"))


def years_with_counts(actor: Actor) -> list[int]:
    """The fiscal years since the utility's first leaflet, the present one first."""
    first = GuidanceRecord.objects.filter(utility_id=actor.organization_id).aggregate(first=Min("on"))["first"]
    last = fiscal_year(today())
    return list(range(last, min(fiscal_year(first or today()), last) - 1, -1))
