"""Which papers of the meeting are kept as issued, and under which number; see `documents.archive`."""

from consent.provisions import provision_on
from consent.vocabulary import ProvisionKey
from documents.archive import Paper
from documents.cooperation_request import cooperation_request_pdf
from documents.meeting_charter import meeting_charter_pdf
from documents.meeting_letter import LetterContent, meeting_letter_pdf
from documents.models import DocumentKind
from support_meetings.letter_content import agenda_of, letter_to
from support_meetings.letters import charter_content, letter_content
from support_meetings.models import Appointment, CooperationRequest, Session, Summons, SupportMeeting
from support_meetings.request_letter import request_content

_KINDS = {
    "request": DocumentKind.SERVE_REQUEST,
    "appointment": DocumentKind.APPOINTMENT,
    "pledge": DocumentKind.PLEDGE,
    "leaving": DocumentKind.LEAVING,
}


def paper_of_term(appointment: Appointment, kind: str) -> Paper:
    """A letter of `letters.LETTERS`; not the pledge that is still to be signed, which is a form."""
    content = letter_content(appointment, kind)
    return _letter(content, _KINDS[kind], f"support_meetings.appointment:{appointment.pk}")


def paper_of_call(summons: Summons) -> Paper:
    """開催通知 to one member, once it was sent."""
    content = letter_to(summons)
    number = content.number or f"{summons.session_number}-{summons.pk}"
    return _letter(content, DocumentKind.CONVENING, f"support_meetings.summons:{summons.pk}", number)


def paper_of_agenda(session: Session) -> Paper:
    """次第, once the session is called."""
    number = f"{session.meeting_id}-{session.number}"
    return _letter(agenda_of(session), DocumentKind.AGENDA, f"support_meetings.session:{session.pk}", number)


def _letter(content: LetterContent, kind: DocumentKind, about: str, number: str = "") -> Paper:
    return Paper(
        kind=kind,
        number=number or content.number,
        title=content.title,
        about=about,
        content=content,
        draw=lambda: meeting_letter_pdf(content),
        issued_on=content.day,
        provisions=content.provisions,
    )


def paper_of_charter(meeting: SupportMeeting) -> Paper:
    """設置要綱 with its annex as of a day."""
    content = charter_content(meeting)
    return Paper(
        kind=DocumentKind.CHARTER,
        number=f"{content.as_of:%Y-%m-%d}",
        title=meeting.charter,
        about=f"support_meetings.supportmeeting:{meeting.pk}",
        content=content,
        draw=lambda: meeting_charter_pdf(content),
        issued_on=content.as_of,
    )


def paper_of_request(request: CooperationRequest) -> Paper:
    """協力要請書. It says about whom it asks."""
    content = request_content(request)
    law = provision_on(ProvisionKey.ACT_9_3, request.issued_on)
    return Paper(
        kind=DocumentKind.REQUEST,
        number=request.number,
        title="協力要請書",
        about=f"support_meetings.cooperationrequest:{request.pk}",
        content=content,
        draw=lambda: cooperation_request_pdf(content),
        issued_on=request.issued_on,
        provisions=[(law.statute, law.article, law.text)] if law else [],
        is_personal=True,
    )
