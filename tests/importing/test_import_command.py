"""`import_referrals`: a list sent from a command line, and one JSON object that says what became of it."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.environment import BASE_DIR
from consent.models import Disclosure, RefusalCount
from notifications.models import Notice
from organizations.models import Office
from referrals.importing import summary
from referrals.models import Referral, Triage
from tests.core.searching import row_counts, tables_naming
from tests.importing.lists import GOOD, HEADINGS, PROTECTED, csv_bytes, many, write_csv

CANARY = "鷺沼カナリア"
KEYS = ["encoding", "rows", "accepted", "refused", "invalid", "duplicates", "errors", "seconds"]


@pytest.fixture
def told(cast, tmp_path):
    """`told(rows or bytes, …)`: the command's JSON, and with which status it ended."""
    cast.denki.code = "hinode"
    cast.denki.save()

    def run(content, *, status=0, name="list.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else csv_bytes(content))
        out = io.StringIO()
        said = {"utility": "hinode", "user": "staff@example.jp", "json": True, **options}
        ended: object = 0
        try:
            call_command("import_referrals", str(path), stdout=out, **said)
        except SystemExit as end:
            ended = end.code
        assert ended == status
        return json.loads(out.getvalue()) if said["json"] else out.getvalue()

    return run


def test_a_list_becomes_reports_and_one_object_says_so(cast, told):
    answer = told([*many(3), PROTECTED])
    assert list(answer) == KEYS
    assert isinstance(answer.pop("seconds"), float)
    assert answer == {
        "encoding": "cp932",
        "rows": 4,
        "accepted": 4,
        "refused": 0,
        "invalid": 0,
        "duplicates": 0,
        "errors": [],
    }
    assert Referral.objects.filter(utility=cast.denki, office=cast.denki_office, channel="file").count() == 4
    assert Referral.objects.filter(submitted_by=cast.roles["staff"].user).count() == 4
    assert {row.role for row in Disclosure.objects.all()} == {"utility_staff"}
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp932", "cp932"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig")], ids=str
)
@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["CRLF", "LF"])
def test_every_encoding_gives_the_same_reports(told, encoding, said, end):
    row = GOOD | {"契約名義": "髙﨑　能登㈱①", "契約名義カナ": "ﾀｶｻｷ ﾊﾟﾋﾟｺ", "住所": "熊本県玉名市岩崎表１－３ソ"}
    assert told(csv_bytes([row], encoding=encoding, end=end))["encoding"] == said
    referral = Referral.objects.get()
    assert (referral.name, referral.kana, referral.address) == (row["契約名義"], row["契約名義カナ"], row["住所"])


def test_errors_name_row_column_code_and_remedy_and_never_the_value(told):
    bad = GOOD | {"お客さま番号": "2", "供給停止予定日": "2月30日", "契約名義": f"{CANARY}\x01"}
    answer = told([GOOD, bad, GOOD | {"お客さま番号": "3", "根拠": "なし", "契約名義": CANARY}])
    assert (answer["accepted"], answer["invalid"], answer["refused"]) == (1, 1, 1)
    assert [(error["row"], error["column"], error["code"]) for error in answer["errors"]] == [
        (2, "契約名義", "control"),
        (2, "供給停止予定日", "not_understood"),
        (3, "根拠", "no_consent"),
    ]
    assert all(len(error["message"]) > 10 for error in answer["errors"])
    assert CANARY not in json.dumps(answer, ensure_ascii=False) and "2月30日" not in str(answer)
    assert tables_naming(CANARY) == {}
    assert RefusalCount.objects.get().count == 1


def test_the_same_list_again_is_nothing_new_and_no_error(told):
    told(many(5))
    before = row_counts()
    answer = told(many(7))
    assert (answer["accepted"], answer["duplicates"], answer["errors"]) == (2, 5, [])
    assert told(many(7))["duplicates"] == 7
    assert Referral.objects.count() == 7 == row_counts()["referrals_referral"] > before["referrals_referral"]


def test_a_dry_run_tells_the_same_and_keeps_nothing(told):
    rows = [*many(3), GOOD | {"根拠": ""}, GOOD | {"住所": ""}]
    before = row_counts()
    dry = told(rows, dry_run=True)
    assert row_counts() == before
    wet = told(rows)
    assert {**dry, "seconds": 0} == {**wet, "seconds": 0}
    again = told(rows, dry_run=True)
    assert (again["accepted"], again["duplicates"]) == (0, 3)


def test_unknown_headings_are_reported_and_do_not_stop_the_list(told):
    answer = told(csv_bytes([GOOD], headings=[*HEADINGS, "担当者"]))
    assert answer["accepted"] == 1
    assert [(error["row"], error["column"], error["code"]) for error in answer["errors"]] == [
        (0, "担当者", "unknown_heading")
    ]


