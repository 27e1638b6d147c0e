"""What was refused is looked for in everything that the running house has written: dump, files of the server, log, mail, broker."""

import json
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from config.embedded import binaries
from japanese.dates import today, wareki_short
from referrals.models import RunState
from tests.browser.conftest import PASSWORD, start
from tests.portal.import_files import WITHOUT_GROUND, csv_of, row

pytestmark = pytest.mark.browser

SENDER = "tantou@hinode.example.jp"
CANARY = "鷺沼カナリア"
DIGITS = "0990123456"
TRACES = (CANARY, "サギヌマ", DIGITS, "kanaria-meibo")
MARKED = {
    "お客さま番号": f"{CANARY}-1",
    "契約名義": f"{CANARY} 太郎",
    "契約名義カナ": "サギヌマカナリア タロウ",
    "住所": f"熊本県玉名市岩崎 {CANARY}荘",
    "電話番号": DIGITS,
    "備考": f"{CANARY}が鳴いていた",
}
REFUSED = {**row(1), **WITHOUT_GROUND, **MARKED}


def dump(home: Path) -> bytes:
    """All of the database: sessions, drafts, history; binary columns as hexadecimal."""
    secrets = json.loads((home / "secrets.json").read_text())
    where = ["-h", str(home / "postgres" / "socket"), "-U", "postgres", "-d", "tsunagi"]
    command = [str(binaries() / "pg_dump"), *where]
    return subprocess.run(command, env={"PGPASSWORD": secrets["superuser"]}, capture_output=True, check=True).stdout


def found_in(home: Path, trace: str) -> list[str]:
    """Where a trace is, in any encoding in which somebody might have written it."""
    forms = {trace.encode(), trace.encode("cp932"), trace.encode("utf-16-le"), trace.encode().hex().encode()}
    forms |= {json.dumps(trace)[1:-1].encode()}
    places = {"dump": dump(home)}
    # The server's own files too: a row that was written and taken back would still lie there.
    places |= {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    return [name for name, content in places.items() if any(form in content for form in forms)]


def sign_in(page, base):
    page.goto(base + "/account/login/")
    page.fill("input[name=login]", SENDER)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/start/"))


def refused_by_hand(page, base):
    """The person agreed, but only until yesterday."""
    page.goto(base + "/report/")
    page.check("#id_danger_1")
    page.check("input[name=route][value=A]")
    following(page)
    page.fill("[name=given_by]", f"{CANARY} 太郎")
    page.fill("[name=given_on]", wareki_short(today() - timedelta(days=9)))
    page.fill("[name=given_time]", "10:00")
    page.check("input[name=means][value=oral]")
    page.fill("[name=taken_by]", f"{CANARY} 検針員")
    page.fill("[name=words]", f"{CANARY}に伝えて。電話は{DIGITS}")
    page.check("[name=all_items]")
    page.fill("[name=expires_on]", wareki_short(today() - timedelta(days=1)))
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 422):
        following(page)


def following(page):
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def refused_as_a_list(page, base):
    page.goto(base + "/imports/")
    content = csv_of([row("good"), REFUSED])
    page.set_input_files("input[type=file]", {"name": "kanaria-meibo.csv", "mimeType": "text/csv", "buffer": content})
    page.click("main form[action='/imports/upload/'] button[type=submit]")
    page.wait_for_selector("form[action$='/send/'] button", timeout=60_000)
    page.click("form[action$='/send/'] button")
    page.wait_for_selector("a[href$='/receipts/']", timeout=60_000)


def refused_by_command(demo, folder: Path):
    path = folder / "kanaria-meibo.csv"
    path.write_bytes(csv_of([REFUSED]))
    said = json.loads(demo.manage("import_referrals", str(path), "--utility", "hinode", "--user", SENDER, "--json"))
    assert (said["refused"], said["accepted"]) == (1, 0)
    assert CANARY not in json.dumps(said, ensure_ascii=False)


def test_of_what_was_refused_nothing_is_anywhere(home, chromium, tmp_path):
    demo = start(home, "--port", "18600")
    try:
        page = chromium.new_context(locale="ja-JP").new_page()
        page.set_default_timeout(30_000)
        sign_in(page, demo.portal)
        refused_by_hand(page, demo.portal)
        refused_as_a_list(page, demo.portal)
        refused_by_command(demo, tmp_path)
        assert [found_in(home, trace) for trace in TRACES] == [[]] * len(TRACES)
        # The search itself finds what is there: the good row's name, the state of the list.
        assert "dump" in found_in(home, "田中 花子")
        assert "dump" in found_in(home, RunState.DONE.value)
        counted = dump(home)
        assert b"\tno_consent\t2\t" in counted and b"\tconsent_expired\t1\t" in counted
    finally:
        demo.stop()
