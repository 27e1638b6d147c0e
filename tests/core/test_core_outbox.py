"""What must happen later happens once, in spite of mail servers, brokers and workers that fail."""

import os
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from notifications.actions import enqueue
from notifications.models import Notice, OutboxItem, OutboxKind
from notifications.outbox import PAUSES, try_again
from notifications.tasks import deliver_outbox
from organizations.actions import invite
from organizations.models import ContactDesk, RoleKind, SupportAgency
from organizations.scope import scope
from referrals.actions import submit_report
from referrals.models import Referral
from tests.core.searching import tables_naming
from tests.world import protected_report, report_of

CANARY = "鳥籠 金糸雀"
STATED = {"name": CANARY, "address": f"{CANARY}町1", "phone": "090-9999-0000", "customer_number": "K-987654"}


@pytest.fixture
def reported(cast, acting):
    """A report was sent; its mail waits."""
    with acting("staff") as staff:
        return submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk, **STATED))


@pytest.fixture
def no_mail_server(settings):
    """Nothing listens there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def item():
    return OutboxItem.objects.get()


def make_due():
    OutboxItem.objects.update(due_at=timezone.now())


# --- delivered once, about nobody ---


def test_the_desk_is_written_to_and_the_mail_names_nobody(cast, reported):
    assert deliver_outbox() == {"done": 1, "failed": 0}
    (letter,) = mail.outbox
    assert letter.to == ["desk-tmn1@example.jp"]
    assert reported.receipt_number in letter.body and "/triage/" in letter.body
    whole = letter.message().as_string() + letter.subject + letter.body
    for secret in STATED.values():
        assert secret not in whole
    assert item().done_at and item().leased_until is None
    assert deliver_outbox() == {"done": 0, "failed": 0} and len(mail.outbox) == 1


def test_neither_outbox_nor_notice_hold_the_household(reported):
    told = tables_naming(CANARY)
    assert "referrals_referral" in told
    assert not [table for table in told if table.startswith("notifications_")]


def test_danger_to_life_says_so_in_the_subject(cast, acting):
    with acting("staff") as staff:
        submit_report(actor=staff, report=protected_report(cast.denki_office.pk, **STATED))
    deliver_outbox()
    with acting("staff") as staff:
        submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk))
    deliver_outbox()
    urgent, plain = (letter.subject for letter in mail.outbox)
    assert urgent != plain and CANARY not in urgent


def test_the_mail_reaches_a_file(reported, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    assert deliver_outbox()["done"] == 1
    (letter,) = tmp_path.iterdir()
    assert "desk-tmn1@example.jp" in letter.read_text() and STATED["phone"] not in letter.read_text()


def test_one_effect_has_one_message_id(reported):
    deliver_outbox()
    OutboxItem.objects.update(done_at=None)
    deliver_outbox()
    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second and str(item().pk) in first


def test_without_a_desk_the_agency_itself_is_written_to(cast, reported):
    ContactDesk.objects.all().delete()
    deliver_outbox()
    assert mail.outbox[0].to == ["tmn1@example.jp"]


def test_where_there_is_no_address_the_item_waits_for_an_administrator(cast, reported):
    ContactDesk.objects.all().delete()
    SupportAgency.objects.update(email="")
    assert deliver_outbox() == {"done": 0, "failed": 1}
    assert item().last_error == "NoRecipient" and not mail.outbox


def test_an_invitation_lies_sealed_and_is_opened_in_the_letter_only(acting):
    with acting("manager") as manager:
        letter = invite(actor=manager, email="new@example.jp", name="新人", role=RoleKind.UTILITY_STAFF)
    assert tables_naming(letter.token) == {}
    deliver_outbox()
    assert letter.address in mail.outbox[0].body and mail.outbox[0].to == ["new@example.jp"]


# --- the same key ---


def put(cast, key, **payload):
    enqueue(
        kind=OutboxKind.DESK_MAIL, key=key, sender_id=cast.denki.pk, municipality_id=cast.tamana.pk,
        payload={"agency": cast.tamana_agency.pk, "number": key, "path": "/", "urgent": False, **payload},
    )  # fmt: skip


def test_the_same_effect_is_written_once(cast, acting):
    with acting("staff"):
        put(cast, "report:1")
        put(cast, "report:1", urgent=True)
        put(cast, "report:2")
    assert OutboxItem.objects.count() == 2
    assert not OutboxItem.objects.get(key="report:1").payload["urgent"]


def test_the_portal_writes_in_its_own_name_only_and_reads_nothing(cast, acting):
    for name in ("other_staff", "member"):
        with acting(name), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            put(cast, "report:1")
    for model in (OutboxItem, Notice):
        with acting("staff"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.exists()


# --- a mail server that fails ---


def test_failures_are_retried_with_growing_pauses_then_given_up(reported, no_mail_server, caplog):
    for attempt, pause in enumerate(PAUSES, start=1):
        before = timezone.now()
        assert deliver_outbox() == {"done": 0, "failed": 1}
        waited = item().due_at - before
        assert timedelta(seconds=pause) <= waited < timedelta(seconds=pause + 10)
        assert (item().attempts, item().last_error, item().dead_at) == (attempt, "ConnectionRefusedError", None)
        assert deliver_outbox() == {"done": 0, "failed": 0}  # not before it is due
        make_due()
    assert deliver_outbox() == {"done": 0, "failed": 1}
    assert item().dead_at and item().done_at is None
    make_due()
    assert deliver_outbox() == {"done": 0, "failed": 0}
    assert CANARY not in caplog.text
    assert list(PAUSES) == sorted(set(PAUSES))


def test_an_administrator_asks_again_for_what_was_given_up(cast, acting, reported, no_mail_server, settings):
    deliver_outbox()
    OutboxItem.objects.update(dead_at=timezone.now(), attempts=len(PAUSES) + 1)
    item_id = item().pk
    with acting("other_caseworker") as stranger:
        assert not try_again(item_id, stranger.tenant)
        assert not try_again(item_id, cast.tamana.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_outbox() == {"done": 0, "failed": 0}
    with acting("lead") as lead:
        assert try_again(item_id, lead.tenant)
        assert not try_again(uuid4(), lead.tenant)
    assert deliver_outbox() == {"done": 1, "failed": 0}
    with acting("lead") as lead:
        assert not try_again(item_id, lead.tenant)


def test_one_that_fails_does_not_hold_up_the_others(cast, acting):
    with acting("staff"):
        put(cast, "broken", agency=0)
        put(cast, "whole")
    assert deliver_outbox() == {"done": 1, "failed": 1}
    assert OutboxItem.objects.get(done_at__isnull=False).key == "whole"


# --- workers ---


def test_a_leased_item_is_left_alone_until_its_lease_is_over(reported):
    OutboxItem.objects.update(leased_until=timezone.now() + timedelta(minutes=5), attempts=1)
    assert deliver_outbox() == {"done": 0, "failed": 0}
    OutboxItem.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert deliver_outbox() == {"done": 1, "failed": 0}
    assert item().attempts == 2


WORKER = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
settings.EMAIL_PORT = int(sys.argv[2])
from notifications.tasks import deliver_outbox
deliver_outbox()
"""


