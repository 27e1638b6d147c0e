"""Who sees which issued papers."""

from typing import TYPE_CHECKING

from django.db import models

from organizations.actors import Actor
from organizations.permissions import Permission

if TYPE_CHECKING:
    from documents.models import IssuedDocument  # noqa: F401 - named in strings below


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    """Issued papers."""

    def visible_to(self, actor: Actor) -> "IssuedDocumentQuerySet":
        """The municipality's; those about a household for whoever works on cases."""
        if not actor.may(Permission.ARCHIVE_READ) or actor.municipality_id is None:
            return self.none()
        rows = self.filter(municipality_id=actor.municipality_id)
        return rows if actor.may(Permission.CASE_READ) else rows.filter(is_personal=False)
