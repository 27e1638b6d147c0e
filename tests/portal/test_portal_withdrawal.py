"""A sender takes one of its own reports back."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from notifications.models import OutboxItem, OutboxKind
from referrals.actions import retract_report
from referrals.errors import ReferralRefusal
from referrals.models import Referral, Retraction, RetractReason
from tests.world import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast: Any, acting: Any) -> Any:
    """A report of ひので電力."""
    from referrals.actions import submit_report

    with acting("staff") as staff:
        return submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk))


def test_why_is_asked_and_what_follows_is_said(browser: Any, sent: Any) -> None:
    page = browser("staff").get(f"/reports/{sent.receipt_number}/withdraw/").content.decode()
    assert all(f'value="{reason}"' in page for reason in RetractReason.values)
    assert "checked" not in page and sent.name not in page


def test_taken_back_it_says_so_everywhere(cast: Any, browser: Any, sent: Any) -> None:
    mine = browser("staff")
    answer = mine.post(f"/reports/{sent.receipt_number}/withdraw/", {"reason": "wrong_person"})
    page = mine.get(answer.url)

    row = Retraction.objects.get()
    assert (row.referral_id, row.utility_id, row.municipality_id) == (sent.pk, cast.denki.pk, cast.tamana.pk)
    assert (row.reason, row.by_id) == (RetractReason.WRONG_PERSON, cast.roles["staff"].user_id)
    assert str(row.get_reason_display()) in page.content.decode()
    assert "/correct/" not in page.content.decode()
    assert [line.standing for line in mine.get("/reports/").context["lines"]] == ["withdrawn"]


def test_what_must_follow_is_written_in_the_same_transaction(acting: Any, sent: Any) -> None:
    with acting("staff") as staff:
        retract_report(actor=staff, referral=sent, reason=RetractReason.PAID)
        transaction.set_rollback(True)
    assert not Retraction.objects.exists()
    assert not OutboxItem.objects.filter(kind=OutboxKind.RETRACT_REPORT).exists()

    with acting("staff") as staff:
        retract_report(actor=staff, referral=sent, reason=RetractReason.PAID)
    item = OutboxItem.objects.get(kind=OutboxKind.RETRACT_REPORT)
    assert item.payload == {"referral": str(sent.pk)}


def test_without_a_reason_nothing_is_taken_back(browser: Any, sent: Any) -> None:
    mine = browser("staff")
    for typed in ({}, {"reason": ""}, {"reason": "other than these"}):
        assert mine.post(f"/reports/{sent.receipt_number}/withdraw/", typed).status_code == 400
    assert not Retraction.objects.exists()


def test_a_double_click_takes_it_back_once(browser: Any, sent: Any) -> None:
    mine, path = browser("staff"), f"/reports/{sent.receipt_number}/withdraw/"
    answers = [mine.post(path, {"reason": "paid"}) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Retraction.objects.count() == 1


def test_a_colleague_who_comes_later_is_told(browser: Any, sent: Any) -> None:
    path = f"/reports/{sent.receipt_number}/withdraw/"
    browser("staff").post(path, {"reason": "paid"})
    later = browser("manager")

    assert later.post(path, {"reason": "wrong_person"}).status_code == 409
    assert later.get(path).status_code == 409
    assert Retraction.objects.get().reason == RetractReason.PAID


def test_another_company_takes_nothing_back(acting: Any, browser: Any, sent: Any) -> None:
    stranger, path = browser("other_staff"), f"/reports/{sent.receipt_number}/withdraw/"
    assert stranger.get(path).status_code == stranger.post(path, {"reason": "paid"}).status_code == 404
    with acting("other_staff") as other, pytest.raises(Referral.DoesNotExist):
        retract_report(actor=other, referral=sent, reason=RetractReason.PAID)
    assert not Retraction.objects.exists()


def test_the_database_refuses_a_withdrawal_in_another_companys_name(cast: Any, acting: Any, sent: Any) -> None:
    forged = Retraction(
        referral=sent, municipality=cast.tamana, utility=cast.denki, reason="paid", by=cast.roles["other_staff"].user
    )
    with acting("other_staff"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        forged.save(force_insert=True)


def test_what_was_corrected_is_taken_back_by_its_newer_report(cast: Any, acting: Any, sent: Any) -> None:
    from referrals.actions import correct_report

    with acting("staff") as staff:
        report = report_of(cast, office_id=cast.denki_office.pk)
        newer = correct_report(actor=staff, report=report, corrects=sent)
        with pytest.raises(ReferralRefusal) as refused, transaction.atomic():
            retract_report(actor=staff, referral=sent, reason=RetractReason.PAID)
        assert refused.value.code == "corrected"
        retract_report(actor=staff, referral=newer, reason=RetractReason.PAID)
    assert Retraction.objects.get().referral_id == newer.pk


def test_a_withdrawal_cannot_be_undone_or_changed(acting: Any, sent: Any) -> None:
    with acting("staff") as staff:
        retract_report(actor=staff, referral=sent, reason=RetractReason.PAID)
    for change in (lambda: Retraction.objects.all().delete(), lambda: Retraction.objects.update(reason="other")):
        with acting("staff"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()
