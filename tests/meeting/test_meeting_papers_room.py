"""The reading room at the portal: one's own copies, while they may be read, and nothing else."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from audit.models import AccessRecord
from consent.models import Disclosure
from support_meetings.actions.papers import issue_paper
from support_meetings.actions.reading import device_of, open_copy, reply_to_summons
from support_meetings.errors import MeetingRefusal
from support_meetings.models import (
    CopyOpening,
    Medium,
    PaperCopy,
    Session,
    Summons,
    SummonsReply,
)
from tests.conftest import DoorClient
from tests.meeting.paper_cast import SECRET, composed, issued
from tests.meetings import Gathering, found, hold, put_on_agenda, seat, summon

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]


def _url(copy: PaperCopy, name: str = "copy") -> str:
    return reverse(name, args=[copy.pk], urlconf="config.urls_portal")


ROOM = "/room/"


def _open(acting: Any, copy: PaperCopy, **more: Any) -> Any:
    """By the member, as the portal's database log-in."""
    with acting("member") as member:
        own = PaperCopy.objects.select_related("appointment__organization", "sender_organization").get(pk=copy.pk)
        return open_copy(actor=member, copy=own, device="a" * 16, **more)


# --- reading ---


def test_home_leads_a_member_to_the_room(browser: Browser, gathering: Gathering) -> None:
    answer = browser("member").get("/")
    assert answer.status_code == 302 and answer["Location"] == ROOM


def test_the_room_shows_the_session_and_the_own_copy_and_no_household(
    browser: Browser, gathering: Gathering, copy: PaperCopy
) -> None:
    page = browser("member").get(ROOM).content.decode()
    assert gathering.meeting.name in page and "玉名市役所 第1会議室" in page and copy.number in page
    assert _url(copy) in page
    assert SECRET not in page and "玉名秘密之助" not in page
    for other in PaperCopy.objects.exclude(pk=copy.pk):
        assert other.number not in page and other.name not in page and other.organization_name not in page
    assert "会議の外では話さないでください" in page


def test_a_copy_is_read_with_number_and_name_on_it_and_the_opening_is_recorded(
    browser: Browser, copy: PaperCopy
) -> None:
    answer = browser("member").get(_url(copy))
    page = answer.content.decode()
    assert answer.status_code == 200 and SECRET in page
    assert page.count(f'data-mark="{copy.number}　{copy.name}"') >= 50
    assert answer["Cache-Control"].startswith("no-store")
    opening = CopyOpening.objects.get()
    assert (opening.copy_id, opening.user, opening.is_download) == (copy.pk, copy.reader, False)
    record = AccessRecord.objects.get(subject="support_meetings.papercopy")
    assert record.subject_ids == [str(copy.pk)] and record.user == copy.reader


def test_two_devices_show_as_two(browser: Browser, copy: PaperCopy) -> None:
    first, second = browser("member"), browser("member")
    for _ in range(2):
        first.get(_url(copy))
    second.get(_url(copy))
    assert CopyOpening.objects.count() == 3
    assert CopyOpening.objects.values("device").distinct().count() == 2
    page = browser("lead").get(reverse("copy_table", args=[copy.session_id], urlconf="config.urls_agency"))
    with override("ja"):
        words = ngettext("in %(n)s log-in", "in %(n)s log-ins", 2) % {"n": 2}
    assert words in page.content.decode()


def test_no_key_of_a_log_in_lies_in_the_database() -> None:
    assert device_of("abc") != "abc" and len(device_of("abc")) == 16
    assert device_of("abc") == device_of("abc") != device_of("abd")


