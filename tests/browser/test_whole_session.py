"""A whole session in Chromium: a meeting is founded, five members of four organisations take their seats, one of them a
utility's for this session only; an organisation that is no member answers a request; papers go round and come back; the minutes close."""

import re
import time
from datetime import timedelta
from email import message_from_string
from email.header import decode_header

import pytest

from japanese.dates import today, wareki_short

pytestmark = pytest.mark.browser

NAME = "鳥羽市のくらし支援会議"
PAPER = (
    ("福祉 見本", "鳥羽市", "福祉課長", ""),
    ("民生 見本", "", "会長", "鳥羽地区民生委員協議会"),
    ("児童 見本", "", "副会長", "鳥羽地区民生委員協議会"),
)
LEAD, CHIEF = "shunin@toba.example.jp", "shocho@toba-water.example.jp"


def test_from_founding_to_closed_minutes(demo, visit):
    admin, lead = visit("kanri@toba.example.jp"), visit(LEAD)
    meeting = _founded(admin)
    lead_name = "主任 見本（鳥羽市）"
    for name, body, post, other in PAPER:
        _seated(admin, meeting, name, body, post, other)
    _seated(admin, meeting, lead_name, "くらし相談室", "主任相談支援員", "", email=LEAD)
    assert admin.page.request.get(f"{admin.base}/meetings/{meeting}/register.pdf").body().startswith(b"%PDF")

    session = _called(admin, lead, meeting)
    item = _on_the_agenda(lead, session)
    _provisional(lead, session)
    chief = _joined(demo, visit)
    _pledged(chief)
    _asked(lead, item)
    _answered(visit("tantou@toba-housing.example.jp", door="portal"), lead)
    secret = _issued(lead, item)
    _read(chief, secret)
    _collected(lead, session)
    _closed(lead, session, item)
    for person in (admin, lead, chief):
        person.stays_on_this_machine()


def _send(page, form="main form"):
    page.locator(f"{form} button[type=submit]").first.click()
    page.wait_for_load_state()


def _founded(admin):
    page = admin.page
    admin.goes("/meetings/new/")
    admin.sees_no_barrier()
    page.check("input[name=basis][value=act_9]")
    page.fill("[name=name]", NAME)
    page.fill("[name=founded_on]", wareki_short(today()))
    page.fill("[name=charter]", "鳥羽市のくらし支援会議設置要綱")
    page.select_option("[name=secretariat]", index=0)
    if not page.input_value("[name=secretariat]"):
        page.select_option("[name=secretariat]", index=1)
    _send(page)
    admin.sees_no_barrier()
    return int(re.search(r"/meetings/(\d+)/", page.url)[1])


def _choose(page, select, words):
    """The option that contains these words."""
    value = page.locator(f"{select} option", has_text=words).first.get_attribute("value")
    page.select_option(select, value)


def _seated(admin, meeting, name, body, post, other, *, email=""):
    page, day = admin.page, wareki_short(today())
    admin.goes(f"/meetings/{meeting}/members/new/")
    page.fill("[name=name]", name)
    if other and page.locator("[name=organization] option", has_text=other).count():
        body, other = other, ""  # the second of them: it has its entry by now
    if other:
        page.fill("[name=other]", other)
    else:
        _choose(page, "[name=organization]", body)
    page.fill("[name=post]", post)
    page.fill("[name=email]", email)
    page.fill("[name=starts_on]", day)
    page.fill("[name=ends_on]", wareki_short(today() + timedelta(days=700)))
    _send(page)
    reply, appoint, pledge = (f"form[action$='/{verb}/']" for verb in ("reply", "appoint", "pledge"))
    page.check(f"{reply} [name=accepted][value=yes]")
    page.fill(f"{reply} [name=on]", day)
    _send(page, reply)
    page.fill(f"{appoint} [name=appointed_on]", day)
    _send(page, appoint)
    page.fill(f"{pledge} [name=signed_name]", name)
    page.fill(f"{pledge} [name=on]", day)
    _send(page, pledge)
    admin.sees_no_barrier()
    assert "在任" in page.inner_text("main")


