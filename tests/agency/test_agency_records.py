"""The access log, the outbox and notices."""

import re
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.actions import record_access
from audit.models import AccessKind, AccessRecord
from audit.words import PURPOSES
from notifications.models import Notice, OutboxItem
from tests.agency.reported import assert_same_number, queries_of

ROOT = Path(__file__).resolve().parents[2]


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


@pytest.fixture
def read_five(acting: Any) -> None:
    """The caseworker looked at five cases, the lead at one."""
    with acting("caseworker") as actor:
        for number in range(5):
            record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[number], purpose="case page")
    with acting("lead") as actor:
        record_access(actor=actor, kind=AccessKind.LIST, subject="cases.case", ids=range(9), purpose="today")


def item_of(cast: Any, key: str, **changes: Any) -> OutboxItem:
    return OutboxItem.objects.create(
        kind="desk_mail",
        key=key,
        sender=cast.denki,
        municipality=cast.tamana,
        payload={"to": "secret@example.jp"},
        **changes,
    )


def notice_of(cast: Any, number: str, **changes: Any) -> Notice:
    return Notice.objects.create(
        municipality=cast.tamana,
        agency=cast.tamana_agency,
        sender=cast.denki,
        code="report",
        number=number,
        path=f"/triage/{number}/",
        **changes,
    )


@pytest.mark.usefixtures("read_five")
def test_the_auditor_reads_who_saw_what_and_why(browser: Any, cast: Any) -> None:
    context = browser("auditor").get(url("access_list")).context
    assert len(context["lines"]) == 6
    newest = context["lines"][0]
    assert (newest.record.user.name, newest.more) == (cast.roles["lead"].user.name, 4)
    assert [chain.broken_at for chain in context["chains"]] == [None]


@pytest.mark.usefixtures("read_five")
@pytest.mark.parametrize("who", ["caseworker", "lead", "admin"])
def test_only_the_auditor_reads_the_log(browser: Any, who: str) -> None:
    assert browser(who).get(url("access_list")).status_code == 403


@pytest.mark.usefixtures("read_five")
def test_the_log_is_the_own_municipalitys(browser: Any, cast: Any) -> None:
    cast.roles["other_admin"].role = "auditor"
    cast.roles["other_admin"].save()
    context = browser("other_admin").get(url("access_list")).context
    assert not context["lines"]
    assert not context["chains"]


@pytest.mark.usefixtures("read_five")
def test_the_log_is_filtered_by_day_and_person(browser: Any, cast: Any) -> None:
    client, lead = browser("auditor"), cast.roles["lead"].user_id
    today = timezone.localdate()
    assert len(client.get(url("access_list"), {"person": lead}).context["lines"]) == 1
    assert len(client.get(url("access_list"), {"day": today.isoformat()}).context["lines"]) == 6
    yesterday = (today - timedelta(days=1)).isoformat()
    assert not client.get(url("access_list"), {"day": yesterday}).context["lines"]
    assert "day" in client.get(url("access_list"), {"day": "いつか"}).context["form"].errors


@pytest.mark.usefixtures("read_five")
def test_a_changed_record_shows(browser: Any) -> None:
    changed = AccessRecord.objects.order_by("number")[2]
    AccessRecord.objects.filter(pk=changed.pk).update(purpose="harmless")
    context = browser("auditor").get(url("access_list")).context
    assert [chain.broken_at for chain in context["chains"]] == [changed.number]


@pytest.mark.usefixtures("read_five")
def test_a_record_taken_out_shows(browser: Any) -> None:
    AccessRecord.objects.order_by("number")[2].delete()
    context = browser("auditor").get(url("access_list")).context
    assert [chain.broken_at for chain in context["chains"]] == [4]


