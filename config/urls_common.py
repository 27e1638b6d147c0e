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
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)


#: allauth's pages that make no sense where an account begins with an invitation.
NOT_SERVED = frozenset(
    {
        "account_email",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
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
    resolver.url_patterns[:] = [one for one in resolver.url_patterns if getattr(one, "name", "") not in NOT_SERVED]
    for pattern in _patterns(resolver.url_patterns):
        needed = Permission.PUBLIC if pattern.name in PUBLIC_PAGES else Permission.SIGNED_IN
        permission(needed)(pattern.callback)
    return resolver


permission(Permission.PUBLIC)(set_language)

urlpatterns = [
    path("", include("organizations.urls")),
    declared(path("account/", include("allauth.account.urls"))),
    declared(path("account/2fa/", include("allauth.mfa.urls"))),
    declared(path("account/sessions/", include("allauth.usersessions.urls"))),
    path("language/", set_language, name="set_language"),
]
