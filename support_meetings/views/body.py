"""The municipality's support meeting at the agency's door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from support_meetings.models import SupportMeeting


@permission(Permission.MEETING_READ)
@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    """What the meeting is, since when, and who keeps its office. It names no household."""
    meetings = SupportMeeting.objects.visible_to(actor_of(request)).select_related("secretariat")
    return render(request, "support_meetings/list.html", {"meetings": meetings.order_by("founded_on", "pk")})
