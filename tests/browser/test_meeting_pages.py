"""The pages of the support meeting that a whole session does not pass, and all of them in English: no barrier anywhere."""

import pytest

pytestmark = pytest.mark.browser

# 玉名, whose meeting, session, item and members are the first of the demonstration.
NOT_PASSED = (
    *(f"/meetings/{page}" for page in ("", "1/", "1/edit/", "1/register/", "1/members/new/?member=2", "calendar/")),
    *(f"/meetings/sessions/1/{page}" for page in ("edit/", "cancel/", "minutes/")),
    "/sessions/1/copies/?tick=paper",
    "/cases/2026-0003/agenda/",
    "/meetings/requests/",
)
PASSED = (
    *(f"/meetings/{page}" for page in ("new/", "1/sessions/new/", "appointments/2/")),
    *(f"/meetings/sessions/1/{page}" for page in ("", "summon/", "call/", "provisional/", "agenda/", "close/")),
    *(f"/meetings/items/1/{page}" for page in ("", "ask/", "minutes/")),
    "/agenda/1/paper/issue/",
)


def test_no_barrier_on_any_page_of_the_meeting_in_either_language(visit):
    lead, member = visit("shunin@tamana.example.jp"), _member(visit)
    asked, number = _asked(lead)
    staff = visit("tantou@hinode.example.jp", door="portal")
    for language, passed in (("ja", ()), ("en", PASSED)):
        _speak(lead, language)
        _walk(lead, *NOT_PASSED, *passed, f"{asked}answer/")
        _refused(lead)
        _speak(member, language)
        _walk(member, "/room/", _copy(member))
        _speak(staff, language)
        _walk(staff, "/asked/", f"/asked/{number}/")
    for person in (lead, member, staff):
        person.stays_on_this_machine()


def _walk(person, *paths):
    for path in paths:
        person.goes(path)
        assert person.page.locator("h1").count() == 1, person.page.url
        wide = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{person.page.url} is {wide} pixels too wide"
        person.sees_no_barrier()


def _speak(person, language):
    page = person.page
    if page.locator("html").get_attribute("lang") != language:
        with page.expect_navigation():
            page.click(f"footer button[lang={language}]")
    assert page.locator("html").get_attribute("lang") == language


def _member(visit):
    """The company's manager as a member of the meeting, on a phone."""
    member = visit("shocho@hinode.example.jp", door="portal", phone=True)
    with member.page.expect_navigation():
        switch = member.page.locator("form[action$='/role/']").first
        switch.evaluate("form => form.requestSubmit(form.querySelector('button'))")
    member.goes("/room/")
    return member


def _copy(member):
    member.goes("/room/")
    return member.page.locator("main a[href*='/room/copies/']").first.get_attribute("href")


def _asked(lead):
    """Address and number of a request to the company, which has not answered yet."""
    page = lead.page
    lead.goes("/meetings/items/1/ask/")
    company = page.locator("[name=organization] option", has_text="ひので電力株式会社").first
    page.select_option("[name=organization]", company.get_attribute("value"))
    page.check("[name=items][value=arrears]")
    page.fill("[name=question]", "支払いの様子を知り、供給の停止を避けるため。")
    page.locator("main form.form button[type=submit]").first.click()
    page.wait_for_url("**/meetings/requests/*/")
    return page.url.removeprefix(lead.base), page.locator("h1 .mono").inner_text()


def _refused(lead):
    """A form that was refused keeps what was typed and says it at its field."""
    page = lead.page
    lead.goes("/meetings/1/sessions/new/")
    page.fill("[name=day]", "R8.4.1")
    page.locator("main form.form button[type=submit]").first.click()
    page.wait_for_selector("main [aria-invalid=true]")
    assert page.input_value("[name=day]") == "R8.4.1"
    lead.sees_no_barrier()
