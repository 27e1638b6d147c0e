"""A system that sends the same request twice at one instant, as two connections of the portal see it."""

import threading
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

from consent.models import Disclosure
from organizations.scope import log_in_as, scope
from referrals.actions.machines import allow_machine, make_machine
from referrals.models import MachineReceipt, Referral
from tests.machines.conftest import HERE, System, report


class AtOnce(System):
    """Its settings and its log-in are the test's: several threads call, and neither is theirs alone."""

    @property
    def http(self):
        return Client(REMOTE_ADDR=self.address, raise_request_exception=False)


def _registered(cast):
    """A system of the committed cast, with a token."""
    networks = [f"{HERE}/32"]
    manager, admin = cast.actor("manager"), cast.actor("admin")
    with transaction.atomic(), log_in_as("portal"), scope(organization=manager.organization_id, user=manager.user_id):
        made = make_machine(
            actor=manager, submission=uuid4(), name="料金", office_id=cast.denki_office.pk, networks=networks
        )
    at_home = {"municipality": admin.municipality_id, "organization": admin.organization_id, "user": admin.user_id}
    with transaction.atomic(), log_in_as("agency"), scope(**at_home):
        allow_machine(actor=admin, machine=made.machine, networks=networks)
    return AtOnce(made.machine, made.secret).sign_in()


def test_the_same_key_twice_at_one_instant_is_one_report(committed, at_once):
    cache.clear()
    with override_settings(DOOR="portal", ROOT_URLCONF="config.urls_portal"):
        system, body, meet = _registered(committed), report(), threading.Barrier(4, timeout=20)

        def work():
            meet.wait()
            return system.send(body, key="k")

        answers = [future.result() for future in at_once("portal", *[work] * 4)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["receipt_number"] for answer in answers}) == 1
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", "true", "true", "true"]
    for table in (Referral, Disclosure, MachineReceipt):
        assert table.objects.count() == 1


def test_the_same_key_with_two_bodies_at_one_instant_is_one_report(committed, at_once):
    cache.clear()
    with override_settings(DOOR="portal", ROOT_URLCONF="config.urls_portal"):
        system, meet = _registered(committed), threading.Barrier(2, timeout=20)

        def work(name):
            meet.wait()
            return system.send(report(household={"name": name}), key="k")

        answers = [one.result() for one in at_once("portal", lambda: work("電気 一郎"), lambda: work("電気 二郎"))]

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert Referral.objects.count() == 1
