"""The only doors by which a view gets at agreements. They name no household."""

from django.http import Http404

from agreements.models import Agreement
from organizations.actors import Actor


def access_agreement(actor: Actor, number: str) -> Agreement:
    """An agreement of the actor's municipality with its parties; missing and foreign are the same 404."""
    found = Agreement.objects.visible_to(actor).with_parties().select_related("municipality")
    agreement = found.filter(number=number).first()
    if agreement is None:
        raise Http404
    return agreement


def agreements_of(actor: Actor) -> list[Agreement]:
    """All of the municipality's, the latest first."""
    rows = Agreement.objects.visible_to(actor).with_parties()
    return list(rows.order_by("-in_force_from", "number"))
