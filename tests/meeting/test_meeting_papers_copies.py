"""回収表: what becomes of copies, on the page and on paper; and the papers on the board of a session."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from support_meetings.access_papers import board
from support_meetings.actions.papers import copies_follow, open_copies, revoke_copies, set_fate
from support_meetings.errors import MeetingRefusal
from support_meetings.guide_papers import steps
from support_meetings.models import CopyFate, CopyOpening, Medium, PaperCopy, Session
from tests.conftest import DoorClient
from tests.meeting.paper_cast import LINES, SECRET, issued
from tests.meetings import Gathering, hold, put_on_agenda, seat, summon, whole
from tests.world import TAMANA_SECRET, World

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]


@pytest.fixture
def gathering(cast: Any, world: World) -> Gathering:
    """Lead, member of the electricity company, commissioner on paper."""
    return whole(cast, world.own_case)


def _at(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


def _post(client: DoorClient, session: Session, verb: str, *copies: PaperCopy, reason: str = "") -> Any:
    return client.post(_at(verb, session.pk), {"copies": [str(copy.pk) for copy in copies], "reason": reason})


def test_copies_on_paper_are_handed_out_and_come_back(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    copies, session = issued(cast, world, acting, gathering), gathering.session
    assert session is not None
    both, lead = (copies["lead"], copies["commissioner"]), browser("lead")
    assert open_copies(session).count() == 2
    assert _post(lead, session, "copies_hand_out", *both).status_code == 302
    assert open_copies(session).count() == 2
    assert _post(lead, session, "copies_return", copies["lead"]).status_code == 302
    assert _post(lead, session, "copies_destroy", copies["lead"]).status_code == 302
    refused = _post(lead, session, "copies_give_up", copies["commissioner"])
    assert refused.status_code == 409
    assert f'value="{copies["commissioner"].pk}" checked' in refused.content.decode()
    assert _post(lead, session, "copies_give_up", copies["commissioner"], reason="持ち帰って紛失").status_code == 302
    assert not open_copies(session).exists()
    row = PaperCopy.objects.get(pk=copies["commissioner"].pk)
    assert (row.fate, row.fate_reason, row.fate_by) == ("unaccounted", "持ち帰って紛失", cast.roles["lead"].user)
    assert "持ち帰って紛失" in lead.get(_at("copy_table", session.pk)).content.decode()


def test_a_step_that_does_not_fit_changes_nothing(cast: Any, world: World, acting: Any, gathering: Gathering) -> None:
    copies, session = issued(cast, world, acting, gathering), gathering.session
    assert session is not None
    PaperCopy.objects.filter(pk=copies["lead"].pk).update(fate=CopyFate.HANDED_OUT)
    both = [copies["lead"], copies["commissioner"]]
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        set_fate(actor=lead, session=session, copies=both, fate=CopyFate.RETURNED)
    assert refused.value.code == "fate_not_from_there"
    assert copies["commissioner"].number in str(refused.value.sentence)
    assert PaperCopy.objects.get(pk=copies["lead"].pk).fate == CopyFate.HANDED_OUT


def test_what_is_read_on_screen_is_not_handed_out_and_nothing_ticked_is_said(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    copies, session = issued(cast, world, acting, gathering), gathering.session
    assert session is not None
    assert _post(browser("lead"), session, "copies_hand_out", copies["member"]).status_code == 409
    assert _post(browser("lead"), session, "copies_return").status_code == 409


def test_what_was_taken_back_is_not_handed_out_and_still_has_to_return(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    copies, session = issued(cast, world, acting, gathering), gathering.session
    assert session is not None
    lead = browser("lead")
    assert _post(lead, session, "copies_take_back", copies["commissioner"]).status_code == 409
    assert _post(lead, session, "copies_take_back", copies["commissioner"], reason="誤り").status_code == 302
    assert _post(lead, session, "copies_hand_out", copies["commissioner"]).status_code == 409
    assert copies["commissioner"] in open_copies(session)
    assert lead.get(_at("copy_print", copies["commissioner"].pk)).status_code == 404
    assert _post(lead, session, "copies_destroy", copies["commissioner"]).status_code == 302


def test_a_leaving_members_open_copies_are_found_and_taken_back(
    cast: Any, world: World, acting: Any, gathering: Gathering
) -> None:
    copies, session = issued(cast, world, acting, gathering), gathering.session
    assert session is not None
    mine = open_copies(session).filter(member=gathering.members["commissioner"])
    assert list(mine) == [copies["commissioner"]]
    with acting("lead") as lead:
        taken = revoke_copies(actor=lead, copies=mine, reason="退任")
    assert [one.revoked_reason for one in taken] == ["退任"]


def test_copies_of_another_session_are_not_touched(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    copies = issued(cast, world, acting, gathering)
    other = hold(gathering, number=2)
    assert _post(browser("lead"), other, "copies_hand_out", copies["commissioner"]).status_code == 409
    assert PaperCopy.objects.get(pk=copies["commissioner"].pk).fate == ""


def test_copies_follow_a_session_that_is_put_off(cast: Any, world: World, acting: Any, gathering: Gathering) -> None:
    copies, session = issued(cast, world, acting, gathering), gathering.session
    assert session is not None
    for name in ("starts_at", "ends_at", "papers_from", "papers_until"):
        setattr(session, name, getattr(session, name) + timedelta(days=7))
    session.save()
    with acting("lead") as lead:
        assert copies_follow(actor=lead, session=session) == 3
    row = PaperCopy.objects.get(pk=copies["member"].pk)
    assert (row.opens_at, row.closes_at) == (session.papers_from, session.papers_until)


def test_the_table_on_paper_names_copies_and_no_household(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    copies, session = issued(cast, world, acting, gathering), gathering.session
    assert session is not None
    text = _text(browser("lead").get(_at("copy_table_pdf", session.pk)).content)
    assert all(copy.number in text and copy.name in text for copy in copies.values())
    assert TAMANA_SECRET not in text and "回収" in text


def test_a_copy_on_paper_is_printed_with_number_and_name_and_that_is_recorded(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    copies = issued(cast, world, acting, gathering)
    lead = browser("lead")
    text = _text(lead.get(_at("copy_print", copies["commissioner"].pk)).content)
    assert SECRET in text and text.count(f"資料{copies['commissioner'].number}") >= 10
    record = AccessRecord.objects.get(kind=AccessKind.PRINT)
    assert record.subject_ids == [str(world.own_case.pk)]
    assert lead.get(_at("copy_print", copies["member"].pk)).status_code == 404  # it is read on screen


def _text(content: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def test_the_table_asks_as_often_for_many_copies_as_for_few(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    issued(cast, world, acting, gathering)
    url, lead = _at("copy_table", gathering.session.pk), browser("lead")
    lead.get(url)
    with CaptureQueriesContext(connection) as few:
        lead.get(url)
    for name in "abcdef":
        seat(gathering, name, user=None, organization=cast.suido)
        summon(gathering, name)
    lead.post(_at("paper_issue", gathering.item.pk), {"version": "1"})
    lead.get(url)  # says once what was issued
    with CaptureQueriesContext(connection) as many:
        page = lead.get(url).content.decode()
    assert "1-1-09" in page
    assert len(many) == len(few), [query["sql"] for query in many.captured_queries]


# --- the session board ---


def test_the_board_counts_papers_and_names_no_household(
    cast: Any, world: World, acting: Any, gathering: Gathering
) -> None:
    assert gathering.session is not None
    put_on_agenda(gathering, world.foreign_case, number=2)
    put_on_agenda(gathering, world.own_case, number=3, taken_off_at=timezone.now(), taken_off_reason="取下げ")
    gathering.item = gathering.session.items.get(number=1)
    copies = issued(cast, world, acting, gathering)
    CopyOpening.objects.create(
        municipality=cast.tamana, copy=copies["member"], user=cast.roles["member"].user, device="a" * 16
    )
    with acting("lead") as lead:
        lines = board(lead, gathering.session)["papers"]
    assert [(line["state"], line["copies"], line["read"]) for line in lines] == [("issued", 3, 1), ("none", 0, 0)]
    with acting("admin") as admin:
        assert board(admin, gathering.session)["papers"] == []


def test_the_guide_knows_what_is_done_and_leads_to_what_is_not(
    cast: Any, world: World, acting: Any, gathering: Gathering
) -> None:
    session, item = gathering.session, gathering.item
    assert session is not None and item is not None

    def done(name: str = "lead") -> list[tuple[str, bool, str]]:
        with acting(name) as actor:
            return [(step.when, step.done, step.url) for step in steps(actor, session)]

    table, compose, issue = _at("copy_table", session.pk), _at("paper", item.pk), _at("paper_issue", item.pk)
    assert done() == [("before", False, compose), ("before", False, issue)]
    issued(cast, world, acting, gathering)
    assert done() == [("before", True, table), ("before", True, table), ("day", False, table), ("after", False, table)]
    PaperCopy.objects.filter(medium=Medium.PAPER).update(fate=CopyFate.HANDED_OUT)
    assert [one[1] for one in done()] == [True, True, True, False]
    PaperCopy.objects.filter(medium=Medium.PAPER).update(fate=CopyFate.RETURNED)
    assert [one[1] for one in done()] == [True, True, True, True]
    assert done("admin") == []


def test_another_town_finds_nothing(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    copies, stranger = issued(cast, world, acting, gathering), browser("other_caseworker")
    assert gathering.session is not None and gathering.item is not None
    for name in ("paper", "paper_issue"):
        assert stranger.get(_at(name, gathering.item.pk)).status_code == 404
    for name in ("copy_table", "copy_table_pdf"):
        assert stranger.get(_at(name, gathering.session.pk)).status_code == 404
    assert stranger.get(_at("copy_print", copies["commissioner"].pk)).status_code == 404
    assert _post(stranger, gathering.session, "copies_return", copies["commissioner"]).status_code == 404
    assert LINES[0]["text"] == SECRET
