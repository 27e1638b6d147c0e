"""The portal's pages of a meeting, asked in every wrong way: as a stranger, in the wrong role, by the wrong verb."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessRecord
from consent.models import Disclosure
from organizations.models import RoleAssignment, RoleKind
from support_meetings.models import (
    Acceptance,
    Appointment,
    CooperationAnswer,
    CooperationRequest,
    CopyOpening,
    PaperCopy,
    Pledge,
    SummonsReply,
)
from tests.conftest import DoorClient
from tests.meeting.paper_cast import SECRET, issued
from tests.meeting.request_cast import WORDS
from tests.meeting.request_cast import issued as asked_of
from tests.meetings import Gathering, found, hold, put_on_agenda, seat, summon
from tests.world import TAMANA_SECRET

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]

#: address → whether it takes GET, POST
VERBS = {
    "room": ("get",),
    "summons_reply": ("post",),
    "copy": ("get",),
    "copy_download": ("get",),
    "serve_reply": ("get", "post"),
    "pledge_sign": ("get", "post"),
    "own_paper": ("get",),
    "asked": ("get",),
    "asked_one": ("get", "post"),
}
OF_A_MEMBER = [name for name in VERBS if not name.startswith("asked")]
NAMED = [name for name in VERBS if name not in ("room", "asked")]


@pytest.fixture
def copy(cast: Any, world: Any, acting: Any, gathering: Gathering) -> PaperCopy:
    """The member's; it may be downloaded."""
    made = issued(cast, world, acting, gathering)["member"]
    PaperCopy.objects.filter(pk=made.pk).update(may_download=True)
    return made


@pytest.fixture
def request_(cast: Any, acting: Any, gathering: Gathering) -> CooperationRequest:
    """To the electricity company."""
    return asked_of(acting, gathering, cast.denki.pk)


@pytest.fixture
def addresses(gathering: Gathering, copy: PaperCopy, request_: CooperationRequest) -> dict[str, str]:
    """Each page with what the member, or the company's staff, may have."""
    term = gathering.appointments["member"].pk
    named: dict[str, list[Any]] = {
        "summons_reply": [gathering.summonses["member"].pk],
        "copy": [copy.pk],
        "copy_download": [copy.pk],
        "serve_reply": [term],
        "pledge_sign": [term],
        "own_paper": [term, "pledge"],
        "asked_one": [request_.number],
    }
    return {name: reverse(name, args=named.get(name, []), urlconf="config.urls_portal") for name in VERBS}


SENT = {"coming": "yes", "accepted": "yes", "signed_name": "構成員", "kind": "given", "given-arrears": WORDS}


def _written() -> tuple[int, ...]:
    """Openings, replies, declarations, answers and crossings."""
    models = (CopyOpening, SummonsReply, Acceptance, Pledge, CooperationAnswer, Disclosure)
    return tuple(model._default_manager.count() for model in models)


def _every_way(client: Client, address: str) -> list[Any]:
    return [client.get(address), client.post(address, SENT), client.head(address)]


def test_all_pages_of_a_meeting_at_the_portal_are_asked_here() -> None:
    from support_meetings.urls_portal import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == VERBS.keys()


@pytest.mark.parametrize("name", VERBS)
def test_a_stranger_is_led_to_the_log_in(browser: Browser, addresses: dict[str, str], name: str) -> None:
    before = _written()
    for answer in _every_way(browser("", door="portal"), addresses[name]):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")
    assert _written() == before


@pytest.mark.parametrize("name", VERBS)
def test_without_a_second_factor_nothing_opens(
    browser: Browser, addresses: dict[str, str], settings: Any, name: str
) -> None:
    client, before = browser("staff" if name.startswith("asked") else "member"), _written()
    settings.MFA_REQUIRED = True
    for answer in _every_way(client, addresses[name]):
        assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert _written() == before


@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize("who", ["caseworker", "lead", "admin", "auditor"])
def test_people_of_the_agency_have_no_role_at_this_door(
    cast: Any, browser: Browser, addresses: dict[str, str], name: str, who: str
) -> None:
    """Also the lead, who sits in the meeting: the papers are at the agency's own door."""
    client, before = browser("", door="portal"), _written()
    client.sign_in(cast.roles[who])
    for answer in _every_way(client, addresses[name]):
        assert answer.status_code == 403
    assert _written() == before


@pytest.mark.parametrize("name", VERBS)
def test_other_verbs_do_nothing(browser: Browser, addresses: dict[str, str], name: str) -> None:
    client, before = browser("staff" if name.startswith("asked") else "member"), _written()
    for verb in {"get", "post", "head", "put", "patch", "delete", "options"} - set(VERBS[name]):
        assert getattr(client, verb)(addresses[name]).status_code == 405, verb
    assert _written() == before


@pytest.mark.parametrize("name", NAMED)
def test_guessed_keys_are_not_found(browser: Browser, addresses: dict[str, str], name: str) -> None:
    client = browser("staff" if name.startswith("asked") else "member")
    mine = addresses[name].split("/")[3]
    for guess in (str(uuid4()), "0", "1", "9" * 19, "9" * 40, "-1", "%2e%2e", "x%00", "1' OR '1'='1"):
        address = addresses[name].replace(mine, guess)
        for answer in (client.get(address), client.post(address, SENT)):
            assert answer.status_code in (404, 405), (address, answer.status_code)
    assert not CopyOpening.objects.exists()


