"""What meetings show on the portal's first page: requests that wait for an answer."""

from organizations.actors import Actor
from organizations.permissions import Permission
from organizations.portal_panels import PortalPanel, portal_panel
from support_meetings.access_requests import asked_open
from support_meetings.request_states import state_of


@portal_panel
def requests_to_us(actor: Actor) -> PortalPanel | None:
    """The most urgent first; one query."""
    if not actor.may(Permission.REQUEST_ANSWER):
        return None
    found = [(one, state_of(one)) for one in asked_open(actor)]
    return PortalPanel("support_meetings/portal/asked_panel.html", found) if found else None
