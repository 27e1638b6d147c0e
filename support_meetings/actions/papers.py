"""資料: composed by ticking, frozen when it is issued, and crossed to each member as a numbered copy by the gate."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.actions import Passed, cross
from consent.errors import LegallyRefused
from consent.gate import Crossing, Facts, Refusal, decide
from organizations.actors import Actor
from organizations.models import RoleAssignment, RoleKind
from organizations.sealing import seal
from support_meetings.actions.composing import STALE, canonical, check_item, correct_paper, lock_item, save_draft
from support_meetings.actions.copies import copies_follow, open_copies, revoke_copies, set_fate
from support_meetings.errors import MeetingRefusal
from support_meetings.mailing import mail_member
from support_meetings.models import (
    AgendaItem,
    Appointment,
    Medium,
    Paper,
    PaperCopy,
    PaperKind,
    Session,
    SessionState,
    Summons,
)
from support_meetings.paper_gate import facts_for, items_of, reading_of, sharing

__all__ = [
    "Issued",
    "copies_follow",
    "correct_paper",
    "issue_paper",
    "open_copies",
    "own_seat",
    "revoke_copies",
    "save_draft",
    "set_fate",
]

#: An extract of the minutes is read after the session: so long, unless told otherwise.
EXTRACT_DAYS = timedelta(days=14)


@dataclass(frozen=True)
class Issued:
    """The copies that are new, and the members to whom the gate lets nothing cross, each with its answer."""

    copies: list[PaperCopy]
    refused: list[tuple[Summons, Refusal]]


def own_seat(actor: Actor, session: Session) -> Appointment | None:
    """The actor's own appointment for the secretariat, in effect now, pledged, and summoned; None without one."""
    today = timezone.localdate()
    rows = Appointment.objects.in_office(today).filter(
        meeting_id=session.meeting_id,
        user_id=actor.user_id,
        organization_id=session.meeting.secretariat_id,
        pledge__isnull=False,
        member__summonses__session=session,
        member__summonses__cancelled_at__isnull=True,
    )
    return rows.select_related("member", "organization").order_by("-starts_on", "pk").first()


@transaction.atomic
def issue_paper(
    *,
    actor: Actor,
    paper: Paper,
    media: Mapping[int, str] | None = None,
    version: int | None = None,
    until: datetime | None = None,
) -> Issued:
    """Freeze the paper and let one copy cross for each summoned member who has none, if the gate permits it.

    `media` says per member (pk) how their copy reaches them; else by log-in, or on paper for who has none. `version`
    is that of the draft that was looked over. `until`: when copies close, if not with the session's papers.
    Issued again, it reaches those only who have no copy yet. If nobody may have one, it stays a draft.
    Raises MeetingRefusal: "not_a_member", "stale", "no_lines", "not_called", "off_the_agenda", "session_over".
    """
    # One at a time in a session: the numbers run on.
    Session.objects.select_for_update().get(pk=paper.item.session_id, municipality_id=actor.tenant)
    item = lock_item(actor, paper.item)
    locked = Paper.objects.select_for_update().get(pk=paper.pk, municipality_id=actor.tenant)
    _check_issue(locked, item, version)
    batch = _Batch(actor, locked, item, _seat_or_refusal(actor, item.session), dict(media or {}), until)
    issued = batch.issue()
    if issued.copies:
        _freeze(actor, locked)
        _take_back_earlier(actor, locked)
        _tell(actor, issued.copies)
    return issued


def _check_issue(paper: Paper, item: AgendaItem, version: int | None) -> None:
    check_item(item, extract=paper.kind == PaperKind.EXTRACT)
    if item.session.state == SessionState.PLANNED:
        raise MeetingRefusal("not_called", _("Please call the session first; papers go to those who are summoned."))
    if paper.frozen_at is None and version not in (None, paper.version):
        raise MeetingRefusal("stale", STALE)
    if not paper.lines:
        raise MeetingRefusal("no_lines", _("Nothing stands on this paper yet. Please tick at least one line."))
    if Paper.objects.filter(item=item, kind=paper.kind, revision__gt=paper.revision, frozen_at__isnull=False).exists():
        raise MeetingRefusal("superseded", _("A corrected version was issued in the meantime; please issue that one."))


def _seat_or_refusal(actor: Actor, session: Session) -> Appointment:
    seat = own_seat(actor, session)
    if seat is None:
        sentence = _("You are not a member of this session: appoint and summon yourself first.")
        raise MeetingRefusal("not_a_member", sentence)
    return seat


def _freeze(actor: Actor, paper: Paper) -> None:
    if paper.frozen_at is None:
        paper.frozen_at, paper.frozen_by_id = timezone.now(), actor.user_id
        paper.sha256 = hashlib.sha256(canonical(paper.lines)).hexdigest()
        paper.save()


