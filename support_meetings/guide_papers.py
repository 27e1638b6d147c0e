"""The secretariat's guide: what it says of papers and their copies."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.actors import Actor
from support_meetings.access_papers import board, counts_of
from support_meetings.guide import Step
from support_meetings.models import Session


def steps(actor: Actor, session: Session) -> list[Step]:
    """Before, on the day and after; nothing for those who may see no household."""
    now = board(actor, session)
    if not now["may_handle_papers"]:
        return []
    standing = [line for line in now["papers"] if not line["item"].taken_off_at]
    return [*_before(session, standing), *_with_copies(session)]


def _before(session: Session, standing: list[dict[str, Any]]) -> list[Step]:
    unissued = [line for line in standing if line["state"] != "issued"]
    first = next((line["item"] for line in unissued), None)
    composed = Step(
        when="before",
        words=_("Compose the paper of each item"),
        done=bool(standing) and all(line["state"] != "none" for line in standing),
        url=reverse("paper", args=[first.pk]) if first else reverse("copy_table", args=[session.pk]),
        explanation=_("Tick only what the members need. Only the date of the stop is ticked beforehand."),
    )
    issued = Step(
        when="before",
        words=_("Issue the papers as numbered copies"),
        done=bool(standing) and not unissued,
        url=reverse("paper_issue", args=[first.pk]) if first else reverse("copy_table", args=[session.pk]),
        explanation=_(
            "Each member who may have it gets a copy with their own number and name. Each copy stands in the ledger."
        ),
    )
    return [composed, issued]


def _with_copies(session: Session) -> list[Step]:
    counts, url = counts_of(session), reverse("copy_table", args=[session.pk])
    if not counts["on_paper"]:
        return []
    handed_out = Step(
        when="day",
        words=_("Hand out the copies on paper"),
        done=not counts["waiting"],
        url=url,
        explanation=_("Hand each member the copy with their own number, and tick it in the collection table."),
    )
    back = Step(
        when="after",
        words=_("Collect the copies on paper"),
        done=not counts["out"],
        url=url,
        explanation=_("Each is returned or destroyed, or it is written why not. Before that the session stays open."),
    )
    return [handed_out, back]
