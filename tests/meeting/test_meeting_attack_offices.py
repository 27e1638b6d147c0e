"""A session with everything in it, seen by those who may see no household, and by another town."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessRecord
from notifications.models import Notice, OutboxItem
from support_meetings.actions.requests import remind
from support_meetings.models import (
    AgendaItem,
    Appointment,
    CooperationRequest,
    Exclusion,
    PaperCopy,
    Session,
    Summons,
)
from support_meetings.urls_agency import urlpatterns
from tests.conftest import DoorClient
from tests.matrix.test_role_matrix import _text
from tests.meeting.minutes_rows import decided, everybody_came, held
from tests.meeting.paper_cast import SECRET, issued
from tests.meeting.request_cast import issued as asked_of
from tests.meetings import Gathering
from tests.world import TAMANA_SECRET

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]

WHY, QUESTION, SAID, AGREED, TASK = (
    "同意を取れない訳のことば",
    "話し合う問いのことば",
    "話し合いの中身のことば",
    "決まったことのことば",
    "頼まれた仕事のことば",
)


@pytest.fixture
def filled(cast: Any, world: Any, acting: Any) -> Gathering:
    """Held now: copies out, a conflict, a decision, minutes, a request."""
    gathering = held(cast, world.own_case)
    issued(cast, world, acting, gathering)
    asked_of(acting, gathering, cast.denki.pk)
    item = gathering.item
    assert item is not None
    AgendaItem.objects.filter(pk=item.pk).update(
        why_no_consent=WHY, question=QUESTION, discussion=SAID, result=AGREED, version=3
    )
    decided(item, what=TASK)
    lead = cast.roles["lead"].user
    Exclusion.objects.create(municipality=cast.tamana, item=item, organization=cast.suido, reason=WHY, by=lead)
    everybody_came(gathering)
    return gathering


@pytest.fixture
def hidden(world: Any) -> tuple[str, ...]:
    """Whatever would tell of the household, its number included."""
    case = world.own_case
    return (TAMANA_SECRET, case.number, case.household.address, SECRET, WHY, QUESTION, SAID, AGREED, TASK)


#: How an address begins → of what kind its key is; the first that fits.
KINDS = {
    "meetings/sessions/": "session",
    "sessions/": "session",
    "meetings/items/": "item",
    "agenda/": "item",
    "meetings/appointments/": "appointment",
    "meetings/requests/": "request",
    "meetings/decisions/": "decision",
    "meetings/conflicts/": "conflict",
    "copies/": "copy",
    "meetings/": "meeting",
}


def _addresses(filled: Gathering) -> dict[str, str]:
    """Every address of a meeting at the agency's door, with what belongs to this session."""
    item = filled.item
    assert filled.session is not None and item is not None
    keys: dict[str, Any] = {
        "meeting": filled.meeting.pk,
        "session": filled.session.pk,
        "item": item.pk,
        "appointment": filled.appointments["member"].pk,
        "request": CooperationRequest.objects.get().pk,
        "decision": item.decisions.get().pk,
        "conflict": item.exclusions.get().pk,
        "copy": PaperCopy.objects.filter(medium="paper").values_list("pk", flat=True)[0],
    }
    found: dict[str, str] = {}
    for pattern in urlpatterns:
        kind = next((kind for begin, kind in KINDS.items() if str(pattern.pattern).startswith(begin)), "meeting")
        known = {
            "pk": keys[kind],
            "summons": filled.summonses["member"].pk,
            "kind": "appointment",
            "number": item.case.number,
        }
        kwargs = {word: known[word] for word in pattern.pattern.converters}
        found[str(pattern.name)] = reverse(str(pattern.name), kwargs=kwargs, urlconf="config.urls_agency")
    return found


def _words(answer: Any, address: str) -> str:
    """Page, paper and headers, without the address that was asked for: it may hold a case's number."""
    return (_text(answer) + str(dict(answer.headers))).replace(address, "")


def test_a_municipal_administrator_sees_no_household_on_any_page_of_a_session(
    browser: Browser, filled: Gathering, hidden: tuple[str, ...]
) -> None:
    """Pages and papers; those that open write nothing of cases into the access log."""
    admin, opened = browser("admin"), set()
    for name, address in _addresses(filled).items():
        answer = admin.get(address)
        assert answer.status_code in (200, 302, 403, 404, 405, 409), name
        shown = _words(answer, address)
        assert [word for word in hidden if word in shown] == [], name
        if answer.status_code == 200:
            opened.add(name)
    assert {"session", "session_calendar", "session_agenda_pdf", "attendance", "meeting", "register"} <= opened
    assert not {"copy_table", "minutes", "minutes_pdf", "request_list", "agenda_item", "paper"} & opened
    assert not AccessRecord.objects.filter(subject="cases.case", role="municipal_admin").exists()


