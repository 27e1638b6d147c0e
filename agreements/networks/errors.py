"""Refusals of networks: a stable code, and a sentence that says what to do next."""

from django.utils.translation import gettext_lazy as _

from cases.errors import CaseRefusal

CHANGED = "changed_meanwhile"


class NetworkRefusal(CaseRefusal):
    """The rules of networks do not allow it now."""


def check_version(seen: int, now: int) -> None:
    """Raise where somebody saved after the page with `seen` was shown."""
    if seen != now:
        raise NetworkRefusal(
            CHANGED,
            _("Somebody changed this meanwhile. What you typed is still here; compare it, then save again."),
        )
