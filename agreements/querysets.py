"""Who sees which agreement."""

from typing import TYPE_CHECKING

from django.db import models

from organizations.actors import Actor
from organizations.permissions import Permission

if TYPE_CHECKING:
    from agreements.models import Agreement  # noqa: F401 - named in strings below


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements."""

    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Those of the actor's municipality, for those who may read agreements."""
        if not actor.may(Permission.AGREEMENT_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)

    def with_parties(self) -> "AgreementQuerySet":
        """With the parties in order."""
        return self.prefetch_related("parties__organization")

    def with_life(self) -> "AgreementQuerySet":
        """With notices and successors, which decide where it stands."""
        return self.prefetch_related("notices__given_by", "successors")
