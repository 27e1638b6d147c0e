"""The secretariat's guide: what it says of preparing and calling a session."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings.guide import BEFORE, Step
from support_meetings.models import AgendaItem, Session, SessionState, Summons


def steps(actor: Actor, session: Session) -> list[Step]:
    """Who is called, pledges, the agenda, the letter."""
    called = Summons.objects.filter(session=session, cancelled_at__isnull=True)
    is_any = called.exists()
    found = [
        Step(
            BEFORE,
            _("Choose who is called"),
            is_any,
            reverse("session_summon", args=[session.pk]),
            _(
                "Only those whom the cases concern. Being a member opens nothing; being called does, and only for this"
                " session."
            ),
        ),
        Step(
            BEFORE,
            _("Have everybody’s pledge signed"),
            is_any and not called.filter(Q(appointment__pledge__isnull=True)).exists(),
            reverse("register", args=[session.meeting_id]),
            _(
                "Who has not been appointed and has not signed hears nothing yet. The law protects what is said by this."
            ),
        ),
    ]
    if actor.may(Permission.SESSION_CASES):
        found.append(
            Step(
                BEFORE,
                _("Put the cases on the agenda"),
                AgendaItem.objects.filter(session=session, taken_off_at__isnull=True).exists(),
                reverse("agenda_add", args=[session.pk]),
                _("With the reason why this meeting speaks of them, and a question that the members can answer."),
            )
        )
    found.append(
        Step(
            BEFORE,
            _("Send the letter"),
            session.state in (SessionState.CALLED, SessionState.CLOSED),
            reverse("session_call", args=[session.pk]),
            _("It says day, time and place, and nothing about any household."),
        )
    )
    return found
