"""What the gate refuses leaves nothing of the household behind, on either side of the screen."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from consent.gate import RefusalCode
from consent.models import RefusalCount
from japanese.dates import today
from organizations.models import FormDraft
from referrals.models import Referral
from tests.portal.report_typing import CONSENT, HOUSEHOLD, PROTECTION, START_A, START_B, Typing, hidden

pytestmark = pytest.mark.django_db

CANARY = "鷺沼カナリア"
DIGITS = "0990123456"
#: Every personal answer carries a mark that can be looked for.
MARKED = {
    "name": f"{CANARY} 太郎",
    "kana": "サギヌマカナリア",
    "birth_on": "1953-07-07",
    "phone": DIGITS,
    "postal_code": "865-0051",
    "address": f"玉名市岩崎 {CANARY}荘",
    "customer_number": f"{CANARY}-1",
    "supply_point": f"09{DIGITS}{DIGITS}",
    "signs": f"{CANARY}が鳴いていた",
}
CONSENT_MARKED = {"given_by": f"{CANARY} 太郎", "taken_by": f"{CANARY} 検針員", "words": f"{CANARY}に伝えて"}
PROTECTION_MARKED = {"why_protect": f"{CANARY}が危ない", "judged_by": f"{CANARY} 班長"}
TRACES = (CANARY, "サギヌマ", DIGITS, "1953-07-07", "1953年", "昭和28年", "865-0051", "8650051")


@pytest.fixture
def typing(cast: Any, browser: Any) -> Typing:
    return Typing(browser("staff"), cast.denki_office.pk)


def everything_stored() -> str:
    """All tables of the test's database, as text; binary columns, such as an encrypted draft, as hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for name in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{name}" t')
            found.append(cursor.fetchone()[0] or "")
    assert "organizations_doorsession" in tables
    return "\n".join(found)


def assert_nothing_stayed(page: Any, caplog: pytest.LogCaptureFixture) -> None:
    stored, shown, logged = everything_stored(), page.content.decode(), caplog.text
    for trace in TRACES:
        assert trace not in stored
        assert trace not in shown
        assert trace not in logged
    assert not Referral.objects.exists()
    assert not FormDraft.objects.exists()


def test_the_search_for_traces_finds_them(typing: Typing) -> None:
    typing.fill(START_A, {**CONSENT, **CONSENT_MARKED}, {**HOUSEHOLD, **MARKED})
    typing.send()

    assert CANARY in everything_stored()


