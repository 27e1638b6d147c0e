"""The secretariat's guide to one session: what is to be done before, on the day and after, and what is done."""

from dataclasses import dataclass

from django.utils.functional import Promise

from organizations.actors import Actor
from support_meetings.models import Session

BEFORE, DAY, AFTER = "before", "day", "after"


@dataclass(frozen=True)
class Step:
    """One thing to do. `url` leads to where it is done; `explanation` says why, in a sentence."""

    when: str
    words: str | Promise
    done: bool
    url: str
    explanation: str | Promise = ""


def steps(actor: Actor, session: Session) -> list[Step]:
    """From every part of the meeting, in the order in which a secretariat works; only what the actor may open."""
    from support_meetings import guide_minutes, guide_papers, guide_requests, guide_sessions

    parts = (guide_sessions, guide_papers, guide_requests, guide_minutes)
    found = [step for part in parts for step in part.steps(actor, session)]
    return sorted(found, key=lambda step: (BEFORE, DAY, AFTER).index(step.when))
