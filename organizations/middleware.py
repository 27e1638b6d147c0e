"""From a request to a scope: session limits, the role in which somebody acts, second factor, permission."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organizations import drafts
from organizations.actors import Actor
from organizations.models import RoleAssignment
from organizations.models.people import AGENCY_ROLES, PORTAL_ROLES
from organizations.permissions import Permission
from organizations.scope import Scope, narrow, scope

Response = Callable[[HttpRequest], HttpResponseBase]
STARTED, SEEN, ROLE = "started_at", "seen_at", "role"
#: Of an upload that is too large, how much is read so that its sender sees why; whoever sends more is cut off.
POURED_AWAY = 100_000_000
_PIECE = 100_000


class PrivacyHeadersMiddleware:
    """Pages are not kept by caches or shown by the back button after a log-out."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class LanguageMiddleware:
    """Japanese, unless somebody chose otherwise here: what a managed browser asks for says little of its reader."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class UploadSizeMiddleware:
    """Refuses what is too large before anything reads it: the check of a form's token would take in the whole."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return self.get_response(request)
        _pour_away(request)
        return render(request, "413.html", {"largest": settings.LARGEST_UPLOAD}, status=413)


def _pour_away(request: HttpRequest) -> None:
    """A browser reads no answer before it has sent all; so much is taken from it and dropped."""
    for _turn in range(POURED_AWAY // _PIECE):
        if not request.read(_PIECE):
            return


class SessionLimitsMiddleware:
    """Ends a session that was idle too long or is too old; what was being typed stays in its draft."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = timezone.now()
            started = _moment(request.session.get(STARTED)) or now
            seen = _moment(request.session.get(SEEN)) or now
            if now - seen > settings.SESSION_IDLE or now - started > settings.SESSION_ABSOLUTE:
                logout(request)
            else:
                if STARTED not in request.session:
                    request.session[STARTED] = started.isoformat()
                asked_by_itself = "X-Background" in request.headers  # a page that asks alone is nobody's presence
                if SEEN not in request.session or ((now - seen).total_seconds() > 30 and not asked_by_itself):
                    request.session[SEEN] = now.isoformat()  # not at every request: each is a write
        return self.get_response(request)


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


class ScopeMiddleware:
    """One transaction for each request, in the scope of the role in which the person acts.

    An exception in the view rolls everything back, and so does any answer of 500 or above.
    """

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            request.user = AnonymousUser()  # a session's own row is not to be had without a scope
            return self.get_response(request)
        if "\x00" in request.path:
            raise Http404  # nothing has such a name, and PostgreSQL takes no such text
        user_id = request.user.pk if request.user.is_authenticated else None
        with scope(user=user_id):
            request.actor = None  # type: ignore[attr-defined]  # our own attribute
            request.roles = []  # type: ignore[attr-defined]  # our own attribute
            if user_id:
                _enter(request, user_id)
            response = self.get_response(request)
            if response.streaming:
                raise RuntimeError("A streaming answer would be made after its scope has ended.")
            if response.status_code >= 500 or getattr(request, "undo", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Undo what a failed view wrote, after its error page is made (which asks the database nothing more)."""
        request.undo = True  # type: ignore[attr-defined]  # our own attribute


def _enter(request: HttpRequest, user_id: int) -> None:
    roles = roles_at_this_door(user_id)
    wanted = request.session.get(ROLE)
    chosen = next((role for role in roles if role.pk == wanted), roles[0] if roles else None)
    request.roles = roles  # type: ignore[attr-defined]  # our own attribute
    if chosen is None or (_has_ended(wanted, chosen) and request.method == "POST"):
        return  # a page made in a role that has ended: in the next one its case number would be another household's
    if wanted != chosen.pk:
        act_as(request, chosen)
    actor = Actor.of(chosen)
    request.actor = actor  # type: ignore[attr-defined]  # our own attribute
    narrow(Scope(actor.municipality_id, actor.organization_id, user_id))


def _has_ended(wanted: Any, chosen: RoleAssignment) -> bool:
    return wanted is not None and wanted != chosen.pk


def act_as(request: HttpRequest, role: RoleAssignment) -> None:
    """From now on in this role. Forms of pages made in another one are stale: two towns may have the same case number."""
    if request.session.get(ROLE) is not None:
        rotate_token(request)
    request.session[ROLE] = role.pk


def roles_at_this_door(user_id: int) -> list[RoleAssignment]:
    """The person's roles in force today that serve at this door."""
    kinds = PORTAL_ROLES if settings.DOOR == "portal" else AGENCY_ROLES
    mine = RoleAssignment.objects.in_force(timezone.localdate()).filter(user_id=user_id, role__in=kinds)
    return list(mine.select_related("user", "organization", "municipality").order_by("pk"))


class LoginMiddleware(LoginRequiredMiddleware):
    """Log-in by default. A form sent after the session ended is kept for its writer (see `drafts`)."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """To the log-in, with what was typed kept."""
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        if drafts.rescue(request):
            messages.info(
                request, _("Your session had ended. What you typed is kept; it comes back after you sign in.")
            )
        return redirect_to_login(page_of(request))


def page_of(request: HttpRequest) -> str:
    """The page on which a form stood; its own address may answer to POST only."""
    referer = request.headers.get("Referer", "")
    here = request.build_absolute_uri("/")
    # "//…" would be another host's address.
    return "/" + referer.removeprefix(here).lstrip("/") if referer.startswith(here) else reverse("home")


class SecondFactorMiddleware:
    """Outside the demonstration nobody with a role gets on without a second factor."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead to the set-up until it is done."""
        from allauth.mfa.utils import is_mfa_enabled

        if not settings.MFA_REQUIRED or not request.user.is_authenticated or not getattr(request, "actor", None):
            return None
        if hasattr(view, "machine_methods"):
            return None  # opened by a token alone; a machine has its secret and its address
        if permission_of(view) in (Permission.PUBLIC, Permission.SIGNED_IN) or is_mfa_enabled(request.user):
            return None
        messages.warning(request, _("Please set up a second factor first. Your role opens after that."))
        return redirect(reverse("mfa_index"))


def permission_of(view: Any) -> Permission | None:
    """What a view declares; class-based views declare on the class."""
    found = getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)
    return found if isinstance(found, Permission) else None


class PermissionMiddleware:
    """Asks the table for the permission that the view declares. Undeclared means refused."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """403 with a sentence unless the role has it; to the log-in who is nobody yet."""
        needed = permission_of(view)
        if needed is None:
            raise PermissionDenied(_("This page declares no permission."))
        if needed is Permission.PUBLIC or (needed is Permission.SIGNED_IN and request.user.is_authenticated):
            return None
        if not request.user.is_authenticated:  # a library's view that LoginMiddleware lets through
            return redirect_to_login(request.get_full_path())
        actor = getattr(request, "actor", None)
        if actor is None or not actor.may(needed):
            raise PermissionDenied(_("Your role does not open this page."))
        return None
