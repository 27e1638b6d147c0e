"""A list is sent as a file, by somebody at a browser: read, mended, sent, sent again; and by a machine that dies."""

import json
import re
import time

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, start
from tests.portal.import_files import HEADINGS, PROTECTED, WITHOUT_GROUND, csv_of, row

pytestmark = pytest.mark.browser

SENDER = "tantou@hinode.example.jp"
MENDING = f"#id_c{HEADINGS.index('滞納額')}"


def hand_in(page: Page, content: bytes, name: str = "list.csv") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.click("main form[action='/imports/upload/'] button[type=submit]")
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}/$"))


def counted(page: Page) -> list[str]:
    """The figures at the top, once the list has come to rest."""
    page.wait_for_selector(".stats .stat-number", timeout=60_000)
    return [re.sub(r"[^0-9,]", "", text) for text in page.locator(".stats .stat-number").all_inner_texts()]


def press_send(page: Page) -> None:
    page.dblclick("form[action$='/send/'] button")


def test_a_list_from_the_file_to_the_receipts_and_once_more(visit):
    person = visit(SENDER, door="portal")
    page = person.page
    stem = f"B{time.time_ns()}"
    rows = [
        row(f"{stem}-1"),
        row(f"{stem}-2", **PROTECTED),
        row(f"{stem}-3", 滞納額="?"),
        row(f"{stem}-4", **WITHOUT_GROUND),
    ]
    page.click("main a.way[href='/imports/']")
    person.sees_no_barrier()
    hand_in(page, csv_of(rows))
    assert counted(page) == ["2", "1", "1", "0"]
    person.sees_no_barrier()

    page.click("main a[href$='/rows/3/'] >> nth=0")
    person.sees_no_barrier()
    expect(page.locator(MENDING)).to_have_value("?")
    page.fill(MENDING, "24,800")
    page.click("main form.form button[type=submit]")
    page.wait_for_url(re.compile(r"fate=mend"))
    assert counted(page) == ["3", "0", "1", "0"]
    press_send(page)
    page.wait_for_selector("a[href$='/receipts/']", timeout=60_000)
    assert counted(page) == ["3", "0", "1", "0"]
    page.click("a[href$='/receipts/']")
    expect(page.locator("main tbody tr")).to_have_count(3)
    person.sees_no_barrier()

    person.goes("/imports/")
    hand_in(page, csv_of(rows[:2]))
    assert counted(page) == ["0", "0", "0", "2"]
    expect(page.locator("form[action$='/send/']")).to_have_count(0)
    page.click("[data-dialog-open=discard]")
    page.click("dialog form button[type=submit]")
    page.wait_for_url(re.compile(r"/imports/$"))
    person.stays_on_this_machine()


def test_on_a_phone_nothing_sticks_out(visit):
    person = visit(SENDER, door="portal", phone=True)
    person.goes("/imports/")
    hand_in(person.page, csv_of([row("P-1", 滞納額="?"), row("P-2")]))
    counted(person.page)
    for path in ("", "rows/1/"):
        person.page.goto(re.sub(r"rows/.*|\?.*", "", person.page.url) + path)
        width = person.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path
        person.sees_no_barrier()


def test_a_closed_browser_does_not_stop_it(visit):
    first = visit(SENDER, door="portal")
    first.goes("/imports/")
    hand_in(first.page, csv_of([row(f"C{time.time_ns()}-{n}") for n in range(1200)]))
    address = first.page.url
    counted(first.page)
    press_send(first.page)
    first.page.wait_for_selector("#progress, a[href$='/receipts/']", timeout=60_000)  # the order has arrived
    first.page.context.close()

    again = visit(SENDER, door="portal").page
    again.goto(address)
    again.wait_for_selector("a[href$='/receipts/']", timeout=200_000)
    assert counted(again)[0] == "1,200"


def test_a_file_that_is_too_large_never_travels_and_a_wrong_one_says_what_to_do(visit, tmp_path):
    large = tmp_path / "list.csv"
    large.write_bytes(bytes(30_000_001))
    person = visit(SENDER, door="portal")
    person.goes("/imports/")
    field = person.page.locator("input[type=file]")
    field.set_input_files(large)
    assert field.evaluate("field => field.validationMessage")
    hand_in(person.page, b"%PDF-1.7 a paper", "list.csv")
    person.page.wait_for_selector(".notice.tone-warning")
    person.sees_no_barrier()


# --- a machine that dies ---

MANY = 12_000


def asked(home, statement: str):
    """As the administrator sees it."""
    secrets = json.loads((home / "secrets.json").read_text())
    where = {"host": str(home / "postgres" / "socket"), "user": "postgres", "password": secrets["superuser"]}
    with psycopg.connect(**where, dbname="tsunagi") as database:
        return database.execute(statement).fetchone()


SENT = "SELECT coalesce(max(sent), 0) FROM referrals_importrun"
TOGETHER = """
    SELECT count(*), count(DISTINCT customer_number), count(DISTINCT receipt_number), count(DISTINCT d.id), count(t.*)
    FROM referrals_referral r JOIN consent_disclosure d ON d.id = r.disclosure_id
    LEFT JOIN referrals_triage t ON t.referral_id = r.id WHERE r.channel = 'file'
"""


def sign_in(page: Page, base: str) -> None:
    page.goto(base + "/account/login/")
    page.fill("input[name=login]", SENDER)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/start/"))


def test_killed_in_the_middle_of_a_list(home, chromium):
    demo = start(home, "--port", "18500")
    page = chromium.new_context(locale="ja-JP").new_page()
    page.set_default_timeout(30_000)
    sign_in(page, demo.portal)
    page.goto(demo.portal + "/imports/")
    hand_in(page, csv_of([row(n) for n in range(MANY)]))
    counted(page)
    press_send(page)
    until = time.monotonic() + 60
    while asked(home, SENT)[0] == 0 and time.monotonic() < until:
        time.sleep(0.02)
    for process in [demo.process, *demo.family()]:
        process.kill()
    demo.process.wait()

    again = start(home, "--port", demo.portal.rsplit(":", 1)[1])
    try:
        before = asked(home, SENT)[0]
        assert 0 < before < MANY, "it was to die in the middle"
        page.goto(page.url)
        page.wait_for_selector("a[href$='/receipts/']", timeout=150_000)  # without anybody's doing
        assert asked(home, SENT)[0] == MANY
        assert asked(home, TOGETHER) == (MANY,) * 5
        assert asked(home, "SELECT count(*) FROM referrals_importchunk")[0] == 0
    finally:
        again.stop()
