"""The case page and its verbs, each success beside its refusal."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from cases.models import Case, CaseNote, CaseStatus, Flag, FlagKind, NoteKind, Severity
from japanese.dates import today, wareki
from organizations import drafts
from organizations.models import FormDraft
from tests.agency.reported import NAME, assert_same_number, open_case_of, queries_of


@pytest.fixture
def case(acting, cast):
    """A case of 玉名 with one consented report."""
    return open_case_of(acting, cast)


def note(body="玄関先で話ができた。", kind=NoteKind.CONTACT, **other):
    """What the note form sends."""
    now = timezone.localtime()
    return {
        "body": body,
        "kind": kind,
        "day": now.date().isoformat(),
        "hour": "00:00",
        "submission": str(uuid.uuid4()),
        **other,
    }


def closed(case):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_on=today())


def test_the_page_shows_person_supply_timeline_and_consent_in_words(browser, case):
    page = browser("caseworker").get(f"/cases/{case.number}/")
    assert page.status_code == 200
    text = page.content.decode()
    for words in (NAME, "タマナ タロウ", 'href="tel:0968-75-1111"', "ひので電力株式会社", case.number, "検針 花子"):
        assert words in text, words


def test_the_page_is_recorded_as_seen(browser, case):
    browser("caseworker").get(f"/cases/{case.number}/")
    row = AccessRecord.objects.get(purpose="case page")
    assert (row.kind, row.subject, row.subject_ids) == (AccessKind.VIEW, "cases.case", [str(case.pk)])


@pytest.mark.parametrize("path", ["", "history/"])
def test_pages_of_a_case_are_closed_to_strangers(browser, case, path):
    url = f"/cases/{case.number}/{path}"
    assert browser("other_caseworker").get(url).status_code == 404
    assert browser("auditor").get(url).status_code == 403
    assert browser("admin").get(url).status_code == 403
    assert not AccessRecord.objects.filter(subject="cases.case", subject_ids=[str(case.pk)]).exists()


@pytest.mark.parametrize("verb", ["notes/", "assign/", "supplies/{pk}/date/", "supplies/{pk}/settle/"])
def test_verbs_are_closed_to_strangers(browser, case, verb):
    url = f"/cases/{case.number}/{verb.format(pk=case.supplies.get().pk)}"
    assert browser("auditor").post(url, note()).status_code == 403
    assert browser("admin").post(url, note()).status_code == 403
    assert browser("other_caseworker").post(url, note()).status_code == (403 if verb == "assign/" else 404)
    assert browser("caseworker").get(url).status_code in (403, 405)
    assert not CaseNote.objects.exists()


def test_a_note_is_written_and_a_talk_counts_as_contact(browser, cast, case):
    answer = browser("caseworker").post(f"/cases/{case.number}/notes/", note())
    assert answer.status_code == 302
    written = CaseNote.objects.get(case=case)
    assert (written.body, written.author_id) == ("玄関先で話ができた。", cast.actor("caseworker").user_id)
    case.refresh_from_db()
    assert case.last_contact_on == today()
    assert "玄関先で話ができた。" in browser("caseworker").get(f"/cases/{case.number}/").content.decode()


def test_a_memo_is_no_contact(browser, case):
    browser("caseworker").post(f"/cases/{case.number}/notes/", note(kind=NoteKind.MEMO))
    case.refresh_from_db()
    assert case.last_contact_on is None


def test_a_double_click_writes_one_note(browser, case):
    client, sent = browser("caseworker"), note()
    for _click in range(2):
        assert client.post(f"/cases/{case.number}/notes/", sent).status_code == 302
    assert CaseNote.objects.count() == 1


def test_a_closed_case_refuses_a_note_and_gives_the_text_back(browser, case):
    closed(case)
    answer = browser("caseworker").post(f"/cases/{case.number}/notes/", note("閉じたあとに書いた長い記録"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "閉じたあとに書いた長い記録" in text
    assert 'role="alert"' in text
    assert not CaseNote.objects.exists()


def test_a_closed_case_offers_no_field(browser, case):
    closed(case)
    assert 'id="note"' not in browser("caseworker").get(f"/cases/{case.number}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "kept"), [({"body": ""}, "00:00"), ({"day": "令和8年13月1日"}, "令和8年13月1日"), ({"kind": "x"}, "話")]
)
def test_a_note_with_a_mistake_comes_back_as_typed(browser, case, wrong, kept):
    answer = browser("caseworker").post(f"/cases/{case.number}/notes/", note(**wrong))
    assert answer.status_code == 400
    assert kept in answer.content.decode()
    assert not CaseNote.objects.exists()


def test_a_note_of_tomorrow_is_refused(browser, case):
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert browser("caseworker").post(f"/cases/{case.number}/notes/", note(day=tomorrow)).status_code == 400
    assert not CaseNote.objects.exists()


def test_a_half_written_note_comes_back_until_it_is_sent(browser, cast, case):
    client, user = browser("caseworker"), cast.actor("caseworker").user_id
    half = note("書きかけの記録", day="R8.1", draft_token=drafts.token(user, f"note-{case.pk}"))
    assert client.post("/draft/", half).status_code == 200
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert "書きかけの記録" in page
    assert 'value="R8.1"' in page
    assert "書きかけの記録" not in browser("lead").get(f"/cases/{case.number}/").content.decode()
    client.post(f"/cases/{case.number}/notes/", note("書き終えた記録"))
    assert not FormDraft.objects.exists()


def test_the_lead_gives_the_case_to_somebody(browser, cast, case):
    worker = cast.actor("caseworker")
    sent = {"user": worker.user_id, "version": case.version}
    assert browser("lead").post(f"/cases/{case.number}/assign/", sent).status_code == 302
    case.refresh_from_db()
    assert case.assigned_to_id == worker.user_id
    page = browser("caseworker").get(f"/cases/{case.number}/history/").content.decode()
    assert worker.name in page
    assert cast.actor("lead").name in page


def test_a_stale_version_changes_nothing_and_shows_how_it_stands(browser, cast, case):
    client, worker, lead = browser("lead"), cast.actor("caseworker"), cast.actor("lead")
    client.post(f"/cases/{case.number}/assign/", {"user": worker.user_id, "version": 0})
    answer = client.post(f"/cases/{case.number}/assign/", {"user": lead.user_id, "version": 0})
    assert answer.status_code == 409
    case.refresh_from_db()
    assert case.assigned_to_id == worker.user_id
    assert 'name="version" value="1"' in answer.content.decode()


def test_nobody_from_another_municipality_can_be_in_charge(browser, cast, case):
    sent = {"user": cast.actor("other_caseworker").user_id, "version": 0}
    assert browser("lead").post(f"/cases/{case.number}/assign/", sent).status_code == 400
    case.refresh_from_db()
    assert case.assigned_to_id is None


def test_a_caseworker_does_not_assign(browser, cast, case):
    sent = {"user": cast.actor("caseworker").user_id, "version": 0}
    assert browser("caseworker").post(f"/cases/{case.number}/assign/", sent).status_code == 403
    assert 'name="user"' not in browser("caseworker").get(f"/cases/{case.number}/").content.decode()


def test_risks_and_flags_stand_in_words(browser, cast, case):
    case.household.has_infant = True
    case.household.save()
    facts = {"stop_on": today().isoformat(), "supply": "water", "basis": "estimated"}
    Flag.objects.create(
        municipality=cast.tamana,
        case=case,
        kind=FlagKind.STOP_NEAR,
        severity=Severity.URGENT,
        due_on=today(),
        facts=facts,
        raised_on=today(),
    )
    page = browser("caseworker").get(f"/cases/{case.number}/").content.decode()
    assert str(case.household._meta.get_field("has_infant").verbose_name) in page
    assert Flag.objects.get().reason in page
    assert wareki(today()) in page


def test_the_number_of_queries_does_not_grow_with_the_rows(browser, cast, case):
    client, url = browser("caseworker"), f"/cases/{case.number}/"
    author = cast.roles["caseworker"].user
    _write_notes(cast, case, author, 1)
    client.get(url)  # the first page of a session asks otherwise than the next ones
    few = queries_of(client, url)
    _write_notes(cast, case, author, 20)
    many = queries_of(client, url)
    assert_same_number(few, many, at_most=39)


def _write_notes(cast, case, author, count):
    for n in range(count):
        CaseNote.objects.create(municipality=cast.tamana, case=case, body=f"記録{n}", author=author)
