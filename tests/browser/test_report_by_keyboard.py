"""The purpose itself: one household with consent, by the keyboard alone, in under two minutes."""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from japanese.dates import today, wareki_short

pytestmark = pytest.mark.browser

#: The keystroke-level model (Card, Moran, Newell 1980): an average typist's key, and a moment of thought for a field.
KEY_SECONDS = 0.28
THOUGHT_SECONDS = 1.35
#: What a page of ours takes to come; measured below with room to spare.
PAGE_SECONDS = 1.0
#: Kana and kanji cost about this many keys a character with an input method.
KEYS_A_CHARACTER = 2.5


class Typist:
    """Presses keys, and counts them."""

    def __init__(self, page):
        self.page, self.keys, self.fields, self.pages = page, 0.0, 0, 0

    def tab_to(self, selector):
        """Tab until the field has the focus; the focus ring must reach it in the order of the page."""
        for _press in range(60):
            if self.page.evaluate("s => document.activeElement?.matches(s)", selector):
                return
            self._press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    def type(self, selector, words):
        self.tab_to(selector)
        self.fields += 1
        self.page.keyboard.type(words)
        self.keys += sum(1 if one.isascii() else KEYS_A_CHARACTER for one in words)

    def choose(self, selector, downs=0):
        """A box or the first of several with the space bar, one further down with the arrow."""
        self.tab_to(selector)
        self.fields += 1
        self._press("Space")
        for _press in range(downs):
            self._press("ArrowDown")

    def next(self, address):
        """Enter in the form, as a keyboard's user does."""
        self.tab_to("main form.form button[type=submit]")
        self._press("Enter")
        self.page.wait_for_url(re.compile(address))
        self.pages += 1

    def _press(self, key):
        self.page.keyboard.press(key)
        self.keys += 1

    @property
    def seconds(self):
        """What an average person needs for the same."""
        return self.keys * KEY_SECONDS + self.fields * THOUGHT_SECONDS + self.pages * PAGE_SECONDS


def test_one_household_with_consent_in_under_two_minutes(visit):
    page = visit("tantou@hinode.example.jp", door="portal").page
    typist = Typist(page)
    began = time.monotonic()
    typist.tab_to("a.way, .way a, a[href='/report/']")
    typist._press("Enter")
    page.wait_for_url(re.compile(r"/report/\?r="))
    typist.pages += 1

    typist.choose("#id_danger_0", downs=1)
    typist.choose("input[name=route]")
    typist.next("step=ground")
    typist.type("[name=given_by]", "本人")
    typist.type("[name=given_on]", wareki_short(today() - timedelta(days=1)))
    typist.choose("input[name=means]", downs=1)
    typist.choose("[name=all_items]")
    assert not page.locator("input[name=agreed_items]").first.is_visible(), "one box stands for all"
    typist.next("step=household")
    typist.type("[name=name]", "鍵盤 花江")
    typist.type("[name=postal_code]", "8650025")
    expect(page.locator("[name=address]")).to_have_value("熊本県玉名市高瀬")
    typist.tab_to("[name=address]")
    page.keyboard.press("End")
    typist.type("[name=address]", "9-9-9")
    typist.type("[name=arrears_months]", "4")
    typist.type("[name=scheduled_stop_on]", wareki_short(today() + timedelta(days=9)))
    typist.next("step=send")
    assert "熊本県玉名市高瀬9-9-9" in page.inner_text("main")
    typist.next(r"/reports/\d{4}-")
    machine = time.monotonic() - began

    print(f"{typist.fields} fields, {typist.pages} pages, {typist.keys:.0f} keys, {typist.seconds:.0f} s by the model")
    assert typist.fields <= 11 and typist.pages == 5
    assert typist.seconds < 120, "by hand"
    assert machine < 60, "by this machine"


