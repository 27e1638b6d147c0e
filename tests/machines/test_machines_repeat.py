"""A system whose line breaks repeats itself: the same key and body are one report, whatever happens between."""

from typing import Any

import pytest

from consent.models import Consent, Disclosure
from notifications.models import OutboxItem
from referrals.actions.machines import end_allowance
from referrals.models import MachineReceipt, Referral
from tests.machines.conftest import PROTECTION, System, report

pytestmark = pytest.mark.django_db


def test_the_same_key_and_body_get_the_same_receipt(system: System) -> None:
    body = report()
    first, again = system.send(body, key="k-1"), system.send(body, key="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["Location"] == again.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    for table in (Referral, Disclosure, MachineReceipt):
        assert table.objects.count() == 1
    assert Consent.objects.count() == 2  # to report, and to hear back
    assert OutboxItem.objects.filter(key__contains=first.json()["receipt_number"]).count() == OutboxItem.objects.count()


def test_the_order_of_members_and_blanks_make_no_other_body(system: System) -> None:
    body = report()
    turned = dict(reversed(body.items()))

    system.send(body, key="k")
    assert system.send(turned, key="k").headers["Idempotency-Replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(system: System) -> None:
    system.send(report(), key="k")
    answer = system.send(report(household={"name": "電気 次郎"}), key="k")

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert [one.name for one in Referral.objects.all()] == ["電気 太郎"]


def test_another_key_is_another_report(system: System) -> None:
    first, second = system.send(report(), key="k-1"), system.send(report(), key="k-2")

    assert first.json()["receipt_number"] != second.json()["receipt_number"]


def test_a_key_is_its_system_s_own(cast: Any, register: Any, system: System) -> None:
    colleague = register("manager", cast.denki_office, allowed_by=("admin",)).sign_in()
    first, second = system.send(report(), key="k"), colleague.send(report(), key="k")

    assert first.json()["receipt_number"] != second.json()["receipt_number"]
    assert "Idempotency-Replayed" not in second.headers


def test_what_was_refused_may_be_mended_and_sent_with_its_key(system: System) -> None:
    refused = system.send(report(ground={**PROTECTION, "why_protect": ""}), key="k")
    mended = system.send(report(ground=PROTECTION), key="k")

    assert (refused.status_code, mended.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "お客さま番号", "a b", "tab\tbed"])
def test_without_a_key_that_is_one_nothing_is_taken(system: System, key: str) -> None:
    shown = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    answer = system.send(report(), key="", **shown)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_idempotency_key")
    assert not Referral.objects.exists()


def test_a_replay_is_for_who_is_still_allowed(cast: Any, register: Any, acting: Any) -> None:
    both, body = register("manager", cast.denki_office, allowed_by=("admin", "other_admin")).sign_in(), report()
    both.send(body, key="k")
    with acting("admin") as actor:
        end_allowance(actor=actor, machine=both.machine)

    assert both.send(body, key="k").json()["code"] == "address_not_allowed"


def test_the_digest_of_a_body_says_nothing_without_our_key(system: System, settings: Any) -> None:
    system.send(report(), key="k-1")
    settings.SECRET_KEY = "another" * 10
    system.send(report(), key="k-2")

    assert len(set(MachineReceipt.objects.values_list("digest", flat=True))) == 2