def test_another_members_copy_does_not_exist(
    browser: Browser, cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    others = issued(cast, world, acting, gathering)
    for name in ("lead", "commissioner"):
        assert browser("member").get(_url(others[name])).status_code == 404
        assert browser("member").get(_url(others[name], "copy_download")).status_code == 404
    assert not CopyOpening.objects.exists()


@pytest.mark.parametrize("name", ["staff", "manager"])
def test_colleagues_of_the_member_have_no_room(browser: Browser, copy: PaperCopy, name: str) -> None:
    assert browser(name).get(ROOM).status_code == 403
    assert browser(name).get(_url(copy)).status_code == 403


# --- download ---


def test_download_only_where_the_chair_allows(browser: Browser, copy: PaperCopy) -> None:
    member = browser("member")
    assert _url(copy, "copy_download") not in member.get(_url(copy)).content.decode()
    refused = member.get(_url(copy, "copy_download"))
    assert refused.status_code == 409 and refused["Content-Type"].startswith("text/html")
    PaperCopy.objects.filter(pk=copy.pk).update(may_download=True)
    assert _url(copy, "copy_download") in member.get(_url(copy)).content.decode()
    answer = member.get(_url(copy, "copy_download"))
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert CopyOpening.objects.filter(is_download=True).count() == 1


def test_number_and_name_stand_on_every_page_of_a_long_pdf(
    cast: Any, world: Any, acting: Any, gathering: Gathering, browser: Browser
) -> None:
    long = [{"item": "note", "label": "備考", "text": "長い記録です。" * 280}] * 6
    paper = composed(cast, world, acting, lines=long, gathering=gathering)
    with acting("lead") as lead:
        issue_paper(actor=lead, paper=paper)
    copy = PaperCopy.objects.get(medium=Medium.PORTAL)
    PaperCopy.objects.filter(pk=copy.pk).update(may_download=True)
    document = pypdfium2.PdfDocument(browser("member").get(_url(copy, "copy_download")).content)
    assert len(document) >= 4
    for page in document:
        text = page.get_textpage().get_text_range().replace(" ", "").replace("　", "")
        mark = f"資料{copy.number}{copy.name}".replace(" ", "")
        assert text.count(mark) >= 10
        assert _grey_share(page) > 0.004  # seen, not only found


def _grey_share(page: Any) -> float:
    """Which part of the page is of the watermark's grey, #dedede."""
    shades = page.render(scale=1, grayscale=True).to_pil().convert("L").histogram()
    return float(sum(shades[212:232]) / sum(shades))


# --- reply ---


def test_a_member_answers_the_summons_and_may_change_it(browser: Browser, gathering: Gathering) -> None:
    url = reverse("summons_reply", args=[gathering.summonses["member"].pk], urlconf="config.urls_portal")
    member = browser("member")
    for answer in ("yes", "no"):
        assert member.post(url, {"coming": answer}).status_code == 302
    replies = SummonsReply.objects.order_by("at")
    assert [reply.is_coming for reply in replies] == [True, False]
    assert "欠席と返事をしました" in member.get(ROOM).content.decode()
    member.post(url, {"coming": "perhaps"})
    assert replies.count() == 2


def test_nobody_answers_for_another_or_after_the_beginning(browser: Browser, acting: Any, gathering: Gathering) -> None:
    other = reverse("summons_reply", args=[gathering.summonses["lead"].pk], urlconf="config.urls_portal")
    assert browser("member").post(other, {"coming": "yes"}).status_code == 404
    own = gathering.summonses["member"]
    with acting("member") as member, pytest.raises(MeetingRefusal) as refused:
        reply_to_summons(actor=member, summons=own, is_coming=True, at=own.starts_at)
    assert refused.value.code == "began"
    assert not SummonsReply.objects.exists()


def test_a_cancelled_session_is_said_and_cannot_be_answered(browser: Browser, gathering: Gathering) -> None:
    Summons.objects.update(cancelled_at=timezone.now())
    assert "中止" in browser("member").get(ROOM).content.decode()
    own = gathering.summonses["member"]
    url = reverse("summons_reply", args=[own.pk], urlconf="config.urls_portal")
    browser("member").post(url, {"coming": "yes"})
    assert not SummonsReply.objects.exists()


def test_who_was_not_summoned_sees_an_empty_room(cast: Any, world: Any, browser: Browser) -> None:
    gathering = found(cast)
    seat(gathering, "member", user=cast.roles["member"].user, organization=cast.denki)
    hold(gathering)
    put_on_agenda(gathering, world.own_case)
    page = browser("member").get(ROOM).content.decode()
    assert "第1会議室" not in page and "今のところ会議はありません" in page


def test_the_room_asks_as_often_for_ten_copies_as_for_one(
    cast: Any, world: Any, acting: Any, gathering: Gathering, browser: Browser
) -> None:
    copy = issued(cast, world, acting, gathering)["member"]
    member = browser("member")
    member.get(ROOM)
    with CaptureQueriesContext(connection) as one:
        member.get(ROOM)
    for n in range(2, 8):
        hold(gathering, number=n)
        summon(gathering, "member")
        _another(copy, cast, world, n)
    with CaptureQueriesContext(connection) as many:
        page = member.get(ROOM).content.decode()
    assert "7-1-01" in page
    assert len(many) == len(one), [query["sql"] for query in many.captured_queries]


def _another(copy: PaperCopy, cast: Any, world: Any, n: int) -> None:
    """A copy of the same member in the session of this number, as it would be issued."""
    row = PaperCopy.objects.get(pk=copy.pk)
    row.paper.pk, row.paper.revision = None, n
    row.paper.save()
    row.disclosure = Disclosure.objects.create(
        municipality=cast.tamana,
        kind="meeting_share",
        route="D",
        recipient=cast.denki,
        subject=copy.subject,
        items=["name"],
        purpose="meeting",
        user=copy.issued_by,
        role="lead_caseworker",
    )
    row.pk, row.paper_id = uuid4(), row.paper.pk
    row.session, row.number = Session.objects.get(number=n), f"{n}-1-01"
    row.save(force_insert=True)
