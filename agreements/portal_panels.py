"""What agreements show on the portal's first page: copies that wait for an opinion."""

from django.utils import timezone

from agreements.access_portal import waiting
from agreements.copy_words import state_of
from organizations.actors import Actor
from organizations.permissions import Permission
from organizations.portal_panels import PortalPanel, portal_panel


@portal_panel
def agreements_to_answer(actor: Actor) -> PortalPanel | None:
    """What is due first before the others; one query."""
    if not actor.may(Permission.AGREEMENT_REVIEW):
        return None
    today = timezone.localdate()
    found = [(copy, state_of(copy, today)) for copy in waiting(actor)]
    return PortalPanel("agreements/portal/waiting_panel.html", found) if found else None