@pytest.mark.usefixtures("read_five")
@pytest.mark.parametrize("verb", ["UPDATE audit_accessrecord SET purpose = 'x'", "DELETE FROM audit_accessrecord"])
def test_nobody_at_the_agency_changes_the_log(acting: Any, verb: str) -> None:
    with (
        acting("lead"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


def test_the_log_takes_as_many_queries_for_one_row_as_for_many(browser: Any, acting: Any) -> None:
    def look() -> None:
        with acting("caseworker") as actor:
            record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[1], purpose="case page")

    look()
    client = browser("auditor")
    client.get(url("access_list"))
    few = queries_of(client, url("access_list"))
    for _time in range(5):
        look()
    assert_same_number(few, queries_of(client, url("access_list")), at_most=9)


def test_a_given_up_mail_is_tried_again(browser: Any, cast: Any) -> None:
    dead = item_of(cast, "dead", attempts=7, dead_at=timezone.now(), last_error="NoRecipient")
    client = browser("admin")
    page = client.get(url("outbox_list"))
    assert [line.tone for line in page.context["lines"]] == ["danger"]
    assert "secret@example.jp" not in page.content.decode()
    assert client.post(url("outbox_retry", dead.pk)).status_code == 302
    dead.refresh_from_db()
    assert (dead.dead_at, dead.attempts) == (None, 0)
    assert dead.due_at <= timezone.now()


def test_what_is_done_is_neither_listed_nor_tried_again(browser: Any, cast: Any) -> None:
    done = item_of(cast, "done", attempts=1, done_at=timezone.now())
    client = browser("lead")
    assert not client.get(url("outbox_list")).context["lines"]
    assert client.post(url("outbox_retry", done.pk)).status_code == 404


def test_states_of_mail_are_told_apart(browser: Any, cast: Any) -> None:
    item_of(cast, "waiting")
    item_of(cast, "failed", attempts=2, last_error="TimeoutError")
    item_of(cast, "dead", attempts=7, last_error="TimeoutError", dead_at=timezone.now())
    tones = {line.item.key: line.tone for line in browser("lead").get(url("outbox_list")).context["lines"]}
    assert tones == {"waiting": "info", "failed": "warning", "dead": "danger"}


@pytest.mark.parametrize(("who", "status"), [("caseworker", 403), ("auditor", 403), ("other_admin", 404)])
def test_nobody_else_retries_it(browser: Any, cast: Any, who: str, status: int) -> None:
    dead = item_of(cast, "dead", dead_at=timezone.now())
    assert browser(who).post(url("outbox_retry", dead.pk)).status_code == status
    dead.refresh_from_db()
    assert dead.dead_at is not None


def test_the_outbox_takes_as_many_queries_for_one_as_for_many(browser: Any, cast: Any) -> None:
    item_of(cast, "first")
    client = browser("admin")
    client.get(url("outbox_list"))
    few = queries_of(client, url("outbox_list"))
    for number in range(5):
        item_of(cast, f"more-{number}")
    assert_same_number(few, queries_of(client, url("outbox_list")), at_most=9)


def test_urgent_notices_stand_first(browser: Any, cast: Any) -> None:
    now = timezone.now()
    notice_of(cast, "1", created_at=now - timedelta(hours=2))
    notice_of(cast, "2", created_at=now - timedelta(hours=1), is_urgent=True)
    notice_of(cast, "3", created_at=now)
    context = browser("caseworker").get(url("notice_list")).context
    assert [notice.number for notice, _words in context["unread"]] == ["2", "3", "1"]
    assert context["unread_count"] == 3


def test_a_notice_is_read_once_by_the_first(browser: Any, cast: Any) -> None:
    notice = notice_of(cast, "1")
    assert browser("caseworker").post(url("notice_read", notice.pk)).status_code == 302
    opened = browser("lead").post(url("notice_read", notice.pk), {"open": "yes"})
    assert opened["Location"] == "/triage/1/"
    notice.refresh_from_db()
    assert notice.read_by == cast.roles["caseworker"].user
    assert isinstance(notice.read_at, datetime)
    context = browser("lead").get(url("notice_list")).context
    assert (context["unread_count"], len(context["read"])) == (0, 1)


@pytest.mark.parametrize(("who", "status"), [("other_caseworker", 404), ("admin", 403), ("auditor", 403)])
def test_nobody_else_reads_it(browser: Any, cast: Any, who: str, status: int) -> None:
    notice = notice_of(cast, "1")
    assert browser(who).post(url("notice_read", notice.pk)).status_code == status
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_notice_that_is_not_there(browser: Any) -> None:
    assert browser("caseworker").post(url("notice_read", uuid.uuid4())).status_code == 404


def test_notices_take_as_many_queries_for_one_as_for_many(browser: Any, cast: Any) -> None:
    notice_of(cast, "1")
    client = browser("caseworker")
    client.get(url("notice_list"))
    few = queries_of(client, url("notice_list"))
    for number in range(2, 7):
        notice_of(cast, str(number))
    assert_same_number(few, queries_of(client, url("notice_list")), at_most=9)


def test_every_purpose_that_a_page_gives_has_its_words() -> None:
    sources = [*ROOT.glob("[a-z]*/*.py"), *ROOT.glob("[a-z]*/views_*/*.py")]
    sources = [file for file in sources if file.parts[len(ROOT.parts)] != "tests"]
    given = {word for file in sources for word in re.findall(r'\bpurpose="([a-z ]+)"', file.read_text())}
    assert {"case page", "visit page"} <= given
    assert given <= PURPOSES.keys()
