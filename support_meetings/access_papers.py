"""The only doors by which a view gets at papers and copies. Missing and foreign are the same: 404."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404
from django.utils import timezone, translation

from consent.sharing import Line, lines_about
from consent.vocabulary import Item
from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings.access import access_session
from support_meetings.actions.copies import OUT
from support_meetings.forms_papers import discussion_label
from support_meetings.models import (
    AgendaItem,
    CopyFate,
    Medium,
    Paper,
    PaperCopy,
    PaperKind,
    Session,
    Summons,
    SummonsReply,
)

#: So long a past session stays in sight of its members, without a word of its papers.
PAST = timedelta(days=60)


def access_papers_session(actor: Actor, pk: int) -> Session:
    """A session whose papers the actor may handle."""
    if not actor.may(Permission.SESSION_CASES):
        raise Http404
    return access_session(actor, pk)


def papers_of(item: AgendaItem) -> list[Paper]:
    """The revisions of an item's paper on the case, the newest first."""
    return list(Paper.objects.filter(item=item, kind=PaperKind.CASE).order_by("-revision"))


def offered_lines(item: AgendaItem, actor: Actor) -> list[Line]:
    """What could stand on the paper, in Japanese: what the apps know of the case, and what is to be discussed."""
    with translation.override("ja"):
        known = lines_about(item.case, actor)
    return [*known, Line(Item.NOTE, discussion_label(), item.question)]


def copies_of(session: Session) -> QuerySet[PaperCopy]:
    """All copies of a session with how often, on how many devices and when they were opened; without their content."""
    rows = PaperCopy.objects.filter(session=session).defer("content").select_related("paper", "member", "fate_by")
    return rows.annotate(
        opened=Count("openings"),
        downloads=Count("openings", filter=Q(openings__is_download=True)),
        devices=Count("openings__device", distinct=True),
        first_opened=Min("openings__at"),
        last_opened=Max("openings__at"),
    ).order_by("item_id_for_gate", "number", "pk")


def copies_of_paper(paper: Paper) -> list[PaperCopy]:
    """The copies of one revision, with who has them."""
    return list(PaperCopy.objects.filter(paper=paper).defer("content").order_by("number", "pk"))


def access_copy_to_print(actor: Actor, pk: UUID) -> PaperCopy:
    """A copy on paper, to be printed by the office; nobody prints one that was taken back, or came to its end."""
    if not actor.may(Permission.SESSION_CASES) or actor.municipality_id is None:
        raise Http404
    rows = PaperCopy.objects.filter(municipality_id=actor.municipality_id, medium=Medium.PAPER, revoked_at__isnull=True)
    rows = rows.filter(fate__in=OUT)
    copy = rows.select_related("session__meeting", "paper__item").filter(pk=pk).first()
    if copy is None:
        raise Http404
    return copy


def copies_to_print(session: Session) -> list[PaperCopy]:
    """Copies on paper that are still to be handed out, to be printed together; in the order of their numbers."""
    rows = PaperCopy.objects.filter(session=session, medium=Medium.PAPER, revoked_at__isnull=True)
    rows = rows.filter(fate=CopyFate.WITH_SECRETARIAT).select_related("session__meeting", "paper__item")
    return list(rows.order_by("number", "pk"))


def board(actor: Actor, session: Session) -> dict[str, Any]:
    """For support_meetings/_board_papers.html: each item's paper and its copies in numbers. It names no household."""
    if not actor.may(Permission.SESSION_CASES):
        return {"papers": [], "may_handle_papers": False, "papers_session": session}
    items = list(AgendaItem.objects.visible_to(actor).filter(session=session).order_by("number"))
    papers = list(Paper.objects.filter(item__in=items, kind=PaperKind.CASE).order_by("revision"))
    counted = PaperCopy.objects.filter(session=session, revoked_at__isnull=True, paper__kind=PaperKind.CASE)
    totals = {
        row["item_id_for_gate"]: row
        for row in counted.values("item_id_for_gate").annotate(
            copies=Count("pk", distinct=True), read=Count("pk", filter=Q(openings__isnull=False), distinct=True)
        )
    }
    lines = [_board_line(item, [one for one in papers if one.item_id == item.pk], totals) for item in items]
    return {
        "papers": [line for line in lines if not line["item"].taken_off_at or line["copies"]],
        "may_handle_papers": True,
        "papers_session": session,
    }


def _board_line(item: AgendaItem, papers: list[Paper], totals: dict[int, Any]) -> dict[str, Any]:
    latest = papers[-1] if papers else None
    row = totals.get(item.pk, {"copies": 0, "read": 0})
    state = "none" if latest is None else "issued" if latest.frozen_at else "draft"
    return {"item": item, "state": state, "paper": latest, "copies": row["copies"], "read": row["read"]}


def counts_of(session: Session) -> dict[str, int]:
    """Copies on paper of a session: how many there are, wait to be handed out, and are not yet settled."""
    paper, waits = Q(medium=Medium.PAPER), Q(medium=Medium.PAPER, fate=CopyFate.WITH_SECRETARIAT)
    out = waits | Q(medium=Medium.PAPER, fate=CopyFate.HANDED_OUT)
    rows = PaperCopy.objects.filter(session=session)
    return rows.aggregate(
        on_paper=Count("pk", filter=paper),
        waiting=Count("pk", filter=waits & Q(revoked_at__isnull=True)),
        out=Count("pk", filter=out),
    )


# --- at the portal: one's own rows, as the database log-in shows no others ---


def own_summonses(actor: Actor, now: datetime | None = None) -> list[Summons]:
    """The sessions that the member is or was called to, the next one first, then those that are over."""
    since = (now or timezone.now()) - PAST
    rows = Summons.objects.filter(user_id=actor.user_id, municipality_id=actor.tenant, ends_at__gte=since)
    found = list(rows.select_related("appointment__organization", "appointment__pledge").order_by("starts_at", "pk"))
    return sorted(found, key=lambda one: one.ends_at < (now or timezone.now()))


def own_copies(actor: Actor) -> QuerySet[PaperCopy]:
    """The member's own copies, without their content."""
    rows = PaperCopy.objects.filter(reader_id=actor.user_id, municipality_id=actor.tenant)
    return rows.defer("content").order_by("number", "pk")


def access_own_copy(actor: Actor, pk: UUID) -> PaperCopy:
    """One of one's own; another member's does not exist here."""
    rows = PaperCopy.objects.filter(reader_id=actor.user_id, municipality_id=actor.tenant)
    copy = rows.select_related("appointment__organization", "sender_organization").filter(pk=pk).first()
    if copy is None:
        raise Http404
    return copy


def access_own_summons(actor: Actor, pk: int) -> Summons:
    """One of one's own."""
    rows = Summons.objects.filter(user_id=actor.user_id, municipality_id=actor.tenant)
    summons = rows.filter(pk=pk).first()
    if summons is None:
        raise Http404
    return summons


def summons_of(copy: PaperCopy) -> Summons | None:
    """The letter to the session of a copy; None where it was taken out of it."""
    rows = Summons.objects.filter(user_id=copy.reader_id or 0, session_id=copy.session_id)
    return rows.filter(member_id=copy.member_id).first()


def latest_replies(summonses: list[Summons]) -> dict[int, bool]:
    """{summons: is coming}, of those that were answered."""
    rows = SummonsReply.objects.filter(summons__in=summonses).order_by("at", "pk")
    return dict(rows.values_list("summons_id", "is_coming"))
