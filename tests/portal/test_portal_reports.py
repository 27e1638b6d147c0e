"""What a utility may know of its reports afterwards, and who else may not."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AccessKind, AccessRecord
from japanese.dates import today
from referrals.actions import accept_into_new_case, close_report
from referrals.models import CloseReason, Referral, Triage
from tests.copies import another
from tests.portal.report_typing import CONSENT, HOUSEHOLD, START_A, Typing

pytestmark = pytest.mark.django_db

SECRETS = ("田中 花子", "0968-12-3456", "岩崎1-2-3", "K-778899", "督促の封筒")


@pytest.fixture
def report(cast: Any, browser: Any) -> Any:
    """Sends one report for a company's person; gives its row."""

    def send(name: str = "staff", office: Any = None, **ground: Any) -> Any:
        typing = Typing(browser(name), (office or cast.denki_office).pk)
        typing.fill(START_A, {**CONSENT, **ground}, HOUSEHOLD)
        typing.send()
        return Referral.objects.get(submission=typing.number)

    return send


def test_the_receipt_tells_number_next_step_and_what_will_be_told(browser: Any, report: Any) -> None:
    page = browser("staff").get(f"/reports/{report().receipt_number}/")
    html = page.content.decode()

    assert page.context["referral"].receipt_number in html
    assert page.context["will_be_told"] in html
    assert page.context["desk"].reads_on >= today()
    assert f'data-copy="{page.context["referral"].receipt_number}"' in html
    assert not any(secret in html for secret in SECRETS)


def test_what_will_be_told_depends_on_the_person_s_word(browser: Any, report: Any) -> None:
    silent, told = report(), report(to_feedback="on")
    mine = browser("staff")

    pages = [mine.get(f"/reports/{one.receipt_number}/").context["will_be_told"] for one in (silent, told)]
    assert pages[0] != pages[1]


def test_another_company_does_not_see_the_receipt(browser: Any, report: Any) -> None:
    number = report().receipt_number
    stranger = browser("other_staff")

    assert stranger.get(f"/reports/{number}/").status_code == 404
    assert stranger.get(f"/reports/{number}/receipt.pdf").status_code == 404
    assert stranger.get("/reports/0000-0000-00000/").status_code == 404
    assert number not in stranger.get("/reports/").content.decode()
    assert number not in stranger.get("/start/").content.decode()


def test_a_manager_sees_what_staff_see(browser: Any, report: Any) -> None:
    number = report().receipt_number
    for name in ("staff", "manager"):
        assert number in browser(name).get("/reports/").content.decode()
        assert browser(name).get(f"/reports/{number}/").status_code == 200


def test_the_receipt_on_paper_says_nothing_of_the_household(browser: Any, report: Any) -> None:
    sent = report()
    answer = browser("staff").get(f"/reports/{sent.receipt_number}/receipt.pdf")
    document = pypdfium2.PdfDocument(BytesIO(answer.content))
    text = "".join(page.get_textpage().get_text_range() for page in document)

    assert answer["Content-Type"] == "application/pdf"
    assert sent.receipt_number in text
    assert not any(secret in text for secret in SECRETS)
    assert AccessRecord.objects.get(kind=AccessKind.PRINT).subject_ids == [str(sent.pk)]


@pytest.mark.parametrize(("consented", "shown"), [("", None), ("on", "handling")])
def test_being_handled_is_shown_only_with_consent_to_feedback(
    acting: Any, browser: Any, report: Any, consented: Any, shown: Any
) -> None:
    sent = report(to_feedback=consented)
    with acting("caseworker") as actor:
        accept_into_new_case(actor=actor, triage=Triage.objects.get(referral=sent))

    assert [line.state for line in browser("staff").get("/reports/").context["lines"]] == [shown]


def test_closed_is_shown_only_with_consent_to_feedback(acting: Any, browser: Any, report: Any) -> None:
    silent, told = report(), report(to_feedback="on")
    with acting("caseworker") as actor:
        for sent in (silent, told):
            close_report(
                actor=actor,
                triage=Triage.objects.get(referral=sent),
                reason=CloseReason.NOT_NEEDED,
                note="本人と話した",
            )
    page = browser("staff").get("/reports/")

    states = {line.referral.pk: line.state for line in page.context["lines"]}
    assert states == {silent.pk: None, told.pk: "closed"}
    assert "本人と話した" not in page.content.decode()


def test_the_list_reads_and_shows_nothing_of_a_household(browser: Any, report: Any) -> None:
    sent = report()
    with CaptureQueriesContext(connection) as asked:
        page = browser("staff").get("/reports/")

    assert not any(secret in page.content.decode() for secret in SECRETS)
    assert not any('"referrals_referral"."address"' in query["sql"] for query in asked)
    assert AccessRecord.objects.get(kind=AccessKind.LIST, purpose="report list").subject_ids == [str(sent.pk)]


def test_the_list_is_narrowed_by_office_and_month(cast: Any, browser: Any, report: Any) -> None:
    number = report().receipt_number
    mine = browser("staff")
    this_month = f"{today():%Y-%m}"

    assert number in mine.get("/reports/", {"office": cast.denki_office.pk, "month": this_month}).content.decode()
    assert mine.get("/reports/", {"office": cast.suido_office.pk}).context["form"].errors
    Referral.objects.update(submitted_at="2026-01-15T09:00+09:00")
    assert number not in mine.get("/reports/", {"month": this_month}).content.decode()


def test_the_list_goes_on_where_the_page_ended(browser: Any, report: Any) -> None:
    first = report()
    many(first, 60)
    mine = browser("staff")
    page = mine.get("/reports/")
    following = mine.get("/reports/" + page.context["page"].next_url)

    shown = [line.referral.receipt_number for line in (*page.context["lines"], *following.context["lines"])]
    assert (len(page.context["lines"]), len(shown), len(set(shown))) == (50, 61, 61)


@pytest.mark.parametrize("path", ["/reports/", "/start/"])
def test_as_many_queries_for_thirty_reports_as_for_three(browser: Any, report: Any, path: str) -> None:
    first = report()
    many(first, 2)
    mine = browser("staff")
    mine.get(path)
    with CaptureQueriesContext(connection) as few:
        mine.get(path)
    many(first, 30)
    with CaptureQueriesContext(connection) as more:
        mine.get(path)

    assert len(more) == len(few), "\n".join(query["sql"] for query in more)


def many(sent: Any, count: int) -> None:
    """More reports like this one."""
    for _n in range(count):
        another(sent)
