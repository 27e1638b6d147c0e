"""What the paper of the minutes (議事録) says, taken from the rows."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import override

from consent.provisions import provision_on
from consent.vocabulary import MeetingKind, ProvisionKey
from documents.minutes_paper import DecisionLine, ItemMinutes, MinutesContent, Present, minutes_pdf
from japanese.dates import wareki
from support_meetings.access_minutes import Seat
from support_meetings.models import AgendaItem, Attendance, Decision, Session


def minutes_bytes(session: Session, seats: Sequence[Seat], items: Sequence[AgendaItem]) -> bytes:
    """The paper, always in Japanese. Raises PdfUnavailable."""
    with override("ja"):
        content = _content(session, seats, items)
    return minutes_pdf(content)


def _content(session: Session, seats: Sequence[Seat], items: Sequence[AgendaItem]) -> MinutesContent:
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    provision = provision_on(ProvisionKey.ACT_9_5, begins.date()) if _is_statutory(session) else None
    return MinutesContent(
        meeting=session.meeting.name,
        municipality=session.municipality.name,
        number=session.number,
        when=f"{wareki(begins.date())} {begins:%H:%M}〜{ends:%H:%M}",
        place="、".join(filter(None, (session.place, session.online))),
        present=[_present(seat) for seat in seats],
        course=session.minutes,
        items=[_item(item) for item in items],
        next_on=wareki(session.next_on) if session.next_on else "",
        closed_on=wareki(timezone.localdate(session.closed_at)) if session.closed_at else "",
        closed_by=session.closed_by.name if session.closed_by else "",
        secretariat=session.meeting.secretariat.name,
        provision=(provision.statute, provision.article, provision.text) if provision else None,
        unchecked=provision is not None and provision.checked_on is None,
    )


def _is_statutory(session: Session) -> bool:
    """The duty of Article 9 binds the members of the support meeting; the co-ordination meeting stands on consent."""
    return session.meeting.kind == MeetingKind.SUPPORT


def _present(seat: Seat) -> Present:
    summons = seat.summons
    return Present(
        name=summons.member.name,
        organization=summons.appointment.organization.name,
        post=summons.appointment.post,
        attendance=str(Attendance(summons.attendance).label),
        note=summons.attendance_note,
    )


def _item(item: AgendaItem) -> ItemMinutes:
    return ItemMinutes(
        number=item.number,
        case_number=item.case.number,
        kind=item.get_case_kind_display(),
        question=item.question,
        discussion=item.discussion,
        result=item.result,
        decisions=[_decision(one) for one in item.decisions.all() if not one.dropped_reason],
        next_review_on=wareki(item.next_review_on) if item.next_review_on else "",
        taken_off=item.taken_off_reason or "―" if item.taken_off_at else "",
    )


def _decision(decision: Decision) -> DecisionLine:
    return DecisionLine(
        what=decision.what, who=decision.member.name if decision.member else "", by=wareki(decision.due_on)
    )