def test_the_order_of_the_columns_is_free(told):
    assert told(csv_bytes([GOOD], headings=HEADINGS[::-1]))["accepted"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (csv_bytes([]), "no_rows"),
        (csv_bytes([GOOD], headings=["契約名義", "住所", "電話番号"]), "missing_headings"),
        (csv_bytes([GOOD], headings=[*HEADINGS, "住所"]), "doubled_headings"),
        (b"%PDF-1.7\n", "pdf"),
        (csv_bytes([GOOD], encoding="utf-16"), "utf16"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_list_ends_with_status_1_and_one_sentence(told, content, code):
    answer = told(content, status=1)
    assert (answer["rows"], answer["accepted"]) == (0, 0)
    (error,) = answer["errors"]
    assert (error["row"], error["column"], error["code"]) == (0, "", code)
    assert len(error["message"]) > 10
    assert not Referral.objects.exists()


def test_a_file_that_is_not_there_is_unreadable_too(told, cast):
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command(
            "import_referrals", "/nowhere.csv", utility="hinode", user="staff@example.jp", json=True, stdout=out
        )
    assert end.value.code == 1 and json.loads(out.getvalue())["rows"] == 0


def test_without_json_a_person_reads_what_happened(told):
    words = told([GOOD, GOOD | {"お客さま番号": "2", "住所": ""}], json=False)
    assert "cp932" in words and "住所" in words
    assert "1" in words.splitlines()[1]


def test_errors_beyond_the_most_are_counted(told, monkeypatch):
    monkeypatch.setattr(summary, "MOST_ERRORS", 3)
    answer = told(many(5, 住所=""))
    assert (answer["invalid"], len(answer["errors"]), answer["errors_left_out"]) == (5, 3, 2)


# --- on whose behalf ---


@pytest.mark.parametrize(
    "options",
    [
        {"utility": "nobody"},
        {"user": "nobody@example.jp"},
        {"user": "other_staff@example.jp"},
        {"user": "caseworker@example.jp"},
        {"user": "member@example.jp"},
        {"office": "無い営業所"},
    ],
    ids=str,
)
def test_only_who_may_send_lists_for_the_company_sends_one(told, options):
    with pytest.raises(CommandError):
        told([GOOD], **options)
    assert not Referral.objects.exists()


def test_a_role_that_has_ended_sends_nothing(told, cast):
    from datetime import timedelta

    from japanese.dates import today

    role = cast.roles["staff"]
    role.starts_on, role.ends_on = today() - timedelta(days=9), today() - timedelta(days=1)
    role.save()
    with pytest.raises(CommandError):
        told([GOOD])


@pytest.mark.parametrize("door", ["agency", "worker"])
def test_the_other_log_ins_send_nothing(told, settings, door):
    settings.DOOR = door
    with pytest.raises(CommandError):
        told([GOOD])


def test_the_office_can_be_named(told, cast):
    other = Office.objects.create(utility=cast.denki, name="あらお営業所")
    told([GOOD], office="玉名営業所")
    told([GOOD | {"お客さま番号": "2"}])
    assert list(Referral.objects.order_by("receipt_number").values_list("office_id", flat=True)) == [
        cast.denki_office.pk,
        other.pk,
    ]


# --- killed between batches ---

COMMAND = """
import sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict.update(NAME=sys.argv[1], USER="tsunagi_owner")
call_command("import_referrals", sys.argv[2], utility="hinode", user="staff@example.jp", json=True)
"""


def _start(path: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TSUNAGI_TESTING": "1"}
    environment["TSUNAGI_HOME"] = str(Path(os.environ["TSUNAGI_HOME"]).parent)  # the settings add their own folder
    command = [sys.executable, "-c", COMMAND, connection.settings_dict["NAME"], str(path)]
    return subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)


def test_a_list_that_was_cut_off_is_sent_again_and_nothing_is_lost_or_doubled(committed, tmp_path):
    committed.denki.code = "hinode"
    committed.denki.save()
    path = write_csv(tmp_path / "list.csv", many(30_000))
    first = _start(path)
    until = time.monotonic() + 60
    while not Referral.objects.exists() and time.monotonic() < until:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    connection.close()
    stayed = Referral.objects.count()
    assert 0 < stayed < 30_000
    assert stayed == Disclosure.objects.count() == Triage.objects.count() == Referral.history.count()

    answer = json.loads(_start(path).communicate(timeout=120)[0])
    assert (answer["accepted"], answer["duplicates"]) == (30_000 - stayed, stayed)
    assert Referral.objects.values("customer_number").distinct().count() == Referral.objects.count() == 30_000
    numbers = sorted(int(row.rsplit("-", 1)[1]) for row in Referral.objects.values_list("receipt_number", flat=True))
    assert numbers == list(range(1, 30_001))