@pytest.fixture
def two_roles(cast: Any) -> RoleAssignment:
    """The member also reports for the electricity company."""
    person = cast.roles["member"].user
    return RoleAssignment.objects.create(user=person, organization=cast.denki, role=RoleKind.UTILITY_STAFF)


def test_a_copy_opens_in_the_role_of_a_member_only(
    cast: Any, browser: Browser, addresses: dict[str, str], two_roles: RoleAssignment
) -> None:
    client = browser("member")
    assert SECRET in client.get(addresses["copy"]).content.decode()
    client.post("/role/", {"role": two_roles.pk})
    for name in OF_A_MEMBER:
        for answer in _every_way(client, addresses[name]):
            assert answer.status_code == 403
            assert SECRET not in answer.content.decode()
    assert client.get(addresses["asked_one"]).status_code == 200
    client.post("/role/", {"role": cast.roles["member"].pk})
    assert client.get(addresses["asked_one"]).status_code == 403
    assert client.get(addresses["copy"]).status_code == 200
    assert CopyOpening.objects.count() == 2


def test_a_page_of_one_role_sends_nothing_in_the_other(
    browser: Browser, addresses: dict[str, str], two_roles: RoleAssignment
) -> None:
    client = browser("member", enforce_csrf_checks=True)
    token = client.get(addresses["room"]).content.decode().split('name="csrfmiddlewaretoken" value="')[1][:64]
    client.post("/role/", {"csrfmiddlewaretoken": token, "role": two_roles.pk})
    client.post(addresses["summons_reply"], {"csrfmiddlewaretoken": token, "coming": "yes"})
    assert not SummonsReply.objects.exists()


def test_a_role_that_ended_yesterday_opens_nothing_though_the_seat_stands(
    cast: Any, browser: Browser, addresses: dict[str, str]
) -> None:
    client, today = browser("member"), timezone.localdate()
    RoleAssignment.objects.filter(pk=cast.roles["member"].pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    for name in OF_A_MEMBER:
        assert {answer.status_code for answer in _every_way(client, addresses[name])} == {403}
    assert not CopyOpening.objects.exists()


def test_what_one_town_gave_is_not_found_while_acting_for_another(
    cast: Any, world: Any, browser: Browser, addresses: dict[str, str], copy: PaperCopy
) -> None:
    person = cast.roles["member"].user
    there = RoleAssignment.objects.create(
        user=person, organization=cast.kitakyushu, municipality=cast.kitakyushu, role=RoleKind.MEETING_MEMBER
    )
    other = found(cast, town="kitakyushu", name="北九州の支援会議")
    seat(other, "member", user=person, organization=cast.denki)
    hold(other)
    summon(other, "member")
    put_on_agenda(other, world.foreign_case)
    client = browser("member")
    client.post("/role/", {"role": there.pk})
    room = client.get(addresses["room"]).content.decode()
    assert "北九州の支援会議" in room and copy.number not in room
    for name in OF_A_MEMBER[1:]:
        assert client.get(addresses[name]).status_code in (404, 405)
        assert client.post(addresses[name], SENT).status_code in (404, 405)
    assert not CopyOpening.objects.exists()


@pytest.mark.parametrize("name", ["copy", "copy_download", "own_paper", "asked_one"])
def test_what_names_somebody_is_kept_by_no_cache_and_framed_by_nobody(
    browser: Browser, addresses: dict[str, str], name: str
) -> None:
    answer = browser("staff" if name.startswith("asked") else "member").get(addresses[name])
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("DENY", "same-origin")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert not {"ETag", "Last-Modified"} & set(answer.headers)


def test_neither_title_nor_file_name_nor_the_marks_of_a_file_name_anybody(
    browser: Browser, addresses: dict[str, str]
) -> None:
    member = browser("member")
    page = member.get(addresses["copy"]).content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    file = member.get(addresses["copy_download"])
    marks = str(pypdfium2.PdfDocument(file.content).get_metadata_dict())
    asked_title = browser("staff").get(addresses["asked_one"]).content.decode().split("<title>")[1].split("</title>")[0]
    for words in (title, file["Content-Disposition"], marks, asked_title):
        assert SECRET not in words and TAMANA_SECRET not in words


def test_a_form_of_one_request_is_not_sent_to_another(
    cast: Any, acting: Any, browser: Browser, gathering: Gathering, request_: CooperationRequest
) -> None:
    other = asked_of(acting, gathering, cast.denki.pk, question="別の問い")
    client, form = browser("staff"), {"answer": str(uuid4()), **SENT}
    assert client.post(f"/asked/{request_.number}/", form).status_code == 302
    assert client.post(f"/asked/{other.number}/", form).status_code == 400
    assert [one.request_id for one in CooperationAnswer.objects.all()] == [request_.pk]


def test_a_former_member_keeps_the_own_letters_and_no_paper(
    browser: Browser, addresses: dict[str, str], gathering: Gathering
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(pk=gathering.appointments["member"].pk).update(ends_on=yesterday)
    client, before = browser("member"), AccessRecord.objects.count()
    for name in ("copy", "copy_download"):
        answer = client.get(addresses[name])
        assert answer.status_code == 422
        assert SECRET not in answer.content.decode()
    assert client.get(addresses["own_paper"]).status_code == 200
    assert (CopyOpening.objects.count(), AccessRecord.objects.count()) == (0, before)