def test_what_a_killed_worker_had_taken_is_done_after_its_lease(committed):
    put(committed, "report:1")
    with socket.create_server(("127.0.0.1", 0)) as silent_mail_server:
        silent_mail_server.settimeout(30)
        words = [
            sys.executable,
            "-c",
            WORKER,
            connection.settings_dict["NAME"],
            str(silent_mail_server.getsockname()[1]),
        ]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "TSUNAGI_DOOR": "worker"}
        with subprocess.Popen(words, env=environment) as worker:
            line, _address = silent_mail_server.accept()
            with line:  # open and silent: the worker waits for a greeting that never comes
                worker.kill()
                worker.wait()
    assert item().leased_until > timezone.now() and item().done_at is None
    mail.outbox = []
    assert deliver_outbox() == {"done": 0, "failed": 0}
    OutboxItem.objects.update(leased_until=timezone.now())
    assert deliver_outbox() == {"done": 1, "failed": 0}
    assert item().attempts == 2 and len(mail.outbox) == 1


def test_two_workers_never_take_the_same_item(committed, at_once):
    many = 30
    for number in range(many):
        put(committed, f"report:{number}")
    mail.outbox, meet = [], threading.Barrier(3, timeout=20)

    def work():
        meet.wait()
        return deliver_outbox()["done"]

    done = [future.result() for future in at_once("worker", work, work, work)]
    assert sum(done) == many == len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == len(mail.outbox)
    assert set(OutboxItem.objects.values_list("attempts", flat=True)) == {1}


def test_a_report_does_not_wait_for_a_broker_that_is_down_and_beat_finds_it(committed, at_once, no_broker, caplog):
    staff = committed.actor("staff")

    def work():
        started = time.monotonic()
        with scope(organization=staff.organization_id, user=staff.user_id):
            submit_report(actor=staff, report=report_of(committed, office_id=committed.denki_office.pk))
        return time.monotonic() - started

    assert at_once("portal", work)[0].result() < 3
    assert "the broker did not answer" in caplog.text
    assert Referral.objects.count() == 1 and item().done_at is None
    mail.outbox = []
    assert deliver_outbox() == {"done": 1, "failed": 0} and len(mail.outbox) == 1


@pytest.fixture(params=["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def no_broker(request):
    """Celery's application rings where nobody answers, as it would with such a REDIS_URL."""
    app = deliver_outbox.app
    before = app.conf.broker_url, app.conf.broker_transport_options
    app.pool.force_close_all()
    app.conf.broker_url, app.conf.broker_transport_options = request.param, {"visibility_timeout": 3600}
    yield
    app.conf.broker_url, app.conf.broker_transport_options = before
