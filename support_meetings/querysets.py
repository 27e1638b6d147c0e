"""Who sees a support meeting."""

from typing import TYPE_CHECKING

from django.db import models

from organizations.actors import Actor
from organizations.permissions import Permission

if TYPE_CHECKING:
    from support_meetings.models import SupportMeeting  # noqa: F401 - named in strings below


class SupportMeetingQuerySet(models.QuerySet["SupportMeeting"]):
    """Support meetings."""

    def visible_to(self, actor: Actor) -> "SupportMeetingQuerySet":
        """Those of the actor's municipality."""
        if not actor.may(Permission.MEETING_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)