def _tell(actor: Actor, copies: list[PaperCopy]) -> None:
    """By mail, to those who read at the portal: that there is something, and no word more."""
    for copy in copies:
        if copy.medium == Medium.PORTAL:
            mail_member(actor=actor, member=copy.member, code="papers", key=str(copy.pk), path="/room/")


def _take_back_earlier(actor: Actor, paper: Paper) -> None:
    earlier = PaperCopy.objects.filter(
        paper__item_id=paper.item_id, paper__kind=paper.kind, paper__revision__lt=paper.revision
    )
    revoke_copies(actor=actor, copies=earlier, reason=str(_("replaced by a corrected version")))


@dataclass
class _Batch:
    """One issuing: the paper, who sends it, and in which media. Runs in the action's transaction."""

    actor: Actor
    paper: Paper
    item: AgendaItem
    sender: Appointment
    media: dict[int, str]
    until: datetime | None

    def issue(self) -> Issued:
        issued, now = Issued([], []), timezone.now()
        facts, items = facts_for(self.item.session, self.item), items_of(self.paper.lines)
        here = with_log_in(self.item.session)
        for summons in without_copy(self.paper):
            crossing = sharing(item=self.item, sender=self.sender, to=summons, items=items, at=now)
            try:
                with transaction.atomic():
                    issued.copies.append(self._cross(crossing, facts, summons, summons.user_id in here))
            except LegallyRefused as refused:
                issued.refused.append((summons, refused.refusal))
        return issued

    def _cross(self, crossing: Crossing, facts: Facts, summons: Summons, has_log_in: bool) -> PaperCopy:
        """One copy and its row in the ledger; LegallyRefused if it may not cross, or could never be opened."""
        opening = decide(reading_of(crossing), facts)
        if isinstance(opening, Refusal):
            raise LegallyRefused(opening)
        number = self._next_number()
        passed = cross(
            actor=self.actor,
            crossing=crossing,
            facts=facts,
            municipality_id=self.paper.municipality_id,
            reference=f"第{self.item.session.number}回 議題{self.item.number} 資料{number}",
        )
        wanted = self.media.get(summons.member_id, Medium.PORTAL)
        return self._copy(summons, number, wanted if has_log_in else Medium.PAPER, passed, crossing)

    def _next_number(self) -> str:
        """第3回 議題2 の4部目: 3-2-04. The session's row is locked, so that none is given twice."""
        given = PaperCopy.objects.filter(session_id=self.item.session_id, item_id_for_gate=self.item.pk).count()
        return f"{self.item.session.number}-{self.item.number}-{given + 1:02d}"

    def _copy(self, to: Summons, number: str, medium: str, passed: Passed, crossing: Crossing) -> PaperCopy:
        session = self.item.session
        return PaperCopy.objects.create(
            municipality_id=self.paper.municipality_id,
            paper=self.paper,
            session=session,
            member=to.member,
            appointment=to.appointment,
            reader_id=to.user_id if medium == Medium.PORTAL else None,
            number=number,
            name=to.member.name,
            organization_name=to.appointment.organization.name,
            medium=medium,
            content=seal(canonical(self.paper.lines)),
            **self._window(session),
            may_download=session.may_download,
            issued_at=crossing.at,
            issued_by_id=self.actor.user_id,
            disclosure=passed.disclosure,
            meeting_id_for_gate=session.meeting_id,
            item_id_for_gate=self.item.pk,
            meeting_kind=session.meeting.kind,
            case_kind=self.item.case_kind,
            route=crossing.route,
            sender_organization=self.sender.organization,
            subject=self.item.subject,
        )

    def _window(self, session: Session) -> dict[str, datetime]:
        if self.paper.kind == PaperKind.CASE:
            return {"opens_at": session.papers_from, "closes_at": self.until or session.papers_until}
        now = timezone.now()
        return {"opens_at": now, "closes_at": self.until or now + EXTRACT_DAYS}


def without_copy(paper: Paper) -> list[Summons]:
    """Who is summoned now and has no copy of this paper that stands, in the order of their summons."""
    have = PaperCopy.objects.filter(paper=paper, revoked_at__isnull=True).values("member")
    rows = Summons.objects.filter(session_id=paper.item.session_id, cancelled_at__isnull=True).exclude(member__in=have)
    return list(rows.select_related("member", "appointment__organization").order_by("pk"))


def with_log_in(session: Session) -> set[int | None]:
    """Ids of the summoned people who can sign in at the portal's reading room today."""
    people = Summons.objects.filter(session=session, user__isnull=False).values("user")
    roles = RoleAssignment.objects.in_force(timezone.localdate()).filter(
        user__in=people, role=RoleKind.MEETING_MEMBER, municipality_id=session.municipality_id
    )
    return set(roles.values_list("user_id", flat=True))