def _called(admin, lead, meeting):
    page = admin.page
    admin.goes(f"/meetings/{meeting}/sessions/new/")
    admin.sees_no_barrier()
    page.fill("[name=day]", wareki_short(today()))
    # It has begun already and is not over, whenever this runs, and its papers can be read the whole day.
    page.fill("[name=begins]", "00:00")
    page.fill("[name=ends]", "00:00")
    page.fill("[name=papers_hours]", "40")
    page.fill("[name=place]", "保健福祉センター")
    _send(page)
    session = int(re.search(r"/sessions/(\d+)/", page.url)[1])
    page = lead.page
    lead.goes(f"/meetings/sessions/{session}/summon/")
    lead.sees_no_barrier()
    for box in page.locator("[name=seat]").all():
        box.check()
    _send(page)
    lead.goes(f"/meetings/sessions/{session}/call/")
    lead.sees_no_barrier()
    _send(page)
    assert "招集済み" in page.inner_text("main")
    return session


def _on_the_agenda(lead, session):
    page = lead.page
    lead.goes("/cases/")
    number = re.search(r"\d{4}-\d{4}", page.inner_text("main table"))[0]
    lead.goes(f"/meetings/sessions/{session}/agenda/")
    lead.sees_no_barrier()
    page.fill("[name=number]", number)
    page.check("[name=case_kind][value=no_consent]")
    page.fill("[name=why_no_consent]", "三度訪ねたが会えない。")
    page.fill("[name=question]", "だれが、いつ声をかけますか。")
    _send(page)
    page.locator("a[href*='/meetings/items/']").first.click()
    page.wait_for_load_state()
    lead.sees_no_barrier()
    assert page.inner_text("main").count("伝えられます") == 4
    return int(re.search(r"/items/(\d+)/", page.url)[1])


def _provisional(lead, session):
    page = lead.page
    lead.goes(f"/meetings/sessions/{session}/provisional/")
    lead.sees_no_barrier()
    page.fill("[name=name]", "所長 見本（料金係）")
    _choose(page, "[name=organization]", "鳥羽市水道課")
    page.fill("[name=email]", CHIEF)
    page.check("[name=accepted_by][value=paper]")
    page.locator("[name=pledge]:not([value=paper])").first.check()
    _send(page)
    assert "鳥羽市水道課" in page.inner_text("body")


def _joined(demo, visit):
    """The chief has an account for the company already: signs in, then opens the letter of the invitation."""
    chief = visit(CHIEF, door="portal")
    address = _letter(demo, "/invitation")
    chief.page.goto(address)
    _send(chief.page)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        chief.goes("/")
        other = chief.page.locator("form[action$='/role/']")
        if other.count() and "構成員" not in chief.page.inner_text("header"):
            with chief.page.expect_navigation():
                other.first.evaluate("form => form.requestSubmit(form.querySelector('button'))")
        chief.goes("/room/")
        if chief.page.locator("a[href*='/room/pledges/']").count():
            return chief
        time.sleep(1)
    raise AssertionError(chief.page.inner_text("body"))


