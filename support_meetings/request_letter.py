"""協力要請書 and 回答書 from the row, in Japanese whatever the pages are in."""

from django.utils.translation import override

from consent.vocabulary import Item
from documents.cooperation_request import RequestContent
from japanese.dates import wareki
from support_meetings.letters import head_of
from support_meetings.models import CooperationRequest


def request_content(request: CooperationRequest) -> RequestContent:
    """What it says, in Japanese."""
    with override("ja"):
        return _content(request)


def _content(request: CooperationRequest) -> RequestContent:
    phone = f"　電話 {request.secretariat_phone}" if request.secretariat_phone else ""
    return RequestContent(
        number=request.number,
        day=wareki(request.issued_on, weekday=False),
        to=request.addressed_to.name,
        attention=request.attention,
        sender=head_of(request.municipality.name),
        meeting=request.meeting_name,
        about=[(str(item.label), request.about[item]) for item in Item if item in request.about],
        items=[str(Item(item).label) for item in request.items],
        question=request.question,
        due=wareki(request.due_on),
        provision=request.legal_text,
        contact=f"{request.secretariat_name}{phone}",
    )
