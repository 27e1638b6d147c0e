"""The server is killed hard in the middle of a report: nothing is lost, nothing doubled."""

import re

import psycopg
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, start

pytestmark = pytest.mark.browser


def counted(home, name):
    """How many reports and outbox items there are of this household, as the administrator sees it."""
    import json

    secrets = json.loads((home / "secrets.json").read_text())
    where = {"host": str(home / "postgres" / "socket"), "user": "postgres", "password": secrets["superuser"]}
    with psycopg.connect(**where, dbname="tsunagi") as database:
        reports = database.execute("SELECT receipt_number FROM referrals_referral WHERE name = %s", [name]).fetchall()
        letters = database.execute(
            "SELECT count(*) FROM notifications_outboxitem WHERE payload->>'number' = ANY(%s)",
            [[r[0] for r in reports]],
        ).fetchone()
    return len(reports), letters[0]


def sign_in(page, base):
    page.goto(base + "/account/login/")
    page.fill("input[name=login]", "tantou@hinode.example.jp")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/start/"))


def next_step(page):
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def test_killed_in_the_middle_of_a_report(home, chromium):
    name = "途中切断 一子"
    demo = start(home, "--port", "18400")
    context = chromium.new_context(locale="ja-JP")
    page = context.new_page()
    try:
        sign_in(page, demo.portal)
        page.goto(demo.portal + "/report/")
        page.check("#id_danger_1")
        page.check("input[name=route][value=B]")
        next_step(page)
        page.locator("input[name=interest]").first.check()
        page.fill("[name=why_protect]", "体が弱っている。")
        page.fill("[name=why_no_consent]", "返事がない。")
        page.fill("[name=judged_by]", "受付 見本")
        next_step(page)
        page.fill("[name=name]", name)
        page.fill("[name=postal_code]", "865-0025")
        with page.expect_response(re.compile("/draft/")):
            page.fill("[name=address]", "熊本県玉名市高瀬7-7")
        unfinished = page.url
        for process in [demo.process, *demo.family()]:
            process.kill()
        demo.process.wait()

        again = start(home, "--port", demo.portal.rsplit(":", 1)[1])
        try:
            assert counted(home, name) == (0, 0)
            page.goto(unfinished.replace(demo.portal, again.portal))
            expect(page.locator("[name=name]")).to_have_value(name)
            expect(page.locator("[name=address]")).to_have_value("熊本県玉名市高瀬7-7")
            next_step(page)
            button = page.locator("main form button[type=submit]").first
            button.dblclick()
            page.wait_for_url(re.compile(r"/reports/\d{4}"))
            page.go_back()
            assert counted(home, name) == (1, 1)
            for process in [again.process, *again.family()]:
                process.kill()
            again.process.wait()
            third = start(home, "--port", "18400")
            assert counted(home, name) == (1, 1)
            third.stop()
        finally:
            again.stop()
    finally:
        context.close()
        demo.stop()
