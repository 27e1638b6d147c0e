"""The doors that every part of the meeting goes through: to a session, and to an item of its agenda."""

from django.shortcuts import get_object_or_404

from organizations.actors import Actor
from support_meetings.models import AgendaItem, Session


def access_session(actor: Actor, pk: int) -> Session:
    """A session with its meeting; it names no household. Missing and foreign are the same 404."""
    people = ("meeting__secretariat", "municipality", "called_by", "closed_by")
    return get_object_or_404(Session.objects.visible_to(actor).select_related(*people), pk=pk)


def access_item(actor: Actor, pk: int) -> AgendaItem:
    """An item with session, meeting and case, for who works on cases; likewise."""
    whole = ("session__meeting__secretariat", "case__person", "case__household")
    return get_object_or_404(AgendaItem.objects.visible_to(actor).select_related(*whole), pk=pk)
