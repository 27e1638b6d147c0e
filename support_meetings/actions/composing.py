"""資料の作成: the lines that were ticked, kept as a draft until they are issued, and corrected in a new revision."""

import json
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AgendaItem, Paper, PaperKind, SessionState

Lines = Sequence[Mapping[str, str]]

STALE = _(
    "Somebody else has changed this paper since you opened it, so nothing was saved. What you typed stands below;"
    " please compare it with the newer one and save again."
)


@transaction.atomic
def save_draft(*, actor: Actor, item: AgendaItem, version: int, lines: Lines) -> Paper:
    """Keep what was composed for an item; `version` is that of the draft as it was shown, 0 for none yet.

    Raises MeetingRefusal: "stale", "frozen", "off_the_agenda", "session_over".
    """
    locked = lock_item(actor, item)
    check_item(locked)
    papers = Paper.objects.filter(item=locked, kind=PaperKind.CASE).order_by("-revision")
    latest = papers.first()
    if latest is not None and latest.frozen_at is not None:
        raise MeetingRefusal("frozen", _("This paper is issued already. To change it, make a corrected version."))
    if version != (latest.version if latest else 0):
        raise MeetingRefusal("stale", STALE)
    paper = latest or Paper(municipality_id=actor.tenant, item=locked, kind=PaperKind.CASE)
    paper.lines, paper.version = _plain(lines), version + 1
    paper.save()
    return paper


@transaction.atomic
def correct_paper(*, actor: Actor, item: AgendaItem) -> Paper:
    """The next revision as a draft with the same lines; one that is there already is gone on with.

    The copies of the earlier one stand until the new one is issued. Raises MeetingRefusal.
    """
    locked = lock_item(actor, item)
    check_item(locked)
    latest = Paper.objects.filter(item=locked, kind=PaperKind.CASE).order_by("-revision").first()
    if latest is None:
        raise MeetingRefusal("nothing_to_correct", _("Nothing is issued yet; please compose the paper first."))
    if latest.frozen_at is None:
        return latest
    return Paper.objects.create(
        municipality_id=actor.tenant, item=locked, revision=latest.revision + 1, lines=latest.lines, version=1
    )


def lock_item(actor: Actor, item: AgendaItem) -> AgendaItem:
    """The item, locked, with its session and meeting."""
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("session__meeting")
    return rows.get(pk=item.pk, municipality_id=actor.tenant)


def check_item(item: AgendaItem, *, extract: bool = False) -> None:
    """MeetingRefusal where no paper can be made for the item now; an extract of the minutes may follow the session."""
    if item.taken_off_at is not None:
        raise MeetingRefusal("off_the_agenda", _("This item was taken off the agenda; there are no papers for it."))
    over = {SessionState.CANCELLED} if extract else {SessionState.CANCELLED, SessionState.CLOSED}
    if item.session.state in over:
        raise MeetingRefusal(
            "session_over", _("This session is closed or was cancelled; nothing more is issued for it.")
        )


def canonical(lines: Lines) -> bytes:
    """The same lines give the same bytes, whoever writes them down."""
    return json.dumps(list(map(dict, lines)), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(lines: Lines) -> list[dict[str, str]]:
    return [{"item": str(one["item"]), "label": str(one["label"]), "text": str(one["text"])} for one in lines]
