"""Two registers: what was told without consent, and what the gate refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AccessRecord
from consent.gate import RefusalCode
from consent.models import Consent, ProtectionGround, RefusalCount
from consent.sealing import SEALED
from notifications.tasks import deliver_outbox
from referrals.actions import seal_report
from referrals.models import Reply, Triage
from tests.agency.consent_forms import recorded, spoken, url
from tests.agency.reported import assert_same_number, consented, queries_of, reported, taken_into_case, unconsented

WHY = "やせて立てない様子だった"


@pytest.fixture
def told(cast: Any, acting: Any) -> Any:
    """Reports so many households for protection; their grounds."""

    def tell(number: int = 1) -> list[ProtectionGround]:
        reports = [reported(acting, unconsented(cast)) for _one in range(number)]
        return [ProtectionGround.objects.get(subject=one.submission) for one in reports]

    return tell


def _shown(client: Any, state: str = "") -> list[int]:
    answer = client.get(url("protection_list") + (f"?state={state}" if state else ""))
    return [line.ground.pk for line in answer.context["lines"]]


def test_what_waits_for_review_stands_there_with_both_reasons(browser: Any, told: Any) -> None:
    ground, lead = told()[0], browser("lead")
    page = lead.get(url("protection_list"))
    (line,) = page.context["lines"]
    receipt = Triage.objects.get().referral.receipt_number
    assert (line.ground, line.receipt, line.case_number) == (ground, receipt, "")
    text = page.content.decode()
    assert WHY in text
    assert "呼びかけに答えられない" in text
    assert url("protection_review", ground.pk) in text
    seen = AccessRecord.objects.latest("at")
    assert (seen.purpose, seen.subject_ids) == ("protection register", [str(ground.pk)])


def test_the_lead_finds_them_on_the_page_of_today(browser: Any, told: Any) -> None:
    told(2)
    page = browser("lead").get("/today/").content.decode()
    panel = page.partition('id="reviews"')[2].partition("</section>")[0]
    assert "2" in panel
    assert url("protection_list") in panel
    assert WHY not in panel
    assert 'id="reviews"' not in browser("caseworker").get("/today/").content.decode()


def test_every_report_without_consent_is_in_the_register_for_good(browser: Any, acting: Any, told: Any) -> None:
    waiting, upheld, failed = told(3)
    case = taken_into_case(acting, Triage.objects.get(referral__protection=upheld).referral)
    lead = browser("lead")
    lead.post(url("protection_review", upheld.pk), {"upheld": "yes", "note": "そのとおり"})
    lead.post(url("protection_review", failed.pk), {"upheld": "no_danger", "note": "元気だった"})
    assert _shown(lead) == [waiting.pk]
    assert _shown(lead, "upheld") == [upheld.pk]
    assert _shown(lead, "not_upheld") == [failed.pk]
    assert set(_shown(lead, "all")) == {waiting.pk, upheld.pk, failed.pk}
    assert _shown(lead, "all")[0] == waiting.pk
    assert _shown(lead, "anything") == [waiting.pk]
    assert case.number in lead.get(url("protection_list") + "?state=upheld").content.decode()


def test_not_upheld_the_words_go_and_the_company_hears_why(browser: Any, told: Any) -> None:
    (ground,), lead = told(), browser("lead")
    page = lead.get(url("protection_review", ground.pk)).content.decode()
    assert page.index("notice tone-warning") < page.index('name="upheld"')
    lead.post(url("protection_review", ground.pk), {"upheld": "could_be_asked", "note": "玄関で話せた"})
    deliver_outbox()
    ground.refresh_from_db()
    assert (ground.why_protect, ground.why_no_consent, ground.failed_limb) == (SEALED, SEALED, "could_be_asked")
    assert Reply.objects.get().details == ["could_be_asked"]
    register = lead.get(url("protection_list") + "?state=not_upheld").content.decode()
    assert WHY not in register
    assert "玄関で話せた" in register


def test_what_was_sealed_for_another_reason_is_not_to_be_reviewed(browser: Any, acting: Any, told: Any) -> None:
    """Passed on, say: whoever receives it reviews it there."""
    (ground,), lead = told(), browser("lead")
    with acting("caseworker") as worker:
        seal_report(actor=worker, triage=Triage.objects.get())
    # From the very moment, before the worker has come by:
    assert WHY not in lead.get(url("protection_list") + "?state=all").content.decode()
    assert WHY not in lead.get(url("protection_review", ground.pk)).content.decode()
    deliver_outbox()
    assert _shown(lead) == []
    assert _shown(lead, "all") == [ground.pk]
    assert lead.get(url("refusal_list")).context["reviews"]["open"] == 0
    lead.post(url("protection_review", ground.pk), {"upheld": "yes", "note": ""})
    ground.refresh_from_db()
    assert ground.reviewed_at is None


def test_on_the_case_page_the_words_are_gone_from_the_very_moment(browser: Any, acting: Any, cast: Any) -> None:
    case = taken_into_case(acting, reported(acting, consented(cast)))
    client = browser("caseworker")
    own = recorded(client, case.number, spoken([cast.tamana.pk]))
    with acting("caseworker") as worker:
        seal_report(actor=worker, triage=Triage.objects.get())
    assert Consent.objects.filter(words="役所に話してよい").exists()  # the worker has not come by yet
    page = client.get(url("case", case.number)).content.decode()
    assert "役所に話してよい" not in page
    assert own.words in page  # what the agency has heard itself is its own


def test_the_review_names_the_provision_of_its_day(browser: Any, told: Any) -> None:
    page = browser("lead").get(url("protection_review", told()[0].pk))
    assert page.context["provision"].key == "appi_27_1_2"
    assert page.context["provision"].text in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("caseworker", 403), ("auditor", 403), ("admin", 403)])
def test_only_the_lead_opens_the_register(browser: Any, told: Any, who: str, status: int) -> None:
    told()
    answer = browser(who).get(url("protection_list"))
    assert answer.status_code == status
    assert WHY not in answer.content.decode()


def test_another_municipality_has_its_own(browser: Any, cast: Any, told: Any) -> None:
    told()
    cast.roles["other_caseworker"].role = "lead_caseworker"
    cast.roles["other_caseworker"].save()
    assert _shown(browser("other_caseworker"), "all") == []


def test_the_register_takes_as_many_queries_for_one_as_for_many(browser: Any, told: Any) -> None:
    lead, address = browser("lead"), url("protection_list")
    told()
    lead.get(address)
    few = queries_of(lead, address)
    told(4)
    assert_same_number(few, queries_of(lead, address), at_most=12)


def test_the_register_goes_on_where_the_page_ended(browser: Any, cast: Any, told: Any) -> None:
    (first,), lead = told(), browser("lead")
    review = {"reviewed_at": timezone.now(), "reviewed_by": cast.roles["lead"].user, "upheld": True}
    rows = [
        ProtectionGround(
            municipality=first.municipality,
            organization=first.organization,
            subject=first.subject,
            interest=first.interest,
            why_protect=WHY,
            why_no_consent="―1",
            judged_by="所長",
            judged_at=first.judged_at - timedelta(minutes=number),
            **(review if number % 2 else {}),
        )
        for number in range(60)
    ]
    ProtectionGround.objects.bulk_create(rows)
    page = lead.get(url("protection_list") + "?state=all").context
    rest = lead.get(url("protection_list") + page["next_url"]).context
    shown = [line.ground for line in [*page["lines"], *rest["lines"]]]
    assert len(page["lines"]) == 50
    assert not rest["next_url"]
    assert len({ground.pk for ground in shown}) == 61
    reviewed = [ground.reviewed_at is not None for ground in shown]
    assert reviewed == sorted(reviewed)


# --- refusals ---


def _refusal(cast: Any, hour: Any, code: str, count: int) -> None:
    RefusalCount.objects.create(
        organization=cast.denki, office=cast.denki_office, municipality=cast.tamana, hour=hour, code=code, count=count
    )


def test_refusals_are_counted_by_month_office_and_reason(browser: Any, cast: Any, told: Any) -> None:
    now = timezone.now()
    for hours in (0, 1):
        _refusal(cast, now - timedelta(hours=hours), RefusalCode.NO_CONSENT, 2)
    _refusal(cast, now, RefusalCode.CONSENT_EXPIRED, 1)
    _refusal(cast, now - timedelta(days=500), RefusalCode.NO_CONSENT, 7)
    told(2)
    for who in ("lead", "auditor"):
        page = browser(who).get(url("refusal_list"))
        times = {row["code"]: row["times"] for row in page.context["refusals"]}
        assert sum(times.values()) == 5
        assert times[RefusalCode.CONSENT_EXPIRED] == 1
        assert page.context["reviews"] == {"open": 2, "upheld": 0, "not_upheld": 0}
        assert cast.denki_office.name in page.content.decode()
        assert WHY not in page.content.decode()
        assert (url("protection_list") in page.content.decode()) == (who == "lead")


@pytest.mark.parametrize("who", ["caseworker", "admin"])
def test_others_do_not_read_the_counts(browser: Any, who: str) -> None:
    assert browser(who).get(url("refusal_list")).status_code == 403


def test_elsewhere_nothing_of_them_is_counted(browser: Any, cast: Any, told: Any) -> None:
    _refusal(cast, timezone.now(), RefusalCode.NO_CONSENT, 2)
    told()
    cast.roles["other_caseworker"].role = "lead_caseworker"
    cast.roles["other_caseworker"].save()
    context = browser("other_caseworker").get(url("refusal_list")).context
    assert (context["refusals"], context["reviews"]["open"]) == ([], 0)


def test_the_counts_take_as_many_queries_for_one_row_as_for_many(browser: Any, cast: Any) -> None:
    lead, address = browser("lead"), url("refusal_list")
    _refusal(cast, timezone.now(), RefusalCode.NO_CONSENT, 1)
    lead.get(address)
    few = queries_of(lead, address)
    for code in list(RefusalCode)[:6]:
        _refusal(cast, timezone.now() - timedelta(days=40), code, 3)
    assert_same_number(few, queries_of(lead, address), at_most=8)
