"""Who sees which case, and all joins of the lists."""

from typing import TYPE_CHECKING, Any

from django.db import models

from organizations.actors import Actor
from organizations.permissions import Permission

if TYPE_CHECKING:
    from cases.models import Case, Flag  # noqa: F401 - named in strings below


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases; unrestricted only for the worker."""

    def visible_to(self, actor: Actor) -> "CaseQuerySet":
        """Cases of the actor's municipality for those who may read cases; otherwise none."""
        if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)

    def with_summary(self) -> "CaseQuerySet":
        """Everything that a line or the head of the case page shows, in one query."""
        return self.select_related("person", "household", "assigned_to", "agency")


class FlagQuerySet(models.QuerySet["Flag"]):
    """Flags."""

    def visible_to(self, actor: Actor) -> "FlagQuerySet":
        """As `CaseQuerySet.visible_to`."""
        if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)

    def open(self) -> "FlagQuerySet":
        """Not resolved."""
        return self.filter(resolved_on__isnull=True)

    def with_summary(self) -> "FlagQuerySet":
        """With the case and the person of each."""
        return self.select_related("case__person", "case__assigned_to")


class OwnedByMunicipality(models.QuerySet[Any]):
    """Rows with a `municipality` that belong to casework."""

    def visible_to(self, actor: Actor) -> "OwnedByMunicipality":
        """As `CaseQuerySet.visible_to`."""
        if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)
