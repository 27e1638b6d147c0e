"""What the two doors share: sign-in by allauth with our permissions declared, and the error pages."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from organizations.permissions import Permission, permission

#: allauth's pages that somebody reaches before signing in; all others need a sign-in, none a role.
PUBLIC_PAGES = frozenset(
    {
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_signup_by_passkey",
        "mfa_authenticate",
        "mfa_trust",
        "mfa_login_webauthn",
        "mfa_signup_webauthn",
    }
)


def _patterns(found: list[Any]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def declared(resolver: URLResolver) -> URLResolver:
    """allauth's addresses with a permission on every view."""
    for pattern in _patterns(resolver.url_patterns):
        needed = Permission.PUBLIC if pattern.name in PUBLIC_PAGES else Permission.SIGNED_IN
        permission(needed)(pattern.callback)
    return resolver


permission(Permission.PUBLIC)(set_language)

urlpatterns = [
    path("", include("organizations.urls")),
    declared(path("account/", include("allauth.account.urls"))),  # type: ignore[arg-type]  # include() makes a resolver
    declared(path("account/2fa/", include("allauth.mfa.urls"))),  # type: ignore[arg-type]  # include() makes a resolver
    declared(path("account/sessions/", include("allauth.usersessions.urls"))),  # type: ignore[arg-type]  # as above
    path("language/", set_language, name="set_language"),
]
