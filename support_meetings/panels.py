"""What meetings show on the case page and on the page of today."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_access
from audit.models import AccessKind
from cases.composed import Panel, case_panel, today_panel
from cases.models import Case, CaseStatus
from cases.waiting import MOST
from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings.access_minutes import items_about, open_decisions
from support_meetings.access_requests import of_case


@case_panel
def meetings(case: Case, actor: Actor) -> Panel | None:
    """What is still to be done of what meetings decided, where the case was discussed, and who was asked about it."""
    if not actor.may(Permission.SESSION_CASES):
        return None
    items = list(items_about(case))
    open_ones = [one for item in items for one in item.decisions.all() if one.is_open and one.case_id == case.pk]
    return Panel(
        order=45,
        template="support_meetings/case_panel.html",
        anchor="meetings",
        title=_("Meetings"),
        context={
            "case": case,
            "items": items,
            "open": sorted(open_ones, key=lambda one: (one.due_on, one.pk)),
            "requests": of_case(actor, case) if items else [],
            "may_write": case.status == CaseStatus.OPEN,
            "today": timezone.localdate(),
        },
    )


@today_panel
def decisions_to_do(actor: Actor) -> Panel | None:
    """Open decisions that are the actor's, and those in cases in their charge, the earliest first; recorded as seen."""
    found = open_decisions(actor, MOST + 1)
    if not found:
        return None
    shown = found[:MOST]
    ids = sorted({one.case_id for one in shown})
    record_access(actor=actor, kind=AccessKind.LIST, subject="cases.case", ids=ids, purpose="today")
    return Panel(
        order=45,
        template="support_meetings/today_decisions.html",
        column="side",
        anchor="meeting-decisions",
        title=_("Decided by meetings"),
        context={"decisions": shown, "more": len(found) > MOST, "today": timezone.localdate()},
    )