@pytest.mark.parametrize("who", ["auditor", "member", "staff", "manager", "other_staff"])
def test_nobody_else_opens_any_page_of_a_session(
    cast: Any, browser: Browser, filled: Gathering, hidden: tuple[str, ...], who: str
) -> None:
    client = browser("", door="agency")
    client.sign_in(cast.roles[who])
    for name, address in _addresses(filled).items():
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code == 403, name
            assert [word for word in hidden if word in _words(answer, address)] == [], name


LISTS = {"meeting_list", "meeting_new", "session_calendar", "request_list"}


@pytest.mark.parametrize("who", ["other_caseworker", "other_admin"])
def test_another_town_finds_nothing_and_changes_nothing(
    browser: Browser, filled: Gathering, hidden: tuple[str, ...], who: str
) -> None:
    client, before = browser(who), _state()
    sent = {"reason": "x", "version": "3", "accepted": "yes", "on": "2026-11-25", "signed_name": "x", "outcome": "x"}
    for name, address in _addresses(filled).items():
        answers = (client.get(address), client.post(address, sent))
        for answer in answers:
            if name not in LISTS:
                assert answer.status_code in (403, 404, 405), name
            assert [word for word in hidden if word in _words(answer, address)] == [], name
    assert _state() == before


def _state() -> list[Any]:
    rows = (Session, AgendaItem, Appointment, Summons, PaperCopy, Exclusion, CooperationRequest)
    return [list(model._default_manager.order_by("pk").values()) for model in rows]


def test_neither_mail_nor_notice_tells_of_the_household(
    acting: Any, filled: Gathering, hidden: tuple[str, ...]
) -> None:
    with acting("lead") as lead:
        remind(actor=lead, request=CooperationRequest.objects.get())
    written = str(list(OutboxItem.objects.values())) + str(list(Notice.objects.values()))
    assert OutboxItem.objects.filter(kind="member_mail").exists() and OutboxItem.objects.filter(kind="request_mail")
    assert [word for word in hidden if word in written] == []


def test_a_household_on_a_page_stands_in_the_access_log_before(
    browser: Browser, filled: Gathering, world: Any, hidden: tuple[str, ...]
) -> None:
    """Each page of the session that names it has a row that names the case, for whoever asks who has seen it."""
    lead, shown = browser("lead"), set()
    for name, address in _addresses(filled).items():
        before = _sights(world)
        words = _text(lead.get(address))
        if any(word in words for word in (TAMANA_SECRET, SECRET, WHY, QUESTION, SAID, AGREED, TASK)):
            assert _sights(world) > before, name
            shown.add(name)
    assert {"session", "agenda_item", "minutes", "minutes_pdf", "paper_issue", "copy_print", "request"} <= shown


def _sights(world: Any) -> int:
    """Rows of the log that name the case."""
    return AccessRecord.objects.filter(
        subject="cases.case", subject_ids__contains=[str(world.own_case.pk)], role="lead_caseworker"
    ).count()


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("agenda_item", {"version": "0", "case_kind": "no_consent", "why_no_consent": "x", "question": "y"}),
        ("agenda_take_off", {}),
        ("agenda_exclude", {}),
        ("minutes_item", {"version": "0", "discussion": "x", "result": "y"}),
        ("paper_issue", {"version": "99"}),
        ("request_new", {}),
        ("extract", {}),
    ],
)
def test_a_form_that_is_refused_and_shown_again_is_a_sight_too(
    browser: Browser, filled: Gathering, world: Any, page: str, sent: dict[str, str]
) -> None:
    before = _sights(world)
    assert filled.item is not None
    answer = browser("lead").post(reverse(page, args=[filled.item.pk], urlconf="config.urls_agency"), sent)
    assert answer.status_code in (200, 302, 400, 409)
    if answer.status_code != 302:
        assert _sights(world) > before


VIDEO = "https://video.example.jp/room-1"


def _has_left(filled: Gathering) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(pk=filled.appointments["member"].pk).update(ends_on=yesterday)


def _has_not_signed(filled: Gathering) -> None:
    filled.appointments["member"].pledge.delete()


def _is_called_no_more(filled: Gathering) -> None:
    Summons.objects.filter(pk=filled.summonses["member"].pk).update(cancelled_at=timezone.now())


@pytest.mark.parametrize("loses", [None, _has_left, _has_not_signed, _is_called_no_more])
def test_the_way_into_the_room_by_video_is_for_who_may_sit_in_it(
    browser: Browser, filled: Gathering, loses: Callable[[Gathering], None] | None
) -> None:
    Summons.objects.filter(pk=filled.summonses["member"].pk).update(online=VIDEO)
    if loses:
        loses(filled)
    assert (VIDEO in browser("member").get("/room/").content.decode()) == (loses is None)
