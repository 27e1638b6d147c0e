"""Visits on the case page, and one's own visits on the page of today."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_access
from audit.models import AccessKind
from cases.composed import Panel, case_panel, today_panel
from cases.models import Case, CaseStatus
from organizations.actors import Actor
from organizations.permissions import Permission
from outreach.access import made_visits, my_visits_until_tonight, planned_visits
from outreach.access_callbacks import callbacks
from outreach.looks import MadeVisit


@case_panel
def visits(case: Case, actor: Actor) -> Panel:
    """Planned ones with the way to record them, then those made with what came of each."""
    return Panel(
        order=30,
        template="outreach/case_panel.html",
        anchor="visits",
        title=_("Visits"),
        context={
            "case": case,
            "planned": planned_visits(actor, case),
            "made": [MadeVisit.of(visit) for visit in made_visits(actor, case)],
            "may_write": actor.may(Permission.VISIT_WRITE) and case.status == CaseStatus.OPEN,
            "today": timezone.localdate(),
        },
    )


@today_panel
def my_visits(actor: Actor) -> Panel | None:
    """The actor's own visits of today and the unrecorded ones of earlier days; recorded as seen."""
    if not actor.may(Permission.VISIT_WRITE):
        return None
    rows = my_visits_until_tonight(actor)
    if rows:
        record_access(
            actor=actor, kind=AccessKind.LIST, subject="outreach.visit", ids=[row.pk for row in rows], purpose="today"
        )
    today = timezone.localdate()
    unrecorded = [row for row in rows if row.planned_for and timezone.localdate(row.planned_for) < today]
    return Panel(
        order=30,
        template="outreach/today_panel.html",
        column="side",
        anchor="my-visits",
        title=_("My visits today"),
        context={"visits": [row for row in rows if row not in unrecorded], "unrecorded": unrecorded},
    )


#: Counted to so many.
_COUNTED = 100


@today_panel
def calls_to_make(actor: Actor) -> Panel | None:
    """How many ask to be called back, and since when; who they are stands on their own page only."""
    rows = callbacks(actor).filter(done_at__isnull=True).order_by("received_at")
    moments = list(rows.values_list("received_at", flat=True)[: _COUNTED + 1])
    if not moments:
        return None
    return Panel(
        order=25,
        template="outreach/callback_panel.html",
        column="side",
        anchor="calls-to-make",
        title=_("Requests to be called back"),
        context={"count": min(len(moments), _COUNTED), "more": len(moments) > _COUNTED, "oldest": moments[0]},
    )
