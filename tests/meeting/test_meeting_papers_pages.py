"""Composing, issuing and the collection table, as the office sees them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessRecord
from consent.sharing import lines_about
from consent.vocabulary import Item
from outreach.models import Outcome, Visit
from referrals.models import StopBasis, Supply
from support_meetings.models import Medium, Paper, PaperCopy
from tests.conftest import DoorClient
from tests.meeting.paper_cast import SECRET, composed, issued
from tests.meetings import Gathering, seat, summon, whole
from tests.world import TAMANA_SECRET, World

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]


@pytest.fixture
def gathering(cast: Any, world: World) -> Gathering:
    """Lead, member of the electricity company, commissioner on paper."""
    return whole(cast, world.own_case)


def _at(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


def _fields(page: str) -> dict[str, str]:
    """What the form would send as it stands: hidden fields, words, and the boxes that are ticked."""
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    sent |= {name: text.strip("\n") for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)<', page)}
    boxes = re.findall(r'<input type="checkbox" name="(on-[0-9a-f]+)"([^>]*)>', page)
    return sent | {name: "on" for name, rest in boxes if "checked" in rest}


def _key(page: str, label: str) -> str:
    found = re.search(rf'name="label-([0-9a-f]{{12}})" value="{re.escape(label)}"', page)
    assert found, label
    return found[1]


# --- what is offered ---


def test_each_app_offers_what_it_knows(world: World, acting: Any) -> None:
    case = world.own_case
    Supply.objects.filter(case=case).update(
        scheduled_stop_on=date(2026, 12, 4),
        stop_basis=StopBasis.ESTIMATED,
        arrears_since=date(2026, 8, 1),
        deferred_until=date(2026, 12, 1),
    )
    Visit.objects.filter(pk=world.own_visit.pk).update(
        visited_at=timezone.now(), outcome=Outcome.ABSENT, condition="電気メーターは動いていた。"
    )
    household = case.household
    household.has_illness, household.notes = True, "単身"
    household.save()
    case.next_step = "もう一度訪ねる"
    with acting("caseworker") as worker:
        lines = {(line.item, line.label): line.text for line in lines_about(case, worker)}
    items = {item for item, _label in lines}
    assert {
        Item.NAME,
        Item.KANA,
        Item.ADDRESS,
        Item.PHONE,
        Item.HOUSEHOLD,
        Item.HEALTH_SIGNS,
        Item.SUPPORT_PLAN,
        Item.SUPPLY_KIND,
        Item.STOP_DATE,
        Item.ARREARS,
        Item.DEFERRAL,
        Item.CUSTOMER_NUMBER,
        Item.SUPPLY_POINT,
        Item.VISIT_SIGNS,
    } <= items
    [(label, text)] = [(label, text) for (item, label), text in lines.items() if item == Item.STOP_DATE]
    assert "推定" in label and "令和8年12月4日" in text
    assert any("電気メーターは動いていた。" in text for text in lines.values())


def test_only_the_stop_clock_is_ticked_beforehand(world: World, browser: Browser, gathering: Gathering) -> None:
    Supply.objects.filter(case=world.own_case).update(
        scheduled_stop_on=date(2026, 12, 4), stop_basis=StopBasis.ESTIMATED
    )
    page = browser("caseworker").get(_at("paper", gathering.item.pk)).content.decode()
    sent = _fields(page)
    ticked = {sent[f"item-{name.removeprefix('on-')}"] for name in sent if name.startswith("on-")}
    assert ticked == {"supply_kind", "stop_date"}
    assert TAMANA_SECRET in page and "（推定）" in page
    assert AccessRecord.objects.filter(subject="cases.case", purpose="paper of an agenda item").exists()


# --- composing ---


def test_a_line_is_ticked_and_shortened_and_comes_back_as_typed(browser: Browser, gathering: Gathering) -> None:
    url = _at("paper", gathering.item.pk)
    worker = browser("caseworker")
    page = worker.get(url).content.decode()
    key = _key(page, "氏名")
    sent = {**_fields(page), f"on-{key}": "on", f"text-{key}": "秘密さん", "note": "家族には連絡しない。"}
    assert worker.post(url, sent).status_code == 302
    paper = Paper.objects.get()
    assert {"item": "name", "label": "氏名", "text": "秘密さん"} in paper.lines
    assert paper.lines[-1] == {"item": "note", "label": "事務局の備考", "text": "家族には連絡しない。"}
    again = _fields(worker.get(url).content.decode())
    assert again[f"text-{key}"] == "秘密さん" and again[f"on-{key}"] == "on"
    assert again["note"] == "家族には連絡しない。" and again["version"] == "1"


def test_a_line_that_the_case_no_longer_offers_stays_in_the_draft(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    composed(cast, world, acting, gathering=gathering)
    Supply.objects.filter(case=world.own_case).update(settled_on=timezone.localdate())
    page = browser("caseworker").get(_at("paper", gathering.item.pk)).content.decode()
    assert SECRET in page


def test_two_secretaries_and_what_the_later_one_typed_is_not_lost(browser: Browser, gathering: Gathering) -> None:
    url = _at("paper", gathering.item.pk)
    first, second = browser("lead"), browser("caseworker")
    page = first.get(url).content.decode()
    sent, key = _fields(page), _key(page, "氏名")
    first.post(url, {**sent, "note": "先に保存した備考"})
    answer = second.post(url, {**sent, f"on-{key}": "on", f"text-{key}": "あとの言葉", "note": "あとの備考"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "先に保存した備考" in shown
    kept = _fields(shown)
    assert (kept["note"], kept[f"text-{key}"], kept[f"on-{key}"]) == ("あとの備考", "あとの言葉", "on")
    assert Paper.objects.get().version == 1
    assert second.post(url, kept).status_code == 302
    assert Paper.objects.get().lines[-1]["text"] == "あとの備考"


@pytest.mark.parametrize(
    ("field", "words"), [("text", "あ" * 2001), ("text", "   "), ("text", "制御\x07文字"), ("note", "あ" * 4001)]
)
def test_huge_or_empty_or_strange_words_are_refused_and_kept(
    browser: Browser, gathering: Gathering, field: str, words: str
) -> None:
    url = _at("paper", gathering.item.pk)
    worker = browser("caseworker")
    page = worker.get(url).content.decode()
    key = _key(page, "氏名")
    name = f"text-{key}" if field == "text" else "note"
    answer = worker.post(url, {**_fields(page), f"on-{key}": "on", name: words})
    assert answer.status_code == 400
    assert words.strip() in answer.content.decode()
    assert not Paper.objects.exists()


def test_the_longest_words_are_taken_and_an_unknown_item_is_not(browser: Browser, gathering: Gathering) -> None:
    url = _at("paper", gathering.item.pk)
    worker = browser("caseworker")
    page = worker.get(url).content.decode()
    key = _key(page, "氏名")
    sent = {**_fields(page), f"on-{key}": "on", f"text-{key}": "あ" * 2000}
    assert worker.post(url, {**sent, f"item-{key}": "everything"}).status_code == 400
    assert worker.post(url, sent).status_code == 302


# --- issuing ---


def test_the_office_looks_it_over_and_issues_it(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    seat(gathering, "unpledged", user=None, organization=cast.suido, pledged=False)
    summon(gathering, "unpledged")
    paper = composed(cast, world, acting, gathering=gathering)
    url, lead = _at("paper_issue", paper.item_id), browser("lead")
    page = lead.get(url).content.decode()
    assert SECRET in page and "見本" in page and "誓約書" in page
    member = gathering.members["member"].pk
    sent = {"version": "1", f"medium-{member}": "paper"}
    assert lead.post(url, sent).status_code == 302
    assert lead.post(url, sent).status_code == 302  # a double click
    assert PaperCopy.objects.count() == 3
    assert PaperCopy.objects.get(member=member).medium == Medium.PAPER
    after = lead.get(url).content.decode()
    assert "1-1-03" in after and "unpledged" in after
    assert lead.get(_at("paper", paper.item_id)).status_code == 302


def test_who_is_no_member_is_told_what_to_do(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    url, worker = _at("paper_issue", paper.item_id), browser("caseworker")
    assert "先にご自身の委嘱と招集をしてください" in worker.get(url).content.decode()
    assert worker.post(url, {"version": "1"}).status_code == 409
    assert not PaperCopy.objects.exists()


def test_what_changed_since_it_was_looked_over_is_not_issued(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    answer = browser("lead").post(_at("paper_issue", paper.item_id), {"version": "0"})
    assert answer.status_code == 409 and not PaperCopy.objects.exists()


def test_a_corrected_version_is_begun_from_the_page(
    cast: Any, world: World, acting: Any, browser: Browser, gathering: Gathering
) -> None:
    issued(cast, world, acting, gathering)
    item, lead = gathering.item.pk, browser("lead")
    assert lead.post(_at("paper_correct", item)).status_code == 302
    page = lead.get(_at("paper", item)).content.decode()
    assert SECRET in page and _fields(page)["version"] == "1"
    assert Paper.objects.count() == 2
