"""What can be said of the visits on a paper: what was seen at the door."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.models import Case
from consent.sharing import Line, line_source
from consent.vocabulary import Item
from japanese import display
from organizations.actors import Actor
from outreach.models import Visit

LATEST = 5


@line_source
def visits_made(case: Case, actor: Actor) -> Iterable[Line]:
    """The latest five that were made, the newest first, each with what came of it."""
    rows = Visit.objects.filter(case=case, municipality_id=actor.tenant, visited_at__isnull=False)
    for visit in rows.order_by("-visited_at", "-pk")[:LATEST]:
        label = _("Visit on %(day)s") % {"day": display.long_day(visit.visited_at)} if visit.visited_at else ""
        words = (str(visit.get_outcome_display()), visit.condition)
        yield Line(Item.VISIT_SIGNS, label, "。".join(word for word in words if word))
