"""A row without a lawful ground leaves nothing: not in the database, the broker, the log, the files, the pages."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from consent.models import RefusalCount
from referrals.models import ImportRun, Referral
from tests.portal.import_files import WITHOUT_GROUND, Handing, csv_of, row, worked
from tests.portal.test_portal_refusal import everything_stored

pytestmark = pytest.mark.django_db(transaction=False)

CANARY = "鷺沼カナリア"
DIGITS = "0990123456"
MARKED = {
    "お客さま番号": f"{CANARY}-1",
    "契約名義": f"{CANARY} 太郎",
    "契約名義カナ": "サギヌマカナリア タロウ",
    "住所": f"玉名市岩崎 {CANARY}荘",
    "電話番号": DIGITS,
    "供給地点特定番号": f"09{DIGITS}{DIGITS}",
    "備考": f"{CANARY}が鳴いていた",
}
TRACES = (CANARY, "サギヌマ", DIGITS, "kanaria-meibo")
LAW = {**row(0), **WITHOUT_GROUND, **MARKED}
#: The first has no ground at all, the second lacks a limb of it, the third a part of the consent.
REFUSED = [
    LAW,
    {**LAW, "お客さま番号": f"{CANARY}-2", "根拠": "保護", "保護の必要性": f"{CANARY}が危ない"},
    {**row(3), **MARKED, "お客さま番号": f"{CANARY}-3", "同意取得者": ""},
]


@pytest.fixture
def handing(cast: Any, browser: Any) -> Handing:
    return Handing(browser("staff"), cast.denki_office.pk)


def files_naming(trace: str) -> list[Path]:
    """Files of this machine's folder (broker, log, mail, media) that hold the trace."""
    folders = ("broker", "log", "mail", "media")
    files = [path for name in folders for path in (settings.HOME / name).rglob("*") if path.is_file()]
    return [path for path in files if trace.encode() in path.read_bytes() or trace.encode("cp932") in path.read_bytes()]


def everything() -> str:
    return everything_stored()


def assert_no_trace(caplog: pytest.LogCaptureFixture, *pages: Any) -> None:
    stored = everything()
    for trace in TRACES:
        assert trace not in stored
        assert trace not in caplog.text
        assert files_naming(trace) == []
        for page in pages:
            assert trace not in page.content.decode()


def test_the_search_finds_what_was_sent(handing: Handing) -> None:
    run = handing.read(csv_of([{**row(1), **MARKED}]))
    handing.send(run)
    assert CANARY in everything()


def test_of_refused_rows_only_a_count_stays(
    handing: Handing, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True) as rung:
        run = ImportRun.objects.get(pk=handing.key(handing.upload(csv_of([row(1), *REFUSED]), "kanaria-meibo.csv")))
    assert rung
    worked(run)
    assert (run.accepted, run.refused, run.invalid) == (1, 3, 0)
    assert_no_trace(caplog)  # sealed, even before
    with django_capture_on_commit_callbacks(execute=True):
        handing.send(run)
    assert_no_trace(caplog, handing.page(run), handing.browser.get("/imports/"))
    assert Referral.objects.count() == 1
    assert sum(RefusalCount.objects.values_list("count", flat=True)) == 3
    assert handing.browser.get(f"/imports/{run.pk}/rows/2/").status_code == 404


def test_a_list_of_nothing_but_refused_rows_that_is_thrown_away(
    handing: Handing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    run = handing.read(csv_of(REFUSED))
    handing.browser.post(f"/imports/{run.pk}/discard/")
    assert_no_trace(caplog, handing.page(run))
    assert sum(RefusalCount.objects.values_list("count", flat=True)) == 3


def test_a_file_that_cannot_be_read_leaves_nothing_either(handing: Handing, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run = handing.read(csv_of([LAW], encoding="utf-8") + b"\xff\xfe\x00" + CANARY.encode())
    assert run.problem
    assert_no_trace(caplog, handing.page(run))
