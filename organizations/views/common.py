"""Small pages and answers that both doors have."""

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organizations import drafts
from organizations.actors import actor_of
from organizations.context import AGENCY_NAVIGATION, PORTAL_NAVIGATION, navigation
from organizations.middleware import act_as, roles_at_this_door
from organizations.permissions import Permission, permission
from organizations.routing import destination, place_of


@permission(Permission.PUBLIC)
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """For the proxy and the container: 200 when the database answers to this door's log-in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@permission(Permission.SIGNED_IN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the first page that this role has."""
    actor = getattr(request, "actor", None)
    entries = PORTAL_NAVIGATION if settings.DOOR == "portal" else AGENCY_NAVIGATION
    ways = navigation(actor, request.path, entries)
    if ways:
        return redirect(ways[0]["url"])
    return render(request, "organizations/no_role.html", {"actor": actor})


def _person_id(request: HttpRequest) -> int:
    return int(request.user.pk or 0)  # 0 is nobody's: the permission has asked for a sign-in


@permission(Permission.SIGNED_IN)
@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own roles."""
    wanted = request.POST.get("role", "")
    mine = {str(role.pk): role for role in roles_at_this_door(_person_id(request))}
    if wanted in mine:
        act_as(request, mine[wanted])
        words = {"role": mine[wanted].get_role_display(), "organization": mine[wanted].organization.name}
        messages.success(request, _("You now act as %(role)s of %(organization)s.") % words)
    return redirect(reverse("home"))


@permission(Permission.SIGNED_IN)
@require_POST
def draft_save(request: HttpRequest) -> HttpResponse:
    """What the page sends while somebody types; kept only for whom the page was made."""
    if not drafts.rescue(request, only_for=_person_id(request)):
        return JsonResponse({"kept": False}, status=403)
    return JsonResponse({"kept": True, "at": f"{timezone.localtime():%H:%M}"})


@permission(Permission.SIGNED_IN)
def session_keepalive(request: HttpRequest) -> HttpResponse:
    """The "stay signed in" button; the middleware has noted that somebody is there."""
    return JsonResponse({"seconds": int(settings.SESSION_IDLE.total_seconds())})


@permission(Permission.SIGNED_IN)
@require_GET
def postal_lookup(request: HttpRequest) -> HttpResponse:
    """Address and agency in charge of a postal code: public facts, no household's."""
    actor_of(request)
    code = request.GET.get("code", "")[:12]
    place, found = place_of(code), destination(code)
    answer: dict[str, object] = {"address": f"{place.prefecture}{place.city}{place.town}" if place else ""}
    if found:
        desk = found.desk
        answer |= {
            "agency": found.agency.name,
            "desk": desk.name if desk else "",
            "phone": desk.phone if desk else found.agency.phone,
            "hours_text": "、".join(f"{day} {hours}" for day, hours in desk.hours_by_day()) if desk else "",
            "open_now": desk.is_open_at(timezone.localtime()) if desk else False,
        }
    return JsonResponse(answer)


@permission(Permission.SIGNED_IN)
@require_GET
def account_home(request: HttpRequest) -> HttpResponse:
    """One's own account: password, second factor, sessions."""
    return render(request, "organizations/account.html", {"actor": getattr(request, "actor", None)})
