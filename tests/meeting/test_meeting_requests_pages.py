"""Requests for co-operation on screen, at both doors."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessRecord
from consent.gate import RefusalCode
from consent.models import Disclosure, RefusalCount
from consent.vocabulary import CrossingKind, MeetingKind
from japanese.dates import wareki
from support_meetings.access_requests import board
from support_meetings.actions.requests import close_request, issue_request, withdraw_request
from support_meetings.models import CooperationAnswer, CooperationRequest
from tests.conftest import DoorClient
from tests.meeting.request_cast import WORDS, asking, issued, overdue
from tests.meetings import Gathering, found, hold, put_on_agenda, whole
from tests.world import TAMANA_SECRET

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]


@pytest.fixture
def gathering(cast: Any, world: Any) -> Gathering:
    """A session with one item."""
    return whole(cast, world.own_case)


@pytest.fixture
def request_(cast: Any, acting: Any, gathering: Gathering) -> CooperationRequest:
    """To the electricity company."""
    return issued(acting, gathering, cast.denki.pk)


def _agency(name: str, pk: Any = None) -> str:
    return reverse(name, args=[] if pk is None else [pk], urlconf="config.urls_agency")


def _portal(number: str = "") -> str:
    name, args = ("asked_one", [number]) if number else ("asked", [])
    return reverse(name, args=args, urlconf="config.urls_portal")


def _posted(page: Any, **fields: Any) -> dict[str, Any]:
    return {"answer": str(page.context["form"]["answer"].value()), "kind": "given", **fields}


def test_the_form_offers_what_finds_the_person_and_issues(cast: Any, browser: Browser, gathering: Gathering) -> None:
    client = browser("caseworker")
    assert gathering.item is not None
    page = client.get(_agency("request_new", gathering.item.pk))
    form = page.context["form"]
    offered = dict(form.fields["about"].choices)
    assert {key.split("-")[0] for key in offered} <= {
        "name",
        "kana",
        "birth_date",
        "address",
        "customer_number",
        "supply_point",
        "supply_kind",
    }
    assert {key.split("-")[0] for key in form.initial["about"]} == {"name", "address"}
    typed = {
        "organization": cast.denki.pk,
        "about": form.initial["about"],
        "items": ["arrears"],
        "question": "待てるか",
        "due_on": wareki(form.initial["due_on"]),
    }
    for _click in range(2):
        answer = client.post(_agency("request_new", gathering.item.pk), typed)
        assert answer.status_code == 302
    row = CooperationRequest.objects.get()
    assert row.about["name"] == TAMANA_SECRET
    page = client.get(answer["Location"])
    assert row.number in page.content.decode()


def test_a_form_that_is_wrong_keeps_what_was_typed(browser: Browser, gathering: Gathering) -> None:
    assert gathering.item is not None
    typed = {"question": "待てるか", "due_on": "2020-01-01"}
    page = browser("caseworker").post(_agency("request_new", gathering.item.pk), typed)
    assert page.status_code == 400
    assert "待てるか" in page.content.decode()
    assert {"organization", "about", "items", "due_on"} <= set(page.context["form"].errors)


def test_from_a_coordination_meeting_the_page_says_why_not(cast: Any, world: Any, browser: Browser) -> None:
    gathering = found(cast, kind=MeetingKind.COORDINATION, name="支援調整会議")
    hold(gathering)
    item = put_on_agenda(gathering, world.own_case)
    page = browser("caseworker").get(_agency("request_new", item.pk))
    assert page.status_code == 422
    assert RefusalCode.REQUEST_NOT_FROM_SUPPORT_MEETING in page.content.decode()


def test_the_company_sees_the_request_and_answers(browser: Browser, request_: CooperationRequest) -> None:
    client = browser("staff")
    assert request_.number in client.get(reverse("portal_home", urlconf="config.urls_portal")).content.decode()
    assert request_.number in client.get(_portal()).content.decode()
    page = client.get(_portal(request_.number))
    text = page.content.decode()
    assert TAMANA_SECRET in text and request_.question in text and "given-arrears" in text
    assert "given-income" not in text
    assert AccessRecord.objects.filter(subject="support_meetings.cooperationrequest").exists()
    sent = _posted(page, **{"given-arrears": WORDS, "given-income": "ひみつの収入"})
    for _click in range(2):
        assert client.post(_portal(request_.number), sent).status_code == 302
    after = client.get(_portal(request_.number)).content.decode()
    assert WORDS in after and "ひみつの収入" not in after
    answer = CooperationAnswer.objects.get()
    assert answer.kept_out == ["income"]
    assert Disclosure.objects.filter(kind=CrossingKind.ANSWER).count() == 1
    assert request_.number not in client.get(reverse("portal_home", urlconf="config.urls_portal")).content.decode()


def test_declined_needs_no_reason(browser: Browser, request_: CooperationRequest) -> None:
    client = browser("manager")
    page = client.get(_portal(request_.number))
    assert client.post(_portal(request_.number), _posted(page, kind="declined")).status_code == 302
    assert CooperationAnswer.objects.get().kind == "declined"


def test_given_without_words_is_asked_again(browser: Browser, request_: CooperationRequest) -> None:
    client = browser("staff")
    page = client.get(_portal(request_.number))
    assert client.post(_portal(request_.number), _posted(page)).status_code == 400
    forged = _posted(page, **{"given-income": "ひみつの収入"})
    again = client.post(_portal(request_.number), forged)
    assert again.status_code == 400
    assert "ひみつの収入" not in again.content.decode()
    assert not CooperationAnswer.objects.exists()


def test_another_company_and_a_wrong_number_are_missing(browser: Browser, request_: CooperationRequest) -> None:
    stranger = browser("other_staff")
    assert stranger.get(_portal(request_.number)).status_code == 404
    assert stranger.post(_portal(request_.number), {}).status_code == 404
    assert request_.number not in stranger.get(_portal()).content.decode()
    assert browser("staff").get(_portal("9-R8-協999")).status_code == 404


@pytest.mark.parametrize("verb", [close_request, withdraw_request])
def test_once_it_is_over_the_answer_is_refused_and_counted(
    verb: Any, acting: Any, browser: Browser, request_: CooperationRequest
) -> None:
    client = browser("staff")
    page = client.get(_portal(request_.number))
    with acting("caseworker") as caseworker:
        verb(actor=caseworker, request=request_)
    answer = client.post(_portal(request_.number), _posted(page, **{"given-arrears": WORDS}))
    assert answer.status_code == 422
    assert WORDS not in answer.content.decode()
    assert not CooperationAnswer.objects.exists()
    assert RefusalCount.objects.get().count == 1


def test_a_late_answer_is_marked_at_both_doors(browser: Browser, request_: CooperationRequest) -> None:
    overdue(request_)
    client = browser("staff")
    page = client.get(_portal(request_.number))
    assert page.context["state"].key == "overdue"
    client.post(_portal(request_.number), _posted(page, **{"given-arrears": WORDS}))
    assert client.get(_portal(request_.number)).context["answers"][0]["is_late"]
    page = browser("caseworker").get(_agency("request", request_.pk))
    assert page.context["answers"][0]["is_late"] and WORDS in page.content.decode()


def test_an_answer_from_paper(browser: Browser, request_: CooperationRequest) -> None:
    client = browser("caseworker")
    page = client.get(_agency("request_answer", request_.pk))
    sent = _posted(page, **{"given-arrears": WORDS, "unasked": ["income"], "answered_by": "電力 花子"})
    sent["on"] = timezone.localdate().isoformat()
    assert client.post(_agency("request_answer", request_.pk), sent).status_code == 302
    answer = CooperationAnswer.objects.get()
    assert (answer.on_paper, answer.kept_out, answer.given) == (True, ["income"], {"arrears": WORDS})
    request_.refresh_from_db()
    assert request_.answered_at is not None


def test_the_paper_form_is_refused_once_it_is_closed(
    acting: Any, browser: Browser, request_: CooperationRequest
) -> None:
    with acting("caseworker") as caseworker:
        close_request(actor=caseworker, request=request_)
    assert browser("caseworker").get(_agency("request_answer", request_.pk)).status_code == 422


def test_remind_close_and_take_back(browser: Browser, request_: CooperationRequest) -> None:
    client = browser("caseworker")
    for name in ("request_remind", "request_withdraw", "request_close"):
        assert client.post(_agency(name, request_.pk)).status_code == 302
    request_.refresh_from_db()
    assert request_.reminders == 1
    assert request_.withdrawn_at is not None
    assert request_.closed_at is None  # a request that was taken back is not closed besides


def test_the_list_is_narrowed(browser: Browser, request_: CooperationRequest) -> None:
    client = browser("caseworker")
    for shown, there in (("", True), ("open", True), ("overdue", False), ("answered", False), ("withdrawn", False)):
        page = client.get(_agency("request_list"), {"show": shown}).content.decode()
        assert (request_.number in page) is there
    overdue(request_)
    assert request_.number in client.get(_agency("request_list"), {"show": "overdue"}).content.decode()


def _many(cast: Any, acting: Any, gathering: Gathering, n: int) -> None:
    assert gathering.item is not None
    with acting("caseworker") as caseworker:
        for number in range(n):
            wanted = asking(cast.denki.pk, question=f"問い {number}")
            issue_request(actor=caseworker, item=gathering.item, asking=wanted)


@pytest.mark.parametrize(("who", "url"), [("caseworker", "agency"), ("staff", "portal")])
def test_lists_ask_the_same_however_long_and_turn_pages(
    who: str, url: str, cast: Any, acting: Any, browser: Browser, gathering: Gathering, request_: CooperationRequest
) -> None:
    client, address = browser(who), _agency("request_list") if url == "agency" else _portal()
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    _many(cast, acting, gathering, 52)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(many) == len(few)
    assert len(page.context["lines"]) == 50
    last = client.get(address + page.context["next_url"])
    assert len(last.context["lines"]) == 3
    shown = {one.pk for one, _state in [*page.context["lines"], *last.context["lines"]]}
    assert shown == set(CooperationRequest.objects.values_list("pk", flat=True))


def test_the_paper_asks_for_nothing_else(browser: Browser, request_: CooperationRequest) -> None:
    answer = browser("caseworker").get(_agency("request_pdf", request_.pk))
    assert answer["Content-Type"] == "application/pdf"
    paper = pypdfium2.PdfDocument(BytesIO(answer.content))
    texts = [page.get_textpage().get_text_range() for page in paper]
    assert len(texts) == 2
    assert request_.number in texts[0] and TAMANA_SECRET in texts[0]
    assert "滞納" in texts[1] and TAMANA_SECRET not in texts[1]
    assert "収入" not in texts[1]


def test_the_board_of_a_session(acting: Any, gathering: Gathering, request_: CooperationRequest) -> None:
    assert gathering.session is not None
    with acting("caseworker") as caseworker:
        now = board(caseworker, gathering.session)
        assert (now.requests, now.askable) == ([request_], [gathering.item])
    with acting("admin") as admin:
        assert not board(admin, gathering.session).requests
