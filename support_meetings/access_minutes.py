"""The only doors by which a view gets at minutes, attendance and decisions. Missing and foreign are the same 404."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from cases.models import Case, CaseStatus
from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings.models import (
    AgendaItem,
    Decision,
    Paper,
    PaperKind,
    Session,
    SessionState,
    Summons,
    SummonsReply,
)

Row = TypeVar("Row", Session, AgendaItem, Decision)


def access_decision(actor: Actor, pk: int) -> Decision:
    """A decision with its item and case, for who works on cases."""
    rows = _decisions(actor).select_related("item__session__meeting", "item__case", "case__person", "member")
    return _one(rows.filter(pk=pk))


def _one(rows: Iterable[Row]) -> Row:
    found = next(iter(rows), None)
    if found is None:
        raise Http404
    return found


def _decisions(actor: Actor) -> QuerySet[Decision]:
    if not actor.may(Permission.SESSION_CASES) or actor.municipality_id is None:
        return Decision.objects.none()
    return Decision.objects.filter(municipality_id=actor.municipality_id)


@dataclass(frozen=True)
class Seat:
    """One summoned member: their own answer (None: none given) beside what is recorded of them."""

    summons: Summons
    is_coming: bool | None


def seats_of(session: Session) -> list[Seat]:
    """Everybody who is summoned, with the latest reply of each; two queries."""
    rows = Summons.objects.filter(session=session, cancelled_at__isnull=True)
    summonses = list(rows.select_related("member", "appointment__organization").order_by("pk"))
    replies = SummonsReply.objects.filter(summons__in=summonses).order_by("at", "pk")
    said = {reply.summons_id: reply.is_coming for reply in replies}
    return [Seat(one, said.get(one.pk)) for one in summonses]


def minutes_of(actor: Actor, session: Session) -> list[AgendaItem]:
    """The items of a session with their decisions and extracts, also those taken off; three queries."""
    rows = AgendaItem.objects.visible_to(actor).filter(session=session).select_related("case__person")
    return list(rows.prefetch_related(_with_decisions(), _with_extracts()).order_by("number"))


def items_about(case: Case) -> QuerySet[AgendaItem]:
    """Where a case was on an agenda, with the decisions and papers of each; one query where it never was.

    An item that stayed with a case that was merged into this one stands here through its decisions. The caller has
    been let in to the case.
    """
    rows = AgendaItem.objects.filter(Q(case=case) | Q(decisions__case=case)).distinct()
    rows = rows.select_related("session__meeting").prefetch_related(
        _with_decisions(),
        Prefetch("papers", Paper.objects.filter(frozen_at__isnull=False).select_related("frozen_by")),
    )
    return rows.order_by("-session__starts_at", "-pk")


def _with_decisions() -> "Prefetch[str]":
    return Prefetch("decisions", Decision.objects.select_related("member", "done_by").order_by("due_on", "pk"))


def _with_extracts() -> "Prefetch[str]":
    issued = Paper.objects.filter(kind=PaperKind.EXTRACT, frozen_at__isnull=False)
    return Prefetch("papers", issued.order_by("revision"))


def open_decisions(actor: Actor, most: int) -> list[Decision]:
    """What the actor is to do as a member, and what is open in cases in their charge, by the day; one query."""
    mine = Q(member__user_id=actor.user_id) | Q(case__assigned_to_id=actor.user_id)
    rows = _decisions(actor).filter(mine, done_on__isnull=True, dropped_reason="", case__status=CaseStatus.OPEN)
    rows = rows.select_related("case__person", "member", "item__session__meeting")
    return list(rows.order_by("due_on", "pk")[:most])


@dataclass(frozen=True)
class Board:
    """What the session's board shows of minutes. `items` is empty for who may not see households."""

    session: Session
    summoned: int
    recorded: int
    items: list[AgendaItem] = field(default_factory=list)
    may_see_cases: bool = False

    @property
    def is_closed(self) -> bool:
        """The minutes are frozen."""
        return self.session.state == SessionState.CLOSED

    @property
    def is_cancelled(self) -> bool:
        """There are no minutes."""
        return self.session.state == SessionState.CANCELLED

    @property
    def standing(self) -> list[AgendaItem]:
        """Items that were not taken off."""
        return [item for item in self.items if item.taken_off_at is None]

    @property
    def without_result(self) -> int:
        """How many of them have no result yet."""
        return sum(not item.result.strip() for item in self.standing)

    @property
    def decisions(self) -> int:
        """How many decisions were made and not dropped."""
        return sum(not one.dropped_reason for item in self.standing for one in item.decisions.all())


def board(actor: Actor, session: Session) -> dict[str, Board]:
    """For support_meetings/_board_minutes.html, which names no household; four queries at most."""
    return {"minutes_board": board_of(actor, session)}


def board_of(actor: Actor, session: Session) -> Board:
    """Attendance, results and decisions in numbers."""
    attendance = list(Summons.objects.filter(session=session, cancelled_at__isnull=True).values_list("attendance"))
    may_see = actor.may(Permission.SESSION_CASES)
    return Board(
        session=session,
        summoned=len(attendance),
        recorded=sum(bool(one) for (one,) in attendance),
        items=minutes_of(actor, session) if may_see else [],
        may_see_cases=may_see,
    )
