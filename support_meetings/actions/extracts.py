"""議事録の抜粋: of one item, for the members of that item, as numbered copies through the gate like every other paper."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consent.vocabulary import Item
from japanese.dates import wareki
from organizations.actors import Actor
from support_meetings.actions.composing import lock_item
from support_meetings.actions.papers import Issued, issue_paper
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AgendaItem, Decision, Paper, PaperKind

Line = dict[str, Any]


@transaction.atomic
def issue_extract(*, actor: Actor, item: AgendaItem, with_discussion: bool, until: datetime) -> Issued:
    """Result and decisions, with what was said if wanted, to each member of the item; readable until `until`.

    What is issued unchanged reaches only those who have no copy; what was changed becomes a new revision, which takes
    the earlier one back. MeetingRefusal: "no_result", "until_past", and those of `issue_paper`.
    """
    locked = lock_item(actor, item)
    if not locked.result.strip():
        raise MeetingRefusal("no_result", _("What was agreed is not written yet, so there is nothing to issue."))
    if until <= timezone.now():
        raise MeetingRefusal("until_past", _("This hour is past. Choose one until which the members can read it."))
    paper = _paper(actor, locked, extract_lines(locked, with_discussion=with_discussion))
    return issue_paper(actor=actor, paper=paper, until=until)


def extract_lines(item: AgendaItem, *, with_discussion: bool) -> list[Line]:
    """The lines of the extract, in Japanese as on every paper, each under the item under which it crosses."""
    with translation.override("ja"):
        lines = [_line(Item.SUPPORT_PLAN, _("What was agreed"), item.result)]
        lines += [_line(Item.SUPPORT_PLAN, _("Decision"), _words(one)) for one in _standing(item)]
        if item.next_review_on:
            lines.append(_line(Item.SUPPORT_PLAN, _("Next review"), wareki(item.next_review_on)))
        if with_discussion and item.discussion.strip():
            lines.append(_line(Item.NOTE, _("What was said"), item.discussion))
    return lines


def _line(item: Item, label: str, text: str) -> Line:
    return {"item": item.value, "label": label, "text": text.strip()}


def _standing(item: AgendaItem) -> list[Decision]:
    rows = Decision.objects.filter(item=item, dropped_reason="").select_related("member")
    return list(rows.order_by("due_on", "pk"))


def _words(decision: Decision) -> str:
    who = decision.member.name if decision.member else _("support agency")
    words = {"what": decision.what, "who": who, "day": wareki(decision.due_on)}
    return _("%(what)s (%(who)s, by %(day)s)") % words


def _paper(actor: Actor, item: AgendaItem, lines: list[Line]) -> Paper:
    """The latest extract if it says the same, its draft, or the next revision."""
    latest = Paper.objects.filter(item=item, kind=PaperKind.EXTRACT).order_by("-revision").first()
    if latest is not None and (latest.lines == lines or latest.frozen_at is None):
        if latest.lines != lines:
            latest.lines, latest.version = lines, latest.version + 1
            latest.save()
        return latest
    revision = latest.revision + 1 if latest else 1
    return Paper.objects.create(
        municipality_id=actor.tenant, item=item, kind=PaperKind.EXTRACT, revision=revision, lines=lines, version=1
    )
