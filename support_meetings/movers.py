"""Agenda items and decisions go along when two cases become one."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.errors import CaseRefusal
from cases.models import Case
from cases.moving import Kept, Rows, put, register
from support_meetings.models import AgendaItem, Decision, SessionState

#: What is discussed twice there can still be put right.
_AHEAD = (SessionState.PLANNED, SessionState.CALLED)


def _items(count: int) -> str:
    return ngettext("{n} agenda item", "{n} agenda items", count).format(n=count)


def _decisions(count: int) -> str:
    return ngettext("{n} decision", "{n} decisions", count).format(n=count)


class Items(Rows):
    """Agenda items. A household stands on an agenda once (`case_once_on_agenda`).

    Where both cases are on one agenda that is still to be gone through, the merge waits until one is taken off. Of a
    session that is over, the merged case's item stays with it as the record that it is; its decisions go along.
    """

    def move(self, source: Case, target: Case) -> Kept:
        """All but those of sessions that spoke of both."""
        both = AgendaItem.objects.filter(case=target, taken_off_at__isnull=True).values("session")
        twice = AgendaItem.objects.filter(case=source, taken_off_at__isnull=True, session__in=both)
        _refuse_ahead(twice.filter(session__state__in=_AHEAD).select_related("session__meeting").first())
        rows = AgendaItem.objects.filter(case=source).exclude(pk__in=twice.values("pk"))
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        put(AgendaItem, keys, source, target)
        return {"rows": keys}

    def back(self, source: Case, target: Case, kept: Kept) -> None:
        """With what was decided on them since: a decision is about its item's household."""
        super().back(source, target, kept)
        since = Decision.objects.filter(item__in=kept.get("rows", []), case=target)
        put(Decision, list(since.order_by("pk").values_list("pk", flat=True)), target, source)


def _refuse_ahead(item: AgendaItem | None) -> None:
    if item is None:
        return
    words = {"meeting": item.session.meeting.name, "number": item.session.number}
    sentence = _(
        "Both cases are on the agenda of %(meeting)s, session %(number)s. Take one of them off that agenda first;"
        " then they can be merged."
    )
    raise CaseRefusal("both_on_agenda", sentence % words)


register(Items(AgendaItem, _items))
register(Rows(Decision, _decisions))
