"""Drafts: what somebody was typing is kept for them alone, encrypted, for a day, and never lost by a stale page."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from organizations import drafts
from organizations.models import FormDraft
from organizations.scope import log_in_as, scope
from organizations.tasks import forget_drafts
from tests.core.searching import tables_naming

CANARY = "鳥籠 金糸雀"
TYPED = {"name": [CANARY], "items": ["name", "address"]}
FORM = "a form"


@pytest.fixture
def kept(acting):
    """The draft of `staff`."""
    with acting("staff") as staff:
        assert drafts.save(staff.user_id, FORM, TYPED)
        return staff


def saved_by(actor):
    return FormDraft.objects.filter(user_id=actor.user_id)


def test_what_was_typed_comes_back_whole(acting, kept):
    with acting("staff") as staff:
        draft = drafts.load(staff.user_id, FORM)
        assert draft is not None and dict(draft.lists()) == TYPED
        assert drafts.load(staff.user_id, "another form") is None


def test_a_newer_draft_takes_the_place_of_the_older(acting, kept):
    with acting("staff") as staff:
        drafts.save(staff.user_id, FORM, {"name": ["other"]})
        draft = drafts.load(staff.user_id, FORM)
        assert draft is not None and draft["name"] == "other"
    assert FormDraft.objects.count() == 1


def test_what_is_secret_or_belongs_to_one_sending_is_not_kept(acting):
    with acting("staff") as staff:
        drafts.save(
            staff.user_id, FORM, {**TYPED, "password": ["x"], "csrfmiddlewaretoken": ["x"], "submission": ["x"]}
        )
        draft = drafts.load(staff.user_id, FORM)
        assert draft is not None and set(draft) == set(TYPED)


def test_it_lies_encrypted(kept):
    assert FormDraft.objects.count() == 1
    assert tables_naming(CANARY) == {}


def test_a_key_that_was_withdrawn_opens_nothing(acting, kept, settings):
    from cryptography.fernet import Fernet

    old = settings.DATA_KEYS
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *old]
    with acting("staff") as staff:
        assert drafts.load(staff.user_id, FORM) is not None
        settings.DATA_KEYS = settings.DATA_KEYS[:1]
        assert drafts.load(staff.user_id, FORM) is None


@pytest.mark.parametrize("name", ["manager", "other_staff", "caseworker"])
def test_nobody_else_reads_changes_or_removes_it(acting, kept, name):
    with acting(name):
        assert drafts.load(kept.user_id, FORM) is None
        drafts.discard(kept.user_id, FORM)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            drafts.save(kept.user_id, "forged", TYPED)
    assert saved_by(kept).count() == 1


def test_it_is_over_after_a_day(acting, kept):
    FormDraft.objects.update(saved_at=timezone.now() - timedelta(hours=23, minutes=59))
    with acting("staff") as staff:
        assert drafts.load(staff.user_id, FORM) is not None
    FormDraft.objects.update(saved_at=timezone.now() - timedelta(hours=24))
    with acting("staff") as staff:
        assert drafts.load(staff.user_id, FORM) is None


def test_the_worker_removes_what_is_over_and_nothing_else(cast, acting, kept):
    with acting("caseworker") as worker:
        drafts.save(worker.user_id, FORM, TYPED)
    saved_by(kept).update(saved_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert forget_drafts() == 1
    assert [draft.user_id for draft in FormDraft.objects.all()] == [cast.actor("caseworker").user_id]


def test_discarded_is_gone(acting, kept):
    with acting("staff") as staff:
        drafts.discard(staff.user_id, FORM)
    assert not FormDraft.objects.exists()


def test_what_is_too_large_is_not_kept_and_nobody_is_told_that_it_was(acting, browser, kept):
    large = {"name": ["字" * drafts.LARGEST]}
    with acting("staff") as staff:
        assert not drafts.save(staff.user_id, FORM, large)
    answer = browser("staff").post(reverse("draft_save"), {drafts.FIELD: drafts.token(kept.user_id, FORM), **large})
    assert (answer.status_code, answer.json()) == (403, {"kept": False})
    with acting("staff") as staff:
        draft = drafts.load(staff.user_id, FORM)
        assert draft is not None and draft["name"] == CANARY


# --- by the page ---


def test_the_page_saves_while_somebody_types(cast, acting, browser):
    me = cast.actor("caseworker")
    answer = browser("caseworker").post(
        reverse("draft_save"), {drafts.FIELD: drafts.token(me.user_id, FORM), "body": CANARY}
    )
    assert answer.status_code == 200 and answer.json()["kept"]
    with acting("caseworker") as worker:
        draft = drafts.load(worker.user_id, FORM)
        assert draft is not None and dict(draft.lists()) == {"body": [CANARY]}


def test_the_token_of_somebody_else_keeps_nothing_while_one_is_signed_in(cast, browser):
    for token in (drafts.token(cast.actor("lead").user_id, FORM), "forged", "", signing.dumps([1, FORM])):
        answer = browser("caseworker").post(reverse("draft_save"), {drafts.FIELD: token, "body": CANARY})
        assert answer.status_code == 403
    assert not FormDraft.objects.exists()


def test_the_token_writes_and_never_reads(cast, acting, browser):
    """With a stolen token somebody could at most write into a draft; what comes back goes to its owner only."""
    owner = cast.actor("lead")
    stranger = browser("", door="agency")
    stranger.post(reverse("draft_save"), {drafts.FIELD: drafts.token(owner.user_id, FORM), "body": CANARY})
    with acting("caseworker"):
        assert drafts.load(owner.user_id, FORM) is None
    with acting("lead"):
        assert drafts.load(owner.user_id, FORM) is not None


def test_a_form_sent_after_the_session_ended_is_kept_for_its_writer(cast, acting, browser):
    me, client = cast.actor("caseworker"), browser("caseworker")
    token = drafts.token(me.user_id, FORM)
    with client.at_the_door():
        client.logout()
    answer = client.post("/cases/2026-0001/notes/", {drafts.FIELD: token, "body": CANARY})
    assert answer.status_code == 302 and reverse("account_login") in answer["Location"]
    with acting("caseworker") as worker:
        draft = drafts.load(worker.user_id, FORM)
        assert draft is not None and draft["body"] == CANARY
    assert tables_naming(CANARY) == {}


@pytest.mark.parametrize("token", ["", "forged", "old"])
def test_without_a_valid_token_nothing_is_kept(cast, browser, token, monkeypatch):
    if token == "old":
        with monkeypatch.context() as clock:
            clock.setattr(signing.time, "time", lambda: timezone.now().timestamp() - 24 * 3600 - 1)
            token = drafts.token(cast.actor("caseworker").user_id, FORM)
    answer = browser("", door="agency").post("/cases/2026-0001/notes/", {drafts.FIELD: token, "body": CANARY})
    assert answer.status_code == 302 and not FormDraft.objects.exists()


def test_a_page_that_had_grown_stale_loses_nothing(cast, acting, browser):
    me, client = cast.actor("staff"), browser("staff", enforce_csrf_checks=True)
    typed = {drafts.FIELD: drafts.token(me.user_id, FORM), "name": CANARY}
    answer = client.post("/reports/", typed, headers={"referer": "http://testserver/report/?r=1&step=2"})
    assert (answer.status_code, answer["Location"]) == (302, "/report/?r=1&step=2")
    with acting("staff") as staff:
        draft = drafts.load(staff.user_id, FORM)
        assert draft is not None and draft["name"] == CANARY


@pytest.mark.parametrize(
    "referer", ["http://testserver//evil.example/", "http://evil.example/", "http://testserver.evil/", ""]
)
def test_nobody_is_led_to_another_host(cast, browser, referer):
    typed = {drafts.FIELD: drafts.token(cast.actor("staff").user_id, FORM)}
    stale = browser("staff", enforce_csrf_checks=True).post("/reports/", typed, headers={"referer": referer})
    assert stale["Location"] in ("/", "/evil.example/")
    ended = browser("", door="portal").post("/reports/", typed, headers={"referer": referer})
    assert ended["Location"] in ("/account/login/?next=/", "/account/login/?next=/evil.example/")


def test_a_stale_page_without_a_draft_is_refused(browser):
    answer = browser("staff", enforce_csrf_checks=True).post(reverse("draft_save"), {"name": CANARY})
    assert answer.status_code == 403 and not FormDraft.objects.exists()


def test_an_outsiders_scope_opens_no_draft(kept):
    with log_in_as("portal"), scope(organization=1), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organizations_formdraft")
        assert cursor.fetchone() == (0,)
