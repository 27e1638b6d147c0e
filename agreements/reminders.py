"""Which days of agreements are told of ahead, and when: 90, 30 and 7 days before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from django.db import transaction

from agreements.access import facts_of
from agreements.models import Agreement, AgreementReminder
from agreements.standing import KeyDay, days_ahead
from notifications.actions import tell_agencies
from organizations.models import SupportAgency

#: Days ahead, the furthest first.
AHEAD = (90, 30, 7)
#: A term that goes on by itself asks nothing of anybody.
_TOLD = frozenset({"deadline", "ends", "opinions"})


@dataclass(frozen=True)
class Near:
    """A day that comes near: `days` from today, within `ahead`."""

    day: KeyDay
    days: int
    ahead: int

    @property
    def tone(self) -> str:
        """How near."""
        return "danger" if self.ahead == AHEAD[-1] else "warning" if self.ahead == AHEAD[1] else "info"


def near_days(agreement: Agreement, today: date) -> list[Near]:
    """Days within the next 90 that somebody must see to."""
    found = days_ahead(agreement, *facts_of(agreement), today, today + timedelta(days=AHEAD[0]))
    return [_near(one, (one.day - today).days) for one in found if one.code in _TOLD]


def _near(day: KeyDay, days: int) -> Near:
    return Near(day, days, min(ahead for ahead in AHEAD if days <= ahead))


@transaction.atomic
def remind(today: date) -> int:
    """Of every municipality, with the worker's rights: whoever was not told yet is told. Returns how many were written.

    A few queries however many agreements there are. If a night was missed the nearest step is told and no older one;
    two that run at once write one row, by its unique key.
    """
    rows = Agreement.objects.filter(dropped_at__isnull=True).with_life().select_related("municipality")
    due = [(found, near) for found in rows for near in near_days(found, today)]
    new = [_row(found, near) for found, near in due]
    known = set(AgreementReminder.objects.filter(agreement__in=[one[0].pk for one in due]).values_list(*_KEY))
    fresh = [row for row in new if tuple(getattr(row, name) for name in _KEY) not in known]
    AgreementReminder.objects.bulk_create(fresh, ignore_conflicts=True)
    _tell(fresh, {found.pk: found for found, _near_day in due})
    return len(fresh)


_KEY = ("agreement_id", "day", "code", "days")


def _row(agreement: Agreement, near: Near) -> AgreementReminder:
    return AgreementReminder(
        municipality_id=agreement.municipality_id,
        agreement=agreement,
        day=near.day.day,
        code=near.day.code,
        days=near.ahead,
    )


def _tell(rows: Iterable[AgreementReminder], agreements: dict[int, Agreement]) -> None:
    """In the application, one notice to the first agency of each municipality."""
    agencies: dict[int, SupportAgency] = {}
    for agency in SupportAgency.objects.order_by("-pk"):
        agencies[agency.municipality_id] = agency
    tell_agencies(
        [
            (
                agencies[row.municipality_id],
                f"agreement_{row.code}",
                number,
                f"/agreements/{quote(number)}/",
                _once(row),
            )
            for row, number in ((row, agreements[row.agreement_id].number) for row in rows)
            if row.municipality_id in agencies
        ]
    )


def _once(row: AgreementReminder) -> str:
    return f"{row.agreement_id}:{row.day}:{row.code}:{row.days}"
