"""Addresses of the interface. Each endpoint says which permission its caller's role needs, like every view."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from organizations.permissions import Permission, permission
from referrals.api.document import openapi
from referrals.api.endpoints import PATH, api
from referrals.api.tokens import token

#: name → (method, permission). What stands here is opened by a token and by nothing else.
SERVED = {
    "api_reports": ("POST", Permission.REPORT_CREATE),
    "api_report": ("GET", Permission.REPORT_READ),
}


def _endpoints() -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name in SERVED:
            method, needed = SERVED[pattern.name]
            permission(needed)(pattern.callback).machine_methods = (method,)  # type: ignore[attr-defined]  # TokenMiddleware reads it
            yield path(f"{PATH}{pattern.pattern}", pattern.callback, name=pattern.name)


urlpatterns = [
    path(f"{PATH}openapi.json", openapi, name="api_openapi"),
    path(f"{PATH}token", token, name="api_token"),
    *_endpoints(),
]
