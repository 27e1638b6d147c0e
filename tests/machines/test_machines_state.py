"""What a company is told of its report (rule 13): received, and more only where the person agreed. Each sight is recorded."""

from typing import Any

import pytest

from audit.models import AccessKind, AccessRecord
from organizations.models import RoleKind
from referrals.actions import accept_into_new_case, retract_report
from referrals.models import Feedback, FeedbackStatus, Referral, Reply, ReplyCode, ReplyDetail, RetractReason, Triage
from tests.machines.conftest import PROTECTION, System, report

pytestmark = pytest.mark.django_db


def sent(system: System, **parts: Any) -> Referral:
    answer = system.send(report(**parts))
    return Referral.objects.get(receipt_number=answer.json()["receipt_number"])


def told(system: System, referral: Referral) -> Any:
    answer = system.state(referral.receipt_number)
    assert answer.status_code == 200
    return answer.json()


def taken(acting: Any, referral: Referral) -> None:
    with acting("caseworker") as worker:
        accept_into_new_case(actor=worker, triage=Triage.objects.get(referral=referral))


def test_with_consent_to_it_the_state_is_told(system: System, acting: Any) -> None:
    referral = sent(system)
    before = told(system, referral)
    taken(acting, referral)

    assert (before["status"], before["will_be_told"]) == ("received", True)
    assert told(system, referral)["status"] == FeedbackStatus.HANDLING


@pytest.mark.parametrize("ground", [{"to_feedback": False}, PROTECTION])
def test_without_it_received_is_all(system: System, acting: Any, ground: Any) -> None:
    referral = sent(system, ground=ground)
    taken(acting, referral)
    state = told(system, referral)

    assert (state["status"], state["will_be_told"]) == ("received", False)
    assert not Feedback.objects.exists()


def test_nothing_of_the_household_or_the_case_is_told(system: System, acting: Any) -> None:
    referral = sent(system)
    taken(acting, referral)

    assert set(told(system, referral)) == {
        *("receipt_number", "received_at", "status", "will_be_told", "replies", "withdrawn", "corrected_by")
    }
    assert "電気" not in system.state(referral.receipt_number).content.decode()


def test_what_the_agency_says_of_the_report_itself(cast: Any, system: System, acting: Any) -> None:
    referral = sent(system)
    with acting("caseworker") as worker:
        Reply.objects.create(
            referral=referral, municipality=cast.tamana, utility=cast.denki, code=ReplyCode.PASSED_ON,
            agency=cast.kitakyushu_agency, by_id=worker.user_id,
        )  # fmt: skip
        Reply.objects.create(
            referral=referral, municipality=cast.tamana, utility=cast.denki, code=ReplyCode.ASKED_BACK,
            details=[ReplyDetail.CONSENT], by_id=worker.user_id,
        )  # fmt: skip
    passed_on, asked = told(system, referral)["replies"]

    assert (passed_on["code"], passed_on["agency"]["name"]) == (ReplyCode.PASSED_ON, cast.kitakyushu_agency.name)
    assert (asked["code"], asked["details"], asked["agency"]) == (ReplyCode.ASKED_BACK, [ReplyDetail.CONSENT], None)


def test_that_it_was_withdrawn_by_a_colleague(system: System, acting: Any) -> None:
    referral = sent(system)
    with acting("staff") as actor:
        retract_report(actor=actor, referral=referral, reason=RetractReason.values[0])
    state = told(system, referral)

    assert state["withdrawn"]["reason"] == RetractReason.values[0]


def test_a_colleague_sees_what_the_system_sent_and_the_system_what_a_colleague_sent(
    cast: Any, system: System, browser: Any, world: Any
) -> None:
    referral = sent(system)

    assert browser("staff").get(f"/reports/{referral.receipt_number}/").status_code == 200
    assert told(system, world.own_new)["receipt_number"] == world.own_new.receipt_number


def test_each_sight_is_recorded_before_it_is_answered(cast: Any, system: System) -> None:
    referral = sent(system)
    told(system, referral)
    told(system, referral)
    first, _second = AccessRecord.objects.filter(purpose="state for a system")

    assert first.subject_ids == [str(referral.pk)]
    assert (first.kind, first.role, first.user) == (AccessKind.VIEW, RoleKind.UTILITY_MACHINE, system.machine.role.user)
    assert first.organization_id == cast.denki.pk


def test_what_is_not_shown_is_not_recorded(system: System) -> None:
    system.state("2026-9999-00001")

    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    "receipt", ["%00", "a%00b", "'; --", "%F0%A0%AE%B7", "x" * 300, "..", "%2e%2e", "%0a", "２０２６"]
)
def test_what_is_no_receipt_is_not_found(system: System, receipt: str) -> None:
    answer = system.state(receipt)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
