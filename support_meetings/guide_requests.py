"""The secretariat's guide: what it says of asking those who are no members."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.vocabulary import MeetingKind
from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings.guide import Step
from support_meetings.models import CooperationAnswer, CooperationRequest, Session


def steps(actor: Actor, session: Session) -> list[Step]:
    """After the session, where anybody was asked: whether all have answered. A co-ordination meeting cannot ask."""
    if not actor.may(Permission.SESSION_CASES) or session.meeting.kind != MeetingKind.SUPPORT:
        return []
    asked = CooperationRequest.objects.filter(item__session=session, withdrawn_at__isnull=True)
    if not asked.exists():
        return []
    waiting = asked.filter(closed_at__isnull=True).exclude(
        pk__in=CooperationAnswer.objects.filter(request__item__session=session).values("request")
    )
    return [
        Step(
            when="after",
            words=_("Wait for the answers to the requests for co-operation, and close them"),
            done=not waiting.exists(),
            url=reverse("request_list"),
            explanation=_("A late answer is taken until you close the request. What was not asked is never kept."),
        )
    ]