def _letter(demo, words):
    """The address in the newest e-mail that holds these words."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for path in sorted((demo.home / "mail").glob("*"), key=lambda one: -one.stat().st_mtime):
            for text in path.read_text(encoding="utf-8", errors="replace").split("-" * 79):
                letter = message_from_string(text.lstrip("\n"))
                body = (letter.get_payload(decode=True) or b"").decode("utf-8", "replace")
                if CHIEF in str(letter["To"]) and words in body:
                    assert decode_header(letter["Subject"])
                    return re.search(r"https?://\S+", body)[0]
        time.sleep(1)
    raise AssertionError("no letter")


def _pledged(chief):
    page = chief.page
    page.locator("a[href*='/room/pledges/']").first.click()
    page.wait_for_load_state()
    chief.sees_no_barrier()
    page.fill("[name=signed_name]", "所長 見本（料金係）")
    _send(page)


def _asked(lead, item):
    page = lead.page
    lead.goes(f"/meetings/items/{item}/ask/")
    lead.sees_no_barrier()
    _choose(page, "[name=organization]", "鳥羽市建設課")
    page.check("[name=items][value=arrears]")
    page.fill("[name=question]", "家賃の支払いの様子を知り、住まいを失わないようにするため。")
    _send(page)
    lead.sees_no_barrier()


def _answered(housing, lead):
    page = housing.page
    housing.goes("/asked/")
    housing.sees_no_barrier()
    page.locator("main a[href*='/asked/']").first.click()
    page.wait_for_load_state()
    housing.sees_no_barrier()
    page.check("[name=kind][value=given]")
    page.fill("[name=given-arrears]", "家賃が三か月遅れている。")
    _send(page)
    assert "家賃が三か月遅れている。" in page.inner_text("main")
    lead.page.reload()
    assert "家賃が三か月遅れている。" in lead.page.inner_text("main")
    housing.stays_on_this_machine()


def _issued(lead, item):
    """The name that stands on the paper."""
    page = lead.page
    lead.goes(f"/agenda/{item}/paper/")
    lead.sees_no_barrier()
    name = page.locator("[name^=text-]").first.input_value()
    page.locator("[name^=on-]").first.check()
    page.locator("button[name=look]").click()
    page.wait_for_load_state()
    lead.sees_no_barrier()
    assert name in page.inner_text("main")
    _send(page)
    lead.sees_no_barrier()
    return name


def _read(chief, secret):
    page = chief.page
    chief.goes("/room/")
    chief.sees_no_barrier()
    page.locator("a[href*='/room/copies/']").first.click()
    page.wait_for_load_state()
    chief.sees_no_barrier()
    assert secret in page.inner_text("main")


def _collected(lead, session):
    page = lead.page
    for verb in ("hand-out", "return"):
        lead.goes(f"/sessions/{session}/copies/")
        lead.sees_no_barrier()
        for box in page.locator("[name=copies]").all():
            if "紙" in box.evaluate("box => box.closest('tr').innerText"):
                box.check()
        page.locator(f"button[formaction$='/{verb}/']").click()
        page.wait_for_load_state()
    assert "回収しました" in page.inner_text("main")


def _closed(lead, session, item):
    page = lead.page
    lead.goes(f"/meetings/sessions/{session}/close/")
    assert page.locator("main a[href$='/attendance/']").count()
    lead.goes(f"/meetings/sessions/{session}/attendance/")
    lead.sees_no_barrier()
    for box in page.locator("[name$=-attendance][value=present]").all():
        box.check()
    for choice in page.locator("select[name$=-attendance]").all():
        choice.select_option("present")
    _send(page)
    assert "出欠" in page.inner_text("main"), page.inner_text("main")
    lead.goes(f"/meetings/items/{item}/minutes/")
    lead.sees_no_barrier()
    page.fill("[name=result]", "民生委員と一緒に訪ねる。")
    page.fill("[name$=what]", "民生委員と訪ねる")
    page.fill("[name$=due_on]", wareki_short(today() + timedelta(days=7)))
    _send(page)
    assert "民生委員と訪ねる" in page.inner_text("main"), page.inner_text("main")
    page.locator("main a[href*='/meetings/decisions/']").first.click()
    page.wait_for_load_state()
    lead.sees_no_barrier()
    lead.goes(f"/meetings/items/{item}/extract/")
    lead.sees_no_barrier()
    lead.goes(f"/meetings/sessions/{session}/close/")
    lead.sees_no_barrier()
    assert page.locator("main form").count(), page.inner_text("main")
    _send(page)
    lead.goes(f"/meetings/sessions/{session}/")
    lead.sees_no_barrier()
    assert "終了" in page.inner_text("main")
    lead.goes(f"/meetings/items/{item}/minutes/")
    with page.expect_navigation():
        page.locator("main a[href*='/cases/']").first.click()
    assert "民生委員と訪ねる" in page.inner_text("main")
