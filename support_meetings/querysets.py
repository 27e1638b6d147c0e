"""Who sees a support meeting and what belongs to it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from organizations.actors import Actor
from organizations.permissions import Permission

if TYPE_CHECKING:
    from support_meetings.models import (  # noqa: F401 - named in strings below
        AgendaItem,
        Appointment,
        Session,
        SupportMeeting,
    )


class SupportMeetingQuerySet(models.QuerySet["SupportMeeting"]):
    """Support meetings."""

    def visible_to(self, actor: Actor) -> "SupportMeetingQuerySet":
        """Those of the actor's municipality."""
        if not actor.may(Permission.MEETING_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments."""

    def visible_to(self, actor: Actor) -> "AppointmentQuerySet":
        """The register of the actor's municipality; a member's own at the portal."""
        if actor.municipality_id is None:
            return self.none()
        rows = self.filter(municipality_id=actor.municipality_id)
        if actor.may(Permission.MEETING_READ):
            return rows
        return rows.filter(user_id=actor.user_id) if actor.may(Permission.MEMBER_ROOM) else self.none()

    def in_office(self, on: date) -> "AppointmentQuerySet":
        """Appointed, and in office on this day (Asia/Tokyo), pledge or not."""
        return self.filter(appointed_on__isnull=False, starts_on__lte=on, ends_on__gte=on)


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions."""

    def visible_to(self, actor: Actor) -> "SessionQuerySet":
        """Those of the actor's municipality, at the agency's door."""
        if not actor.may(Permission.MEETING_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Agenda items: they name households, so only casework sees them."""

    def visible_to(self, actor: Actor) -> "AgendaItemQuerySet":
        """Those of the actor's municipality, for who works on its cases."""
        if not actor.may(Permission.SESSION_CASES) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)