def test_without_scripts_the_same_report_is_sent(chromium, demo):
    context = chromium.new_context(java_script_enabled=False, locale="ja-JP", timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(demo.portal + "/account/login/")
    page.fill("input[name=login]", "tantou@hinode.example.jp")
    page.fill("input[name=password]", "tsunagi-demo")
    page.press("input[name=password]", "Enter")
    page.goto(demo.portal + "/report/")
    page.check("#id_danger_1")
    page.check("input[name=route][value=A]")
    _press(page)
    page.fill("[name=given_by]", "本人")
    page.fill("[name=given_on]", "令和8年1月5日")
    page.check("input[name=means][value=telephone]")
    for item in ("name", "address", "supply_kind", "arrears", "stop_date"):
        page.check(f"input[name=agreed_items][value={item}]")
    _press(page)
    page.fill("[name=name]", "無筆 太郎")
    page.fill("[name=postal_code]", "８６５－００２５")
    page.fill("[name=scheduled_stop_on]", "令和9年2月30日")
    _press(page)
    assert page.input_value("[name=address]") == "熊本県玉名市高瀬"
    assert page.locator("[data-error-summary] a").count() == 2
    page.fill("[name=address]", "熊本県玉名市高瀬7-7")
    page.fill("[name=scheduled_stop_on]", "令和9年2月28日")
    _press(page)
    assert "玉名市くらしサポート課" in page.inner_text("main") and "8:30" in page.inner_text("main")
    page.go_back()
    assert page.input_value("[name=address]") == "熊本県玉名市高瀬7-7"
    _press(page)
    _press(page)
    assert re.search(r"/reports/\d{4}-\d{4}-\d{5}/$", page.url)
    context.close()


def _press(page):
    page.locator("main form.form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_what_was_typed_is_kept_when_one_logs_out_and_is_nobody_elses(visit):
    first = visit("tantou@hinode.example.jp", door="portal")
    page = first.page
    first.goes("/report/")
    page.check("#id_danger_1")
    page.check("input[name=route][value=A]")
    _press(page)
    page.fill("[name=given_by]", "途中 花江")
    with page.expect_response(re.compile("/draft/")):
        page.wait_for_timeout(100)
    here = page.url
    page.context.clear_cookies(name=re.compile("session"))
    _sign_in(page, first.base, "shocho@hinode.example.jp")
    page.goto(here)
    assert "途中 花江" not in page.content()
    page.context.clear_cookies(name=re.compile("session"))
    _sign_in(page, first.base, "tantou@hinode.example.jp")
    page.goto(here)
    assert page.input_value("[name=given_by]") == "途中 花江"


def _sign_in(page, base, email):
    page.goto(base + "/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", "tsunagi-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/start/"))


def test_nothing_saved_while_typing_comes_behind_the_sending(visit):
    """A draft under way is waited for, so that after a refusal by law nothing of the person is written anew."""
    staff = visit("tantou@hinode.example.jp", door="portal")
    page = staff.page
    staff.goes("/report/")
    page.check("#id_danger_1")
    page.check("input[name=route][value=A]")
    _press(page)
    number = re.search("r=([0-9a-f-]+)", page.url)[1]
    sent, held = [], []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" and "/report/" in one.url else None)
    page.route("**/draft/", lambda route: held.append(route))
    page.fill("[name=given_by]", "追越 花江")
    page.fill("[name=given_on]", wareki_short(today() - timedelta(days=400)))
    page.fill("[name=expires_on]", wareki_short(today() - timedelta(days=30)))
    page.check("input[name=means][value=oral]")
    page.check("[name=all_items]")
    page.wait_for_timeout(2000)
    page.locator("main form.form button[type=submit]").first.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert (len(held), sent) == (1, []), "the draft is under way, so the form waits"
    held[0].continue_()
    page.wait_for_selector("#refused-heading")
    assert len(sent) == 1
    staff.goes("/start/")
    assert number not in page.content(), "there is no draft to go on with"


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_in_danger_two_sentences_and_a_place_suffice(visit, phone):
    staff = visit("tantou@hinode.example.jp", door="portal", phone=phone)
    page = staff.page
    staff.goes("/report/")
    page.check("#id_danger_0")
    page.check("input[name=route][value=none]")
    _press(page)
    assert "119" in page.inner_text("main .notice")
    staff.sees_no_barrier()
    page.fill("[name=why_protect]", "弱い声がする。")
    page.fill("[name=why_no_consent]", "戸を開けられない。")
    _press(page)
    page.fill("[name=address]", "玉名市高瀬の赤い屋根の家")
    page.fill("[name=phone]", "わからない")
    staff.sees_no_barrier()
    _press(page)
    assert "わからない" in page.inner_text("main") and "玉名市くらしサポート課" in page.inner_text("main")
    staff.sees_no_barrier()
    _press(page)
    assert re.search(r"/reports/\d{4}-\d{4}-\d{5}/$", page.url)
    staff.sees_no_barrier()
    staff.stays_on_this_machine()
