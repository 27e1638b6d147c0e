"""The main job in Chromium: from the utility's form to visit, flag and leaflet; every page without a barrier."""

import json
import re
import time
from datetime import timedelta

import psycopg
import pypdfium2
import pytest
from playwright.sync_api import expect

from japanese.dates import today, wareki_short
from japanese.workdays import add_working_days

pytestmark = pytest.mark.browser

NAME = "通し試験 花江"
STOP = add_working_days(today(), 3)


def report(person, name=NAME):
    """Report a household under route A; returns the receipt number."""
    page = person.page
    person.goes("/report/")
    person.sees_no_barrier()
    page.check("#id_danger_1")
    page.check("input[name=route][value=A]")
    _next(page)
    person.sees_no_barrier()
    page.fill("[name=given_by]", "本人")
    page.fill("[name=given_on]", wareki_short(today() - timedelta(days=1)))
    page.fill("[name=given_time]", "10:00")
    page.check("input[name=means][value=oral]")
    page.fill("[name=taken_by]", "受付 見本")
    page.fill("[name=words]", "お願いします、と答えた。")
    page.check("[name=all_items]")
    page.check("[name=to_feedback]")
    _next(page)
    page.fill("[name=name]", name)
    page.fill("[name=kana]", "とおししけん はなえ")
    page.fill("[name=postal_code]", "865-0025")
    page.locator("[name=postal_code]").blur()
    expect(page.locator("[name=address]")).to_have_value(re.compile("玉名市"))
    page.fill("[name=address]", "熊本県玉名市高瀬9-9-9")
    page.fill("[name=arrears_months]", "4")
    page.fill("[name=scheduled_stop_on]", wareki_short(STOP))
    person.sees_no_barrier()
    _next(page)
    person.sees_no_barrier()
    assert "玉名市くらしサポート課" in page.inner_text("main")
    _next(page)
    page.wait_for_url(re.compile(r"/reports/\d{4}-\d{4}-\d{5}/"))
    person.sees_no_barrier()
    return re.search(r"\d{4}-\d{4}-\d{5}", page.url)[0]


def _next(page):
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_one_household_travels_the_whole_way(demo, visit):
    staff = visit("tantou@hinode.example.jp", door="portal")
    receipt = report(staff)
    staff.goes("/reports/")
    assert receipt in staff.page.inner_text("main")
    assert NAME not in staff.page.content()
    pdf = staff.page.request.get(f"{demo.portal}/reports/{receipt}/receipt.pdf").body()
    assert receipt in _words(pdf)
    assert NAME not in _words(pdf)

    worker = visit("soudan@tamana.example.jp")
    page = worker.page
    worker.goes("/today/")
    assert NAME in page.inner_text("main")
    worker.sees_no_barrier()
    worker.goes(f"/triage/{receipt}/")
    worker.sees_no_barrier()
    page.locator("form[action$='/open/'] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/cases/"))
    worker.sees_no_barrier()
    case = page.url
    assert _raised(demo)["raised"]["stop_near"] == 1
    assert _raised(demo)["raised"]["stop_near"] == 0
    page.goto(case)
    assert wareki_short(STOP) in page.inner_text("main")

    page.fill("textarea[name=body]", "電話をかけたが、つながらなかった。")
    page.locator("#note button[type=submit]").click()
    page.wait_for_load_state()
    assert "電話をかけたが、つながらなかった。" in page.inner_text("main")
    page.goto(case + "visits/record/")
    worker.sees_no_barrier()
    page.check("input[name=outcome][value=met]")
    page.fill("textarea[name=condition]", "玄関で話せた。")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/cases/"))
    assert "玄関で話せた。" in page.inner_text("main")
    assert _raised(demo)["resolved"]["stop_near"] == 1
    page.goto(case + "history/")
    worker.sees_no_barrier()

    staff.goes("/reports/")
    assert "対応中" in staff.page.inner_text("main")
    for person in (staff, worker):
        person.stays_on_this_machine()
    _mail_arrived(demo, receipt)


def _raised(demo):
    return json.loads(demo.manage("sweep", "--json", "--municipality", "432067"))


def _words(pdf):
    return "".join(one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(pdf))


