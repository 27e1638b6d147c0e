"""From the request to serve to the pledge, as the secretariat does it on paper."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, override

from organizations.actors import Actor
from support_meetings.actions import declaring, membership
from support_meetings.models import Appointment, SupportMeeting


def days(number: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=number)


def asked(actor: Actor, meeting: SupportMeeting, organization_id: int, **said: Any) -> Appointment:
    """Asked to serve from yesterday for a year, unless told otherwise; by default 森田 進 on paper."""
    who = {name: said.pop(name) for name in ("member_id", "email", "name", "kana") if name in said}
    seat = {"post": "課長", "starts_on": days(-1), "ends_on": days(364), **said}
    return membership.ask_to_serve(
        actor=actor,
        meeting=meeting,
        who=membership.Who(**{"name": "森田 進", **who}),
        seat=membership.Seat(organization_id, **seat),
    )


def appointed(actor: Actor, asked_for: Appointment, *, pledged: bool = True) -> Appointment:
    """Accepted on paper, appointed for the term that was asked for, and pledged."""
    today = timezone.localdate()
    declaring.record_reply(actor=actor, appointment=asked_for, accepted=True, on=today)
    term = {"starts_on": asked_for.starts_on, "ends_on": asked_for.ends_on}
    made = membership.appoint(actor=actor, appointment=asked_for, appointed_on=today, **term)
    if pledged:
        declaring.record_pledge(actor=actor, appointment=made, signed_name=made.member.name, on=today)
    return Appointment.objects.select_related("acceptance", "pledge", "member", "meeting").get(pk=made.pk)


def ja(words: str) -> str:
    """As the pages say it."""
    with override("ja"):
        return gettext(words)
