"""What visits add to a case's timeline and history."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.composed import Entry, history_source, timeline_source
from cases.models import Case
from outreach.looks import look
from outreach.models import Visit


@timeline_source
def made(case: Case) -> Iterable[Entry]:
    """Each visit that was made, with what came of it."""
    for visit in Visit.objects.filter(case=case, visited_at__isnull=False).select_related("visitor"):
        if visit.visited_at:
            yield _entry(visit, visit.visited_at)


def _entry(visit: Visit, at: Any) -> Entry:
    seen = look(visit.outcome)
    title = _("Visit: %(outcome)s") % {"outcome": seen.word}
    url = reverse("visit", args=[visit.pk])
    return Entry(at, seen.icon, title, visit.condition, visit.visitor.name, seen.tone, url)


@history_source
def versions(case: Case) -> Iterable[Any]:
    """Versions of the visits that lie here now, from before they came as well."""
    history: Iterable[Any] = Visit.history.filter(id__in=Visit.objects.filter(case=case).values("pk"))
    return history
