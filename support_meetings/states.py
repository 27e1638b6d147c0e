"""Where an appointment stands, in words: asked, accepted, appointed, pledged, ending, over. No database."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from support_meetings.models import Acceptance, Appointment, Pledge

#: A term that ends within so many days is warned of.
WARN = timedelta(days=60)


@dataclass(frozen=True)
class SeatState:
    """`key` is stable; label, tone and icon are for people."""

    key: str
    label: str | Promise
    tone: str
    icon: str


ASKED = SeatState("asked", _("has been asked to serve"), "info", "mail")
ACCEPTED = SeatState("accepted", _("has accepted, not yet appointed"), "info", "check")
DECLINED = SeatState("declined", _("has declined"), "neutral", "cross")
TAKEN_BACK = SeatState("taken_back", _("request taken back"), "neutral", "undo")
PLEDGE_MISSING = SeatState("pledge_missing", _("appointed, pledge missing"), "warning", "edit")
COMING = SeatState("coming", _("appointed and pledged, term not begun"), "info", "calendar")
IN_OFFICE = SeatState("in_office", _("in office, pledged"), "success", "check-circle")
ENDS_SOON = SeatState("ends_soon", _("in office, term ends soon"), "warning", "clock")
LEAVING = SeatState("leaving", _("in office, leaves with the last day"), "neutral", "door")
LEFT = SeatState("left", _("has left"), "neutral", "door")


def counts(said: Acceptance | Pledge, appointment: Appointment) -> bool:
    """Whether the appointment's own person said it, or the secretariat recorded it.

    Row security lets the portal write rows of the signed-in person only, and the key of each row lets it write them
    of this person's appointment only. Should one be there all the same, it bears the wrong person and is nothing.
    """
    return said.user_id in (None, appointment.user_id)


def acceptance_of(appointment: Appointment) -> Acceptance | None:
    """The reply, where there is one; load the appointment with it."""
    said: Acceptance | None = getattr(appointment, "acceptance", None)
    return said if said and counts(said, appointment) else None


def pledge_of(appointment: Appointment) -> Pledge | None:
    """The pledge, where it was signed; load the appointment with it."""
    signed: Pledge | None = getattr(appointment, "pledge", None)
    return signed if signed and counts(signed, appointment) else None


def state_of(appointment: Appointment, on: date) -> SeatState:
    """On this day (Asia/Tokyo); a term runs to the end of its last day."""
    if appointment.appointed_on is None:
        return _before_appointment(appointment)
    if appointment.ends_on < on:
        return LEFT
    if pledge_of(appointment) is None:
        return PLEDGE_MISSING
    if on < appointment.starts_on:
        return COMING
    if appointment.ended_at is not None:
        return LEAVING
    return ENDS_SOON if appointment.only_session_id is None and appointment.ends_on - on <= WARN else IN_OFFICE


def _before_appointment(appointment: Appointment) -> SeatState:
    reply = acceptance_of(appointment)
    if reply is not None and not reply.accepted:
        return DECLINED
    if appointment.ended_at is not None:
        return TAKEN_BACK
    return ACCEPTED if reply is not None else ASKED


def is_seated(appointment: Appointment, on: date) -> bool:
    """Appointed, pledged and in office on this day: whoever may sit at the table."""
    return state_of(appointment, on) in (IN_OFFICE, ENDS_SOON, LEAVING)


def is_open(appointment: Appointment, on: date) -> bool:
    """Neither declined nor taken back nor over."""
    return state_of(appointment, on) not in (DECLINED, TAKEN_BACK, LEFT)
