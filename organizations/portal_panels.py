"""What apps show on the portal's first page, above everything else.

Each app declares it in its own `portal_panels.py`, found like `admin.py`; so the page's app need not know the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

from organizations.actors import Actor


@dataclass(frozen=True)
class PortalPanel:
    """A template and what it shows, under the name `panel`."""

    template: str
    context: Any


Source = Callable[[Actor], PortalPanel | None]

_sources: list[Source] = []


def portal_panel(source: Source) -> Source:
    """Declare a panel; None where there is nothing to show. It names no household."""
    _sources.append(source)
    return source


def portal_panels(actor: Actor) -> list[PortalPanel]:
    """All panels for this actor."""
    autodiscover_modules("portal_panels")
    return [panel for source in _sources if (panel := source(actor))]
