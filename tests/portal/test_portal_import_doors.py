"""Who gets at a list, what a file may be, and what happens when the worker is gone."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from organizations.models import RoleAssignment
from organizations.scope import log_in_as
from organizations.sealing import unseal
from referrals.importing.sweeping import ring_again
from referrals.importing.work import LEASE
from referrals.models import ImportChunk, ImportFile, ImportRun, Referral, RunState
from referrals.tasks import ring_for_imports
from tests.portal.import_files import Handing, csv_of, row, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def handing(cast: Any, browser: Any) -> Handing:
    return Handing(browser("staff"), cast.denki_office.pk)


@pytest.fixture
def run(handing: Handing) -> ImportRun:
    """A list that was read, with a row to be mended."""
    return handing.read(csv_of([row(1), row(2, 滞納額="?")]))


# --- who ---


@pytest.mark.parametrize("other", ["manager", "other_staff"])
@pytest.mark.parametrize("path", ["", "rows/2/", "mend.xlsx", "receipts/", "receipts.xlsx"])
def test_what_stands_in_a_list_opens_for_its_sender_alone(run, handing, browser, other, path):
    assert handing.browser.get(f"/imports/{run.pk}/{path}").status_code == 200
    assert browser(other).get(f"/imports/{run.pk}/{path}").status_code == 404
    assert browser(other).get(f"/imports/{uuid4()}/{path}").status_code == 404


@pytest.mark.parametrize("other", ["manager", "other_staff"])
@pytest.mark.parametrize("verb", ["send/", "discard/", "rows/2/"])
def test_nobody_else_sends_mends_or_throws_away(run, browser, other, verb):
    assert browser(other).post(f"/imports/{run.pk}/{verb}", {}).status_code == 404
    run.refresh_from_db()
    assert run.state == RunState.CHECKED and ImportChunk.objects.filter(run=run).count() == 2


def test_colleagues_see_that_there_was_a_list_and_how_many_rows_it_has(run, browser):
    ours = browser("manager").get("/imports/").content.decode()
    assert run.user.name in ours and str(run.pk) not in ours
    assert run.user.name not in browser("other_staff").get("/imports/").content.decode()


@pytest.mark.parametrize("name", ["manager", "other_staff"])
def test_the_database_shows_nobody_else_a_row(run, acting, name):
    with acting(name):
        assert not ImportChunk.objects.exists() and not ImportFile.objects.exists()


@pytest.mark.parametrize("model", [ImportRun, ImportChunk, ImportFile])
def test_the_agency_s_log_in_may_not_even_ask(run, acting, model):
    with acting("caseworker"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model.objects.exists()


def test_it_lies_sealed(run):
    stored = ImportChunk.objects.get(run=run, number=1)
    assert "田中" not in bytes(stored.content).decode("ascii")
    assert "田中" in unseal(bytes(stored.content)).decode()


@pytest.mark.parametrize("name", ["member", "caseworker"])
def test_whoever_reports_nothing_hands_in_nothing(cast, browser, name):
    somebody = browser(name)
    assert somebody.get("/imports/").status_code in (403, 404)
    assert somebody.post("/imports/upload/", {}).status_code in (403, 404)


def test_another_company_s_office_is_not_offered_and_not_taken(handing, cast):
    refused = handing.upload(csv_of([row(1)]), office=cast.suido_office.pk)
    assert refused.status_code == 400 and not ImportRun.objects.exists()


def test_a_form_id_that_somebody_else_used_leads_nowhere(handing, browser, cast):
    content, form_id = csv_of([row(1)]), uuid4()
    handing.upload(content, form_id=form_id)
    other = Handing(browser("manager"), cast.denki_office.pk)
    assert other.upload(content, form_id=form_id).status_code == 409
    assert ImportRun.objects.get().user == cast.roles["staff"].user


def test_who_left_has_nothing_sent_any_more(run, handing):
    handing.browser.post(f"/imports/{run.pk}/send/")
    RoleAssignment.objects.filter(pk=run.role_id).update(ends_on=date(2020, 1, 1), starts_on=date(2019, 1, 1))
    assert worked(run) == RunState.DISCARDED
    assert not Referral.objects.exists() and not ImportChunk.objects.exists()


# --- which files ---


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 list", "list.csv"),
        (b"a,b\x00c\n1,2\n", "list.csv"),
        (csv_of([]), "list.csv"),
        ("あ,い,う\n1,2,3\n".encode(), "list.csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "list.xlsx"),
        (b"PK\x03\x04 broken", "list.xlsx"),
        (csv_of([row(1)], ["お客さま番号", "契約名義", "備考"]), "list.csv"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_and_is_gone(handing, content, name):
    run = handing.read(content, name)
    assert run.state == RunState.UNREADABLE and run.problem
    page = handing.page(run)
    assert len(page.context["why"]) > 30 and page.context["why"] != run.problem
    assert not ImportFile.objects.exists() and not ImportChunk.objects.exists()
    assert name not in page.content.decode().partition("<main")[2]


def test_the_page_names_the_columns_that_are_missing(handing):
    run = handing.read(csv_of([row(1)], ["お客さま番号", "契約名義", "備考"]))
    why = handing.page(run).context["why"]
    assert "郵便番号" in why and "住所" in why and "備考" not in why


def test_no_file_and_an_empty_one(handing):
    assert handing.upload(b"").status_code == 400
    assert (
        handing.browser.post("/imports/upload/", {"office": handing.office_id, "form_id": uuid4()}).status_code == 400
    )
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_told_so(handing, settings):
    settings.LARGEST_UPLOAD = 1000
    refused = handing.upload(csv_of([row(n) for n in range(20)]))
    assert refused.status_code == 400 and refused.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


def test_a_request_that_is_far_too_large_is_not_even_read(handing, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2000
    refused = handing.upload(csv_of([row(n) for n in range(50)]))
    assert refused.status_code == 413 and "30" in refused.content.decode()
    assert handing.browser.get("/imports/").status_code == 200


def test_no_upload_ever_touches_the_disk(handing, monkeypatch):
    written: list[Any] = []

    class Watched(tempfile._TemporaryFileWrapper):  # type: ignore[type-arg]  # whatever makes one is noticed
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            written.append(args)
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(tempfile, "_TemporaryFileWrapper", Watched)
    before = set(Path(tempfile.gettempdir()).iterdir())
    run = handing.read(csv_of([row(n, 備考="字" * 400) for n in range(8000)]))  # above the size at which Django would
    after = set(Path(tempfile.gettempdir()).iterdir())
    assert run.rows == 8000
    assert not written
    assert not [path for path in after - before if "list" in path.name or path.suffix in (".csv", ".xlsx", ".upload")]
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


def test_too_many_lists_that_wait(handing, cast, settings):
    for n in range(20):
        assert handing.upload(csv_of([row(n)])).status_code == 302
    assert handing.upload(csv_of([row(21)])).status_code == 409
    assert ImportRun.objects.count() == 20


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_list_is_one_that_can_be_read(handing, kind):
    answer = handing.browser.get(f"/imports/template.{kind}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    run = handing.read(answer.content, f"list.{kind}")
    assert run.state in (RunState.UNREADABLE, RunState.CHECKED)
    assert handing.browser.get("/imports/template.pdf").status_code == 404


# --- the worker ---


def leased(run: ImportRun, state: RunState, ends_in: timedelta) -> None:
    """As a worker leaves it that is killed, or that works still."""
    ImportRun.objects.filter(pk=run.pk).update(state=state, leased_until=timezone.now() + ends_in)


def test_two_workers_never_work_on_one_list(run):
    leased(run, RunState.SENDING, LEASE)
    assert worked(run) == "" and not Referral.objects.exists()


def test_after_a_worker_s_death_another_goes_on(run, django_capture_on_commit_callbacks):
    leased(run, RunState.SENDING, -timedelta(seconds=1))
    with log_in_as("worker"):
        assert ring_again() == 1
    assert worked(run) == RunState.DONE and Referral.objects.count() == 1


def test_a_worker_that_died_while_reading_leaves_nothing_twice(handing):
    run = ImportRun.objects.get(pk=handing.key(handing.upload(csv_of([row(n) for n in range(700)]))))
    sealed = bytes(ImportFile.objects.get().content)
    worked(run)
    # The last transaction of the reading is undone: the file is still there, the first rows are, too.
    ImportChunk.objects.filter(number__gt=1).delete()
    ImportFile.objects.create(run=run, user_id=run.user_id, content=sealed)
    leased(run, RunState.CHECKING, -timedelta(seconds=1))
    assert worked(run) == RunState.CHECKED
    assert (run.rows, run.accepted) == (700, 700)
    assert [chunk.rows for chunk in ImportChunk.objects.filter(run=run, number__gt=0).order_by("number")] == [500, 200]


def test_the_sweep_rings_for_what_waits_and_for_nothing_else(handing, run):
    waiting = ImportRun.objects.get(pk=handing.key(handing.upload(csv_of([row(3)]))))
    assert ring_for_imports() == 1
    leased(waiting, RunState.CHECKING, LEASE)
    assert ring_for_imports() == 0
    leased(waiting, RunState.CHECKING, -timedelta(seconds=1))
    assert ring_for_imports() == 1


def test_a_file_whose_key_was_taken_out_is_unreadable_not_stuck(handing, settings):
    from cryptography.fernet import Fernet

    run = ImportRun.objects.get(pk=handing.key(handing.upload(csv_of([row(1)]))))
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    assert worked(run) == RunState.UNREADABLE
    assert handing.page(run).status_code == 200
