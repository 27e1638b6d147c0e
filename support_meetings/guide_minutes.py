"""The secretariat's guide: what it says of attendance, minutes and the close of a session."""

from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings.access_minutes import board_of
from support_meetings.guide import Step
from support_meetings.models import Session


def steps(actor: Actor, session: Session) -> list[Step]:
    """On the day and after it; whoever may see no household is led to the attendance only."""
    now = board_of(actor, session)
    came = Step(
        when="day",
        words=_("Record who came"),
        done=bool(now.summoned) and now.recorded == now.summoned,
        url=reverse("attendance", args=[session.pk]),
        explanation=_("What was said is kept secret by those who heard it; so it must be known who did."),
    )
    if not actor.may(Permission.SESSION_CASES):
        return [came]
    written = Step(
        when="day",
        words=_("Write down what was agreed on each item, and who does what by when"),
        done=bool(now.standing) and not now.without_result,
        url=reverse("minutes", args=[session.pk]),
        explanation=_(
            "Decisions stand on the case and on the page of today of whoever is in charge, until they are done."
        ),
    )
    closed = Step(
        when="after",
        words=_("Close the session"),
        done=now.is_closed,
        url=reverse("session_close", args=[session.pk]),
        explanation=_("It freezes the minutes. Every copy on paper must be back, destroyed or accounted for before."),
    )
    extracts = Step(
        when="after",
        words=_("Issue extracts of the minutes to the members of each item, where they need them"),
        done=any(item.papers.all() for item in now.standing),
        url=reverse("minutes", args=[session.pk]),
        explanation=_(
            "An extract holds what was agreed and decided on one item, and goes to the members of that item only."
        ),
    )
    return [came, written, closed, extracts]
