"""折り返し電話の希望 at the agency: who sees them, what came of them, and that the words go."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessRecord
from cases.errors import CaseRefusal
from outreach.callbacks import Asked, finish, read, tried
from outreach.models import CallbackOutcome, CallbackRequest
from outreach.tasks import empty_callbacks


def wish(cast: Any, name: str = "タンポポ", **more: Any) -> CallbackRequest:
    return CallbackRequest.objects.create(
        municipality=cast.tamana,
        agency=cast.tamana_agency,
        code="TMN1",
        language="vi",
        content=Asked(phone="090-1234-5678", name=name, when="夕方").sealed(),
        **more,
    )


def page(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


def test_the_list_names_nobody_and_leads_to_each(browser: Any, cast: Any) -> None:
    one = wish(cast)
    body = browser("caseworker").get(page("callback_list")).content.decode()
    assert "タンポポ" not in body and "1234" not in body
    assert page("callback", one.pk) in body
    assert "Tiếng Việt" in body


def test_opening_one_is_recorded_before_it_is_shown(browser: Any, cast: Any) -> None:
    one = wish(cast)
    body = browser("caseworker").get(page("callback", one.pk)).content.decode()
    assert "タンポポ" in body and 'href="tel:090-1234-5678"' in body
    assert AccessRecord.objects.filter(subject="outreach.callbackrequest", subject_ids=[str(one.pk)]).count() == 1


def test_nobody_elsewhere_and_nobody_without_the_task_sees_it(browser: Any, cast: Any) -> None:
    one = wish(cast)
    assert browser("other_caseworker").get(page("callback", one.pk)).status_code == 404
    assert browser("admin").get(page("callback", one.pk)).status_code == 403
    assert not AccessRecord.objects.filter(subject="outreach.callbackrequest").exists()


def test_tried_then_done(browser: Any, cast: Any) -> None:
    one, client = wish(cast), browser("caseworker")
    first = client.post(page("callback", one.pk), {"result": "tried", "version": 0})
    assert first["Location"] == page("callback", one.pk)
    done = client.post(page("callback", one.pk), {"result": "advised", "version": 1})
    assert done["Location"] == page("callback_list")
    one.refresh_from_db()
    assert (one.tries, one.outcome, one.done_by_id) == (1, "advised", cast.roles["caseworker"].user_id)


def test_two_at_once_the_second_is_told_and_keeps_the_choice(browser: Any, cast: Any) -> None:
    one = wish(cast)
    browser("lead").post(page("callback", one.pk), {"result": "tried", "version": 0})
    late = browser("caseworker").post(page("callback", one.pk), {"result": "reached", "version": 0})
    assert late.status_code == 409
    body = late.content.decode()
    assert 'value="reached"' in body and "checked" in body
    assert 'name="version" value="1"' in body
    one.refresh_from_db()
    assert one.done_at is None


def test_what_is_done_cannot_be_done_again(acting: Any, cast: Any) -> None:
    one = wish(cast)
    with acting("caseworker") as actor:
        finish(actor=actor, request=one, outcome=CallbackOutcome.REACHED, version=0)
        with pytest.raises(CaseRefusal):
            tried(actor=actor, request=one, version=1)


def test_nothing_chosen_is_said(browser: Any, cast: Any) -> None:
    assert browser("caseworker").post(page("callback", wish(cast).pk), {"version": 0}).status_code == 400


def test_the_page_of_today_says_how_many_wait(browser: Any, cast: Any) -> None:
    client = browser("caseworker")
    assert page("callback_list") not in client.get(page("today")).content.decode().split("<main")[1]
    wish(cast)
    body = client.get(page("today")).content.decode()
    assert 'id="calls-to-make"' in body and "タンポポ" not in body


def test_the_words_go_after_thirty_days(cast: Any, browser: Any) -> None:
    now = timezone.now()
    done = {"outcome": "advised", "done_by": cast.roles["lead"].user}
    old = wish(cast, done_at=now - timedelta(days=31), **done)
    new = wish(cast, done_at=now - timedelta(days=29), **done)
    waiting = wish(cast, received_at=now - timedelta(days=90))
    assert empty_callbacks() == 1
    for one in (old, new, waiting):
        one.refresh_from_db()
    assert (bytes(old.content), read(old)) == (b"", None)
    assert read(new) and read(waiting)
    assert browser("caseworker").get(page("callback", old.pk)).status_code == 200
    assert empty_callbacks() == 0


def test_the_list_asks_as_often_for_many_as_for_few(browser: Any, cast: Any) -> None:
    client = browser("caseworker")
    wish(cast)
    wish(cast, done_at=timezone.now(), outcome="advised", done_by=cast.roles["lead"].user)
    client.get(page("callback_list"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page("callback_list"))
    for _n in range(10):
        wish(cast)
        wish(cast, done_at=timezone.now(), outcome="advised", done_by=cast.roles["lead"].user)
    with CaptureQueriesContext(connection) as many:
        client.get(page("callback_list"))
    assert len(many) == len(few), [query["sql"] for query in many]