def _mail_arrived(demo, receipt):
    """The desk's e-mail is there, and says nothing about the household."""
    until = time.monotonic() + 40
    while time.monotonic() < until:
        letters = [file.read_bytes() for file in (demo.home / "mail").glob("*")]
        mine = [letter for letter in letters if receipt.encode() in letter or receipt.encode() in _decoded(letter)]
        if mine:
            assert all(NAME.encode() not in _decoded(letter) for letter in mine)
            return
        time.sleep(0.5)
    raise AssertionError("no e-mail reached the desk")


def _decoded(letter):
    import email

    return email.message_from_bytes(letter).get_payload(decode=True) or b""


def test_leaflet_comes_from_the_command_line(demo, tmp_path):
    target = tmp_path / "leaflet.pdf"
    demo.manage("leaflet", "--agency", "tamana", "--language", "ja", "--output", str(target))
    assert len(pypdfium2.PdfDocument(target)) == 2


def test_a_refused_report_keeps_the_harmless_and_forgets_the_person(visit):
    staff = visit("tantou@hinode.example.jp", door="portal")
    page = staff.page
    staff.goes("/report/")
    page.check("#id_danger_1")
    page.check("input[name=route][value=A]")
    _next(page)
    page.fill("[name=given_by]", "忘却 太郎")
    page.fill("[name=given_on]", wareki_short(today() - timedelta(days=400)))
    page.fill("[name=given_time]", "10:00")
    page.check("input[name=means][value=oral]")
    page.fill("[name=taken_by]", "受付 見本")
    page.fill("[name=words]", "はい")
    page.check("[name=all_items]")
    page.fill("[name=expires_on]", wareki_short(today() - timedelta(days=30)))
    _next(page)
    if page.locator("[name=name]").count():
        page.fill("[name=name]", "忘却 太郎")
        page.fill("[name=postal_code]", "865-0025")
        page.fill("[name=address]", "熊本県玉名市高瀬8-8")
        page.fill("[name=arrears_months]", "4")
        _next(page)
        _next(page)
        assert "忘却 太郎" not in page.content()
    staff.sees_no_barrier()
    staff.goes("/reports/")
    assert "忘却" not in page.content()


def test_the_portals_log_in_is_refused_a_case_by_the_database(demo):
    secrets = json.loads((demo.home / "secrets.json").read_text())
    folder = next(demo.home.glob("postgres/socket"), None)
    with (
        psycopg.connect(
            host=str(folder), dbname="tsunagi", user="tsunagi_portal", password=secrets["portal"]
        ) as portal,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        portal.execute("SELECT * FROM cases_case")


PAGES = {
    ("soudan@tamana.example.jp", "agency"): (
        "/today/",
        "/triage/",
        "/cases/",
        "/cases/2026-0001/",
        "/agreements/",
        "/meetings/",
        "/leaflets/",
        "/disclosures/",
        "/notices/",
        "/me/",
        "/account/2fa/",
    ),
    ("kanri@tamana.example.jp", "agency"): ("/people/", "/settings/", "/outbox/"),
    ("kansa@tamana.example.jp", "agency"): ("/access/", "/disclosures/"),
    ("shocho@hinode.example.jp", "portal"): ("/start/", "/reports/", "/guidance/", "/desks/", "/leaflets/", "/people/"),
}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize(("who", "door"), PAGES, ids=[who for who, _door in PAGES])
def test_no_page_has_a_barrier_or_runs_over_its_edge(visit, who, door, phone):
    person = visit(who, door=door, phone=phone)
    for path in PAGES[who, door]:
        person.goes(path)
        assert "/account/login" not in person.page.url
        person.sees_no_barrier()
        width = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{path} is {width} px too wide"
    person.stays_on_this_machine()


def test_a_half_filled_note_survives_a_log_out(visit):
    worker = visit("soudan@furano.example.jp")
    page = worker.page
    worker.goes("/cases/2026-0001/")
    page.fill("textarea[name=body]", "書きかけの記録です")
    with page.expect_response(re.compile("/draft/")):
        page.wait_for_timeout(100)
    page.context.clear_cookies(name=re.compile("session"))
    page.locator("#note button[type=submit]").click()
    page.wait_for_url(re.compile("/account/login/"))
    page.fill("input[name=login]", "soudan@furano.example.jp")
    page.fill("input[name=password]", "tsunagi-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/(cases|today)/"))
    worker.goes("/cases/2026-0001/")
    assert page.input_value("textarea[name=body]") == "書きかけの記録です"
