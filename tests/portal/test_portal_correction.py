"""A sender puts one of its own reports right: the pages stand filled in, the gate judges anew, a new receipt."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from notifications.tasks import deliver_outbox
from organizations.models import FormDraft
from referrals.models import CloseReason, Referral, Reply, ReplyCode, Triage, TriageStatus
from tests.core.searching import tables_naming
from tests.portal.report_typing import CONSENT, HOUSEHOLD, PROTECTION, START_A, START_B, Typing, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast: Any, browser: Any) -> Any:
    """Sends one report and gives its row."""

    def send(start: Any = START_A, ground: Any = CONSENT, **household: Any) -> Any:
        typing = Typing(browser("staff"), cast.denki_office.pk)
        typing.fill(start, ground, {**HOUSEHOLD, **household})
        typing.send()
        return Referral.objects.get(submission=typing.number)

    return send


class Correcting(Typing):
    """The pages of a correction, as a browser goes through them."""

    def __init__(self, browser: Any, referral: Any) -> None:
        self.first = browser.post(f"/reports/{referral.receipt_number}/correct/")
        number = self.first.url.partition("r=")[2].partition("&")[0]
        super().__init__(browser, referral.office_id, number)

    def shown(self, step: str) -> dict[str, Any]:
        """What stands in the fields of a page."""
        form = self.page(step).context["form"]
        return {name: form[name].value() for name in form.fields}

    def again(self, step: str, **changed: Any) -> Any:
        """The page as it stands, with something changed, and Next."""
        typed = {name: value for name, value in self.shown(step).items() if value not in (None, False, "")}
        return self.answer(step, **{name: "on" if value is True else value for name, value in typed.items()} | changed)


def test_the_pages_stand_filled_with_what_was_sent(browser: Any, sent: Any) -> None:
    first = sent(ground={**CONSENT, "to_feedback": "on"})
    correcting = Correcting(browser("staff"), first)

    assert "step=household" in correcting.first.url
    household, ground = correcting.shown("household"), correcting.shown("ground")
    assert {name: str(household[name]) for name in ("name", "phone", "customer_number", "scheduled_stop_on")} == {
        name: HOUSEHOLD[name] for name in ("name", "phone", "customer_number", "scheduled_stop_on")
    }
    assert (ground["given_by"], ground["means"], ground["to_feedback"]) == ("田中 花子", "oral", "on")
    assert first.receipt_number in correcting.page("household").content.decode()
    seen = AccessRecord.objects.get(purpose="correction")
    assert (seen.kind, seen.subject_ids) == (AccessKind.VIEW, [str(first.pk)])


def test_the_newer_report_takes_the_place_of_the_earlier(browser: Any, sent: Any) -> None:
    first = sent()
    correcting = Correcting(browser("staff"), first)
    correcting.again("household", address="熊本県玉名市岩崎9-9-9")
    answer = correcting.send()

    newer = Referral.objects.get(corrects=first)
    assert answer.url == f"/reports/{newer.receipt_number}/"
    assert (newer.address, newer.name, newer.arrears_yen) == ("熊本県玉名市岩崎9-9-9", "田中 花子", 24800)
    assert newer.receipt_number != first.receipt_number and newer.disclosure_id != first.disclosure_id
    assert Disclosure.objects.filter(kind="report").count() == Consent.objects.count() == 2
    old_page = correcting.browser.get(f"/reports/{first.receipt_number}/").content.decode()
    assert newer.receipt_number in old_page and "/correct/" not in old_page
    assert first.receipt_number in correcting.browser.get(answer.url).content.decode()
    standings = {line.referral.pk: line.standing for line in correcting.browser.get("/reports/").context["lines"]}
    assert standings == {first.pk: "corrected", newer.pk: "received"}


def test_the_agency_goes_on_with_the_newer_one(browser: Any, sent: Any) -> None:
    first = sent()
    correcting = Correcting(browser("staff"), first)
    correcting.again("household", phone="0968-99-9999")
    correcting.send()

    waiting = [row.referral_id for row in Triage.objects.waiting()]
    assert waiting == [Referral.objects.get(corrects=first).pk]
    deliver_outbox()
    old = Triage.objects.get(referral=first)
    assert (old.status, old.close_reason) == (TriageStatus.CLOSED, CloseReason.CORRECTED)
    assert old.sealed_at is None


def test_asked_for_again_the_pages_stand_as_they_were_left(browser: Any, sent: Any) -> None:
    first, mine = sent(), browser("staff")
    correcting = Correcting(mine, first)
    correcting.again("household", name="田中 花子（旧姓 山田）")
    again = Correcting(mine, first)

    assert again.number == correcting.number
    assert again.shown("household")["name"] == "田中 花子（旧姓 山田）"
    assert AccessRecord.objects.filter(purpose="correction").count() == 1


def test_a_double_click_sends_one_correction(browser: Any, sent: Any) -> None:
    first = sent()
    correcting = Correcting(browser("staff"), first)
    page = hidden(correcting.page("send"))
    answers = [correcting.browser.post(correcting.address("send"), page) for _twice in range(2)]

    assert answers[0].url == answers[1].url
    assert Referral.objects.filter(corrects=first).count() == 1


def test_of_two_colleagues_the_second_is_told(browser: Any, sent: Any) -> None:
    first = sent()
    slower, quicker = Correcting(browser("staff"), first), Correcting(browser("manager"), first)
    quicker.send()
    answer = slower.send(name="田中 花子（訂正）")

    assert answer.status_code == 409
    assert "田中 花子（訂正）" in answer.content.decode()
    assert Referral.objects.filter(corrects=first).count() == 1


@pytest.mark.parametrize("state", ["corrected", "withdrawn"])
def test_what_no_longer_stands_is_not_corrected(browser: Any, sent: Any, state: str) -> None:
    first, mine = sent(), browser("staff")
    if state == "corrected":
        Correcting(mine, first).send()
    else:
        mine.post(f"/reports/{first.receipt_number}/withdraw/", {"reason": "paid"})
    answer = mine.post(f"/reports/{first.receipt_number}/correct/")

    assert answer.status_code == 409 and not FormDraft.objects.exists()
    assert answer.context["refusal"] in answer.content.decode()


def test_what_is_sealed_is_not_corrected(browser: Any, sent: Any) -> None:
    first = sent()
    mine = browser("staff")
    Referral.objects.filter(pk=first.pk).update(sealed=b"x")

    assert "/correct/" not in mine.get(f"/reports/{first.receipt_number}/").content.decode()
    assert mine.post(f"/reports/{first.receipt_number}/correct/").status_code == 409


def test_another_company_corrects_nothing(cast: Any, browser: Any, sent: Any) -> None:
    first = sent()
    stranger = browser("other_staff")
    assert stranger.post(f"/reports/{first.receipt_number}/correct/").status_code == 404

    typing = Typing(stranger, cast.suido_office.pk)
    typing.fill(START_A, CONSENT, {**HOUSEHOLD, "supply_kind": "water"})
    assert typing.send(corrects=first.receipt_number).status_code == 404
    assert not Referral.objects.filter(corrects=first).exists()


def test_a_consent_that_was_taken_back_is_not_given_anew_by_a_correction(browser: Any, sent: Any) -> None:
    first = sent()
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_via="telephone")
    correcting = Correcting(browser("staff"), first)
    assert correcting.page("start").context["form"]["route"].value() is None

    correcting.answer("start", **START_A, office=first.office_id)
    answer = correcting.answer("ground", **CONSENT)
    assert answer.status_code == 422
    assert RefusalCount.objects.get().code == "consent_withdrawn"
    assert not Referral.objects.filter(corrects=first).exists() and not FormDraft.objects.exists()


def test_a_newer_consent_opens_it_again(browser: Any, sent: Any) -> None:
    first = sent()
    Consent.objects.update(withdrawn_at=timezone.now() - timedelta(days=2), withdrawn_via="telephone")
    correcting = Correcting(browser("staff"), first)
    correcting.answer("start", **START_A, office=first.office_id)
    yesterday = timezone.localdate() - timedelta(days=1)
    correcting.answer("ground", **{**CONSENT, "given_on": f"{yesterday}"})
    correcting.send()

    assert Referral.objects.filter(corrects=first).exists()


def test_a_refused_correction_leaves_the_earlier_report_as_it_was(browser: Any, sent: Any) -> None:
    first = sent(START_B, PROTECTION)
    correcting = Correcting(browser("staff"), first)
    answer = correcting.again("ground", why_no_consent="")

    assert answer.status_code == 422
    deliver_outbox()
    assert Triage.objects.get(referral=first).status == TriageStatus.NEW
    assert not FormDraft.objects.exists() and ProtectionGround.objects.count() == 1


def test_what_was_asked_about_is_looked_at_first(cast: Any, browser: Any, sent: Any) -> None:
    first = sent()
    ask(cast, first, ["consent"])
    mine = browser("staff")

    assert str(first.receipt_number) in mine.get("/start/").content.decode()
    assert [one.referral.pk for one, _details in mine.get("/start/").context["asked"]] == [first.pk]
    correcting = Correcting(mine, first)
    assert "step=ground" in correcting.first.url
    correcting.send()
    assert mine.get("/start/").context["asked"] == []


def test_an_estimated_stop_date_is_not_made_a_notified_one(browser: Any, sent: Any) -> None:
    first = sent()
    Referral.objects.update(stop_basis="estimated")
    assert not Correcting(browser("staff"), first).shown("household")["scheduled_stop_on"]


def test_the_draft_lies_sealed(browser: Any, sent: Any) -> None:
    first = sent(name="封緘 花子", signs="")
    Correcting(browser("staff"), first)
    assert FormDraft.objects.exists()
    assert not [table for table in tables_naming("封緘 花子") if "draft" in table]


def ask(cast: Any, referral: Any, details: list[str]) -> None:
    """The agency's question."""
    Reply.objects.create(
        referral=referral, municipality=cast.tamana, utility=cast.denki, code=ReplyCode.ASKED_BACK, details=details,
        by=cast.roles["caseworker"].user,
    )  # fmt: skip
