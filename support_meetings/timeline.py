"""What meetings add to a case's timeline and history."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.composed import Entry, history_source, shown_by, timeline_source
from cases.models import Case
from support_meetings.access_minutes import items_about
from support_meetings.models import AgendaItem, Decision, Member, Paper, PaperKind, SessionState

shown_by(Member, "name")


@timeline_source
def meetings(case: Case) -> Iterable[Entry]:
    """When the case was put on an agenda or taken off, what was agreed, what was done of it, which papers went out."""
    found = list(items_about(case))
    since = _put_on(found)
    for item in found:
        if item.case_id == case.pk:
            yield from _course(item, since.get(item.pk))
            yield from (_issued(item, paper) for paper in item.papers.all())
        yield from (_done(one) for one in item.decisions.all() if one.done_on and one.case_id == case.pk)


def _put_on(items: list[AgendaItem]) -> dict[int, Any]:
    """item → its first version; one query."""
    first = AgendaItem.history.filter(id__in=[item.pk for item in items], history_type="+")
    return {row.id: row for row in first.select_related("history_user")}


def _words(item: AgendaItem) -> dict[str, object]:
    return {"meeting": item.session.meeting.name, "number": item.session.number}


def _course(item: AgendaItem, first: Any) -> Iterable[Entry]:
    words, url = _words(item), reverse("minutes_item", args=[item.pk])
    if first:
        by = first.history_user.name if first.history_user else ""
        title = _("Put on the agenda of %(meeting)s, session %(number)s") % words
        yield Entry(first.history_date, "meeting", title, item.get_case_kind_display(), by, url=url)
    if item.taken_off_at:
        title = _("Taken off the agenda of %(meeting)s, session %(number)s") % words
        yield Entry(item.taken_off_at, "minus", title, item.taken_off_reason, tone="warning", url=url)
    elif item.session.state == SessionState.CLOSED:
        title = _("Discussed at %(meeting)s, session %(number)s") % words
        yield Entry(item.session.starts_at, "meeting", title, item.result, tone="info", url=url)


def _done(decision: Decision) -> Entry:
    title = _("Done, as decided: %(what)s") % {"what": decision.what}
    by = decision.done_by.name if decision.done_by else ""
    url = reverse("decision", args=[decision.pk])
    return Entry(decision.done_on or decision.due_on, "check", title, decision.outcome, by, "success", url)


def _issued(item: AgendaItem, paper: Paper) -> Entry:
    if paper.kind == PaperKind.EXTRACT:
        title = _("Extract of the minutes issued to members: %(meeting)s, session %(number)s") % _words(item)
    else:
        title = _("Paper issued to members: %(meeting)s, session %(number)s") % _words(item)
    at, by = paper.frozen_at or item.session.starts_at, paper.frozen_by.name if paper.frozen_by else ""
    return Entry(at, "document", title, actor=by, tone="info")


@history_source
def item_versions(case: Case) -> Any:
    """Versions of the agenda items that lie here now, from before they came as well."""
    return AgendaItem.history.filter(id__in=_keys(AgendaItem.objects.filter(case=case)))


@history_source
def decision_versions(case: Case) -> Any:
    """Versions of the decisions that lie here now, from before they came as well."""
    return Decision.history.filter(id__in=_keys(Decision.objects.filter(case=case)))


def _keys(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    return rows.values("pk")
