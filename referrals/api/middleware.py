"""What lies below /api/ is for systems: no cookie counts, every refusal is a problem, and a token says who calls."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from organizations.scope import EMPTY, narrow
from referrals.api.authentication import caller_of
from referrals.api.problems import MEDIA_TYPE, Problem, answer, problem_of_status
from referrals.api.throttling import seconds_to_wait

PREFIX = "/api/"
_JSON = ("application/json", MEDIA_TYPE)


def is_for_machines(request: HttpRequest) -> bool:
    """The portal serves them, and no other door."""
    return settings.DOOR == "portal" and request.path.startswith(PREFIX)


class MachineMiddleware:
    """Stands outside the session: whoever is signed in with a browser is nobody here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_machines(request):
            return self.get_response(request)
        request.COOKIES = {}
        language = translation.get_language_from_request(request)
        request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: language}  # for LanguageMiddleware
        with translation.override(language):
            fault = _unreadable(request)
            response = answer(fault) if fault else _as_problem(self.get_response(request))
        response.headers["Vary"] = "Accept-Language, Authorization"
        return response


def _unreadable(request: HttpRequest) -> Problem | None:
    """What is refused before anything is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        return Problem("bad_request")
    if int(length) > settings.MACHINE_BODY_BYTES:
        return Problem("body_too_large")
    return None if any(request.accepts(kind) for kind in _JSON) else Problem("not_acceptable")


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """A page of Django's becomes a problem; what it says about methods stays."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if response.status_code < 400 or kind in _JSON:
        return response
    made = answer(problem_of_status(response.status_code))
    if "Allow" in response.headers:
        made.headers["Allow"] = response.headers["Allow"]
    return made


class TokenMiddleware:
    """Views that say so are opened by a token and by nothing else; a token opens no other view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Find the caller and act in its role, as ScopeMiddleware does for people; else say why not."""
        methods = getattr(view, "machine_methods", None)
        if methods is None:
            return None
        if request.method not in methods:
            return answer(Problem("method_not_allowed", headers={"Allow": ", ".join(methods)}))
        try:
            caller = caller_of(request)
            wait = seconds_to_wait(caller.machine.client_id, settings.MACHINE_LIMITS)
            if wait:
                raise Problem("too_many_requests", headers={"Retry-After": str(wait)})
        except Problem as problem:
            narrow(EMPTY)
            return answer(problem)
        request.user = caller.role.user
        request.actor = caller.actor  # type: ignore[attr-defined]  # our own attribute
        request.caller = caller  # type: ignore[attr-defined]  # our own attribute
        return None
