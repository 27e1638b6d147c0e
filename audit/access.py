"""Who may read the access log, and what it says of itself."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from audit.chain import first_broken_number
from audit.models import AccessRecord
from organizations.actors import Actor
from organizations.models import Organization
from organizations.permissions import Permission


def records(actor: Actor) -> QuerySet[AccessRecord]:
    """The municipality's records for those who audit, with all a line shows."""
    rows = AccessRecord.objects.select_related("user", "organization")
    if not actor.may(Permission.AUDIT_READ) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.municipality_id)


def on_day(rows: QuerySet[AccessRecord], day: date) -> QuerySet[AccessRecord]:
    """Those of one day in Japan."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return rows.filter(at__gte=start, at__lt=start + timedelta(days=1))


def people(actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of everybody whose reading stands in the log."""
    seen = records(actor).order_by("user__name", "user_id")
    return list(seen.values_list("user_id", "user__name").distinct())


@dataclass(frozen=True)
class Chain:
    """Whether an organisation's records follow each other unbroken; None: all whole."""

    organization: Organization
    broken_at: int | None


def chains(actor: Actor) -> list[Chain]:
    """The state of the chain of each organisation whose reading this municipality sees.

    Recomputes every digest: time grows with the log, so a page asks once and not for each page of a list.
    """
    ids = records(actor).order_by().values("organization_id").distinct()
    found = Organization.objects.filter(pk__in=ids).order_by("name", "pk")
    return [Chain(one, first_broken_number(one.pk)) for one in found]
