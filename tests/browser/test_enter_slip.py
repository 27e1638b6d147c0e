"""A slip that came by FAX is typed in by keyboard alone, straight down, as fast as it is read."""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from japanese.dates import today
from referrals.slip import QUESTIONS

pytestmark = pytest.mark.browser

CASEWORKER = "soudan@tamana.example.jp"
SENDER = "tantou@hinode.example.jp"
#: The slip as it lies on the desk: which choice is ticked (counted from nothing), or what is written.
SLIP: dict[str, int | str] = {
    "danger": 1,
    "channel": 1,
    "source": 0,
    "office": "ひので",
    "source_name": "検針 花子",
    "source_phone": "0968-00-0123",
    "caller_words": "相談窓口に話してよいとのこと。",
    "route": 0,
    "given_by": "仮見 八重",
    "given_on": f"{today() - timedelta(days=1)}",
    "given_time": "1030",
    "means": 1,
    "taken_by": "検針 花子",
    "words": "伝えてください",
    "all_items": 0,
    "to_feedback": 0,
    "name": "仮見 八重",
    "kana": "カリミ ヤエ",
    "phone": "0968-00-0456",
    "postal_code": "865-0016",
    "address": "熊本県玉名市岩崎8-8",
    "supply_kind": "電気",
    "customer_number": "C-77",
    "supply_point": "0900000000000000000001",
    "arrears_months": "3",
    "arrears_yen": "24800",
    "scheduled_stop_on": f"{today() + timedelta(days=12)}",
    "has_infant": 0,
    "note": "犬がいる。",
}
#: A neighbour on the telephone, as far as they have told.
CALL: dict[str, int | str] = {
    "danger": 1,
    "channel": 0,
    "source": 7,
    "route": 1,
    "interest": 1,
    "why_protect": "返事が弱い。",
}
#: What is asked of somebody who agreed to all: nothing about the two reasons.
ASKED = [name for question in QUESTIONS if question.key != "protection" for name in question.fields]


def focused(page: Page) -> str:
    """The name of the field that has the keyboard; of anything else, what it is."""
    name = page.evaluate("document.activeElement.name || document.activeElement.localName")
    return str(name)


def write(page: Page, answer: int | str) -> None:
    """Answer the field that has the keyboard."""
    kind = page.evaluate("document.activeElement.type")
    if kind in ("radio", "checkbox"):
        page.keyboard.press("Space")
        for _step in range(int(answer)):
            page.keyboard.press("ArrowDown")
    elif kind == "select-one":
        offered = page.evaluate("[...document.activeElement.options].map((one) => one.text)")
        for _step in range(next(n for n, words in enumerate(offered) if words.startswith(str(answer)))):
            page.keyboard.press("ArrowDown")
    elif kind == "time":
        page.keyboard.type(f"{answer}AM")
    else:
        page.keyboard.type(str(answer))


def on_to_the_next(page: Page, name: str) -> str:
    """Tab until another field has the keyboard: a time has several stops, a list of boxes one for each box."""
    for _press in range(30):
        page.keyboard.press("Tab")
        if (now := focused(page)) != name:
            return now
    raise AssertionError(f"the keyboard does not leave {name}")


def type_in(page: Page, slip: dict[str, int | str]) -> list[str]:
    """Down the page from where it opens to its button; the fields that had the keyboard, in their order."""
    visited, name = [], focused(page)
    while name != "button":
        visited.append(name)
        if name in slip:
            write(page, slip[name])
        name = on_to_the_next(page, name)
    return visited


def test_a_whole_slip_by_keyboard_alone_in_the_order_of_the_paper(visit):
    person = visit(CASEWORKER)
    page = person.page
    person.goes("/intake/")
    person.sees_no_barrier()
    assert focused(page) == QUESTIONS[0].fields[0], "one types on where the page opens"
    began = time.monotonic()
    visited = type_in(page, SLIP)
    assert visited == ASKED, "nothing between the questions, and each in the order of the slip"
    person.sees_no_barrier()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/triage/[\d-]+/$"))
    assert time.monotonic() - began < 60, "machine speed: what is left for the reader is the typing itself"
    told = page.locator("main").inner_text()
    for words in (
        "仮見 八重",
        "相談窓口に話してよいとのこと。",
        "0900000000000000000001",
        "犬がいる。",
        "伝えてください",
    ):
        assert words in told, words
    person.sees_no_barrier()
    receipt = page.url.rstrip("/").rpartition("/")[2]
    person.stays_on_this_machine()

    sender = visit(SENDER, door="portal")
    sender.goes(f"/reports/{receipt}/")
    expect(sender.page.locator(".receipt-number")).to_have_text(receipt)


def test_the_other_ground_asks_for_both_reasons_and_for_no_consent(visit):
    person = visit(CASEWORKER)
    page = person.page
    person.goes("/intake/")
    told = {"why_no_consent": "戸を開けない。", "judged_by": "隣の人", "address": "熊本県玉名市岩崎9-9"}
    visited = type_in(page, {**CALL, **told})
    left_out = {"office"} | {
        name for question in QUESTIONS if question.key in ("consent", "items") for name in question.fields
    }
    assert visited == [name for question in QUESTIONS for name in question.fields if name not in left_out]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/triage/[\d-]+/$"))
    person.stays_on_this_machine()


def test_what_is_missing_is_said_at_once_and_a_refusal_leaves_no_name_on_the_page(visit):
    person = visit(CASEWORKER, phone=True)
    page = person.page
    person.goes("/intake/")
    type_in(page, {**CALL, "name": "鶯谷 金糸雀", "address": "熊本県玉名市岩崎9-9"})
    page.keyboard.press("Enter")
    assert focused(page) == "why_no_consent", "the browser stops where something is missing"
    page.evaluate("document.querySelector('form.intake').noValidate = true")  # as where no script runs
    page.locator("form.intake button[type=submit]").press("Enter")
    page.wait_for_selector("#refused-heading")
    assert "鶯谷" not in page.content()
    person.sees_no_barrier()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    person.stays_on_this_machine()