@pytest.mark.parametrize(
    ("start", "ground", "changed", "code"),
    [
        (START_B, {**PROTECTION, **PROTECTION_MARKED}, {"why_no_consent": ""}, RefusalCode.CONSENT_DIFFICULTY_BLANK),
        (START_B, {**PROTECTION, **PROTECTION_MARKED}, {"why_protect": "　。"}, RefusalCode.PROTECTION_REASON_BLANK),
        (START_A, {**CONSENT, **CONSENT_MARKED}, {"taken_by": ""}, RefusalCode.CONSENT_INCOMPLETE),
        (
            START_A,
            {**CONSENT, **CONSENT_MARKED},
            {"all_items": "", "agreed_items": ["name", "supply_kind"]},
            RefusalCode.ITEMS_NOT_COVERED,
        ),
    ],
)
def test_a_refusal_at_the_end_keeps_a_count_and_nothing_else(
    cast: Any, typing: Typing, caplog: pytest.LogCaptureFixture, start: Any, ground: Any, changed: Any, code: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    typing.fill(start, ground, {**HOUSEHOLD, **MARKED})
    page = typing.send(**changed)

    assert page.status_code == 422
    assert_nothing_stayed(page, caplog)
    count = RefusalCount.objects.get()
    assert (count.code, count.count, count.office, count.municipality) == (code, 1, cast.denki_office, cast.tamana)


def test_what_points_to_nobody_stays_on_the_screen(typing: Typing) -> None:
    typing.fill(START_A, {**CONSENT, **CONSENT_MARKED}, {**HOUSEHOLD, **MARKED})
    page = typing.send(taken_by="")
    html = page.content.decode()

    for name in ("means", "agreed_items", "office", "arrears_yen", "supply_kind", "scheduled_stop_on"):
        assert f'name="{name}"' in html
    assert "24,800" in html
    assert page.context["wizard"].answers.getlist("danger") == ["no"]


def test_after_a_refusal_one_can_mend_it_and_send(typing: Typing) -> None:
    typing.fill(START_B, PROTECTION, HOUSEHOLD)
    refused = typing.send(why_no_consent="")
    typing.browser.post(typing.address("ground"), {**hidden(refused), **PROTECTION})
    typing.answer("household", **HOUSEHOLD)
    typing.send()

    assert Referral.objects.get().arrears_yen == 24800


@pytest.mark.parametrize("limb", ["why_protect", "why_no_consent"])
def test_a_blank_limb_is_refused_before_anybody_s_name_is_asked(
    typing: Typing, caplog: pytest.LogCaptureFixture, limb: str
) -> None:
    typing.answer("start", **START_B, office=typing.office_id)
    page = typing.answer("ground", **{**PROTECTION, **PROTECTION_MARKED, limb: "  "})

    assert page.status_code == 422
    assert str(page.context["refusal"].instead) in page.content.decode()
    assert_nothing_stayed(page, caplog)
    assert RefusalCount.objects.get().count == 1


def test_a_consent_that_has_expired_or_not_begun_is_refused(typing: Typing, caplog: pytest.LogCaptureFixture) -> None:
    typing.answer("start", **START_A, office=typing.office_id)
    ended = typing.answer("ground", **{**CONSENT, **CONSENT_MARKED, "expires_on": f"{today() - timedelta(days=1)}"})
    assert_nothing_stayed(ended, caplog)
    typing.answer("start", **START_A, office=typing.office_id)
    ahead = typing.answer("ground", **{**CONSENT, **CONSENT_MARKED, "given_on": f"{today() + timedelta(days=2)}"})
    assert_nothing_stayed(ahead, caplog)

    assert (ended.status_code, ahead.status_code) == (422, 422)
    assert set(RefusalCount.objects.values_list("code", flat=True)) == {
        RefusalCode.CONSENT_EXPIRED,
        RefusalCode.CONSENT_NOT_YET_GIVEN,
    }


def test_the_refusal_quotes_the_article_of_the_sender_s_kind(cast: Any, browser: Any, typing: Typing) -> None:
    typing.answer("start", **START_B, office=typing.office_id)
    private = typing.answer("ground", **{**PROTECTION, "why_protect": ""})
    bureau = Typing(browser("other_staff"), cast.suido_office.pk)
    bureau.answer("start", **START_B, office=cast.suido_office.pk)
    public = bureau.answer("ground", **{**PROTECTION, "why_protect": ""})

    assert (private.context["refusal"].provision, public.context["refusal"].provision) == ("appi_27_1_2", "appi_69_2_3")
    assert private.context["article"] in private.content.decode()


def test_the_same_refusals_within_an_hour_are_one_row(typing: Typing) -> None:
    typing.answer("start", **START_B, office=typing.office_id)
    for _time in range(2):
        typing.answer("start", **START_B, office=typing.office_id)
        typing.answer("ground", **{**PROTECTION, "why_protect": ""})

    assert sum(RefusalCount.objects.values_list("count", flat=True)) == 2


def test_a_draft_of_what_is_sent_is_never_readable_in_the_database(typing: Typing) -> None:
    typing.fill(START_A, {**CONSENT, **CONSENT_MARKED}, {**HOUSEHOLD, **MARKED})

    assert FormDraft.objects.count() == 1
    assert CANARY not in everything_stored()
