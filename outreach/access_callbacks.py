"""The only doors by which a view gets at requests to be called back."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from organizations.actors import Actor
from organizations.permissions import Permission
from outreach.models import CallbackRequest

#: So many that wait are shown at once, the longest waiting first.
MOST = 200


def callbacks(actor: Actor) -> QuerySet[CallbackRequest]:
    """Those of the actor's municipality, for those who call back; none for others."""
    rows = CallbackRequest.objects.select_related("agency", "done_by")
    if not actor.may(Permission.CALLBACK_HANDLE) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.municipality_id)


def waiting(actor: Actor) -> list[CallbackRequest]:
    """Nobody has dealt with them yet."""
    return list(callbacks(actor).filter(done_at__isnull=True).order_by("received_at", "id")[:MOST])


def access_callback(actor: Actor, pk: UUID) -> CallbackRequest:
    """One; missing and foreign are the same 404."""
    found = callbacks(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
