"""The only doors by which a view gets at visits."""

from datetime import datetime, time, timedelta

from django.http import Http404
from django.utils import timezone

from cases.models import Case
from organizations.actors import Actor
from outreach.models import Visit


def access_visit(actor: Actor, pk: int) -> Visit:
    """A visit of the actor's municipality with its case; missing and foreign are the same 404."""
    rows = Visit.objects.visible_to(actor).select_related("case__person", "case__household", "visitor")
    visit: Visit | None = rows.filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


def planned_visits(actor: Actor, case: Case) -> list[Visit]:
    """Still to be made or recorded, the earliest first."""
    rows = Visit.objects.visible_to(actor).select_related("visitor")
    return list(rows.filter(case=case, outcome="", cancelled_at__isnull=True).order_by("planned_for", "pk"))


def made_visits(actor: Actor, case: Case) -> list[Visit]:
    """Those made, the latest first."""
    rows = Visit.objects.visible_to(actor).select_related("visitor")
    return list(rows.filter(case=case).exclude(outcome="").order_by("-visited_at", "-pk"))


def my_visits_until_tonight(actor: Actor) -> list[Visit]:
    """The actor's own planned visits of today, and those of earlier days that nobody recorded."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    rows = Visit.objects.visible_to(actor).filter(
        planned_for__lt=midnight, visitor_id=actor.user_id, outcome="", cancelled_at__isnull=True, case__status="open"
    )
    return list(rows.select_related("case__person", "case__household").order_by("planned_for", "pk"))
