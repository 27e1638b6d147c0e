"""The agenda of a conference as a paper that is kept."""

from agreements.models import Conference
from documents.archive import Paper
from documents.conference import ConferenceAgenda, conference_agenda_pdf
from documents.models import DocumentKind


def agenda_of(conference: Conference) -> ConferenceAgenda:
    """What is printed."""
    return ConferenceAgenda(
        network_name=conference.network.name,
        title=conference.title,
        held_on=conference.held_on,
        begins=conference.begins,
        place=conference.place,
        items=list(conference.agenda),
        secretariat_name=conference.network.secretariat.name,
        secretariat_phone=conference.network.secretariat.phone,
        is_cancelled=conference.cancelled_at is not None,
    )


def agenda_paper(conference: Conference) -> Paper:
    """次第, numbered by the conference; a changed agenda is a further issue."""
    content = agenda_of(conference)
    return Paper(
        kind=DocumentKind.CONFERENCE,
        number=f"会議-{conference.pk}",
        title=f"{conference.title} 次第",
        about=f"agreements.conference:{conference.pk}",
        content=content,
        draw=lambda: conference_agenda_pdf(content),
    )
