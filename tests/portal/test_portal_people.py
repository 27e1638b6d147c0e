"""Whose draft it is, what a manager sees and does, and what the files taken out look like."""

import csv
import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.tasks import deliver_outbox
from organizations.models import (
    ContactDesk,
    DeskHours,
    FormDraft,
    Invitation,
    Office,
    RoleAssignment,
    RoleKind,
    SupportAgency,
    User,
)
from referrals.access import unfinished_reports
from referrals.models import GuidanceRecord, Referral
from tests.portal.report_typing import CONSENT, HOUSEHOLD, START_A, Typing

pytestmark = pytest.mark.django_db
CANARY = "秘蔵 花子"


@pytest.fixture
def typing(cast: Any, browser: Any) -> Typing:
    return Typing(browser("staff"), cast.denki_office.pk)


# --- whose draft it is ---


def test_after_logging_out_and_in_again_the_draft_is_there(cast: Any, typing: Typing) -> None:
    typing.begin(START_A, {**CONSENT, "given_by": CANARY})
    typing.browser.post("/account/logout/")
    assert typing.page("ground").url.startswith("/account/login/")

    typing.browser.sign_in(cast.roles["staff"])
    assert typing.page("ground").context["form"]["given_by"].value() == CANARY
    assert str(typing.number) in typing.browser.get("/start/").content.decode()


@pytest.mark.parametrize("other", ["manager", "other_staff"])
def test_another_account_in_the_same_browser_sees_nothing_of_it(cast: Any, typing: Typing, other: str) -> None:
    typing.begin(START_A, {**CONSENT, "given_by": CANARY})
    typing.browser.post("/account/logout/")
    typing.browser.sign_in(cast.roles[other])

    assert "step=start" in typing.page("ground").url
    for path in ("/start/", typing.address("start")):
        page = typing.browser.get(path)
        assert CANARY not in page.content.decode() and not page.context["unfinished"]
        assert "no-store" in page["Cache-Control"]
    typing.browser.post("/report/discard/", {"r": str(typing.number)})
    assert FormDraft.objects.get().user_id == cast.roles["staff"].user_id


def test_after_a_day_it_is_gone(acting: Any, typing: Typing) -> None:
    typing.begin(START_A, CONSENT)
    FormDraft.objects.update(saved_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert typing.page("ground").status_code == 200
    FormDraft.objects.update(saved_at=timezone.now() - timedelta(hours=24))
    assert "step=start" in typing.page("ground").url
    with acting("staff") as staff:
        assert unfinished_reports(staff) == []


def test_a_page_that_is_sent_late_names_no_number(typing: Typing) -> None:
    """A step of a report that was sent meanwhile leads to its receipt, and writes nothing anew."""
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    receipt = typing.send().url
    late = typing.browser.post(typing.address("household"), {**HOUSEHOLD, "name": CANARY})
    assert late.url == receipt and not FormDraft.objects.exists()
    assert Referral.objects.get().name == HOUSEHOLD["name"]


# --- what a manager sees and does ---


def test_both_see_every_office_of_their_company_and_no_other(cast: Any, browser: Any, typing: Typing) -> None:
    second = Office.objects.create(utility=cast.denki, name="荒尾営業所")
    for by, office in (("staff", cast.denki_office), ("manager", second)):
        one = Typing(browser(by), office.pk)
        one.fill(START_A, CONSENT, HOUSEHOLD)
        one.send()
    numbers = set(Referral.objects.values_list("receipt_number", flat=True))
    assert len(numbers) == 2
    for name, seen in (("staff", numbers), ("manager", numbers), ("other_staff", set())):
        lines = browser(name).get("/reports/").context["lines"]
        assert {line.referral.receipt_number for line in lines} == seen


def test_a_manager_invites_a_colleague_who_then_reports(cast: Any, browser: Any) -> None:
    manager, new = browser("manager"), browser("", door="portal")
    page = manager.post("/people/", {"name": "新人 見本", "email": "new@example.jp", "role": "utility_staff"})
    address = page.context["letter"].address
    assert address in page.content.decode()
    deliver_outbox()
    assert any(address in str(letter.body) for letter in mail.outbox if letter.to == ["new@example.jp"])
    assert address not in manager.get("/people/").content.decode(), "it is shown once"

    path = re.sub(r"^https?://[^/]+", "", address)
    new.post(path, {"password": "correct horse battery staple"})
    assert [role.organization_id for role in RoleAssignment.objects.filter(user__email="new@example.jp")] == [
        cast.denki.pk
    ]
    assert new.get("/report/", follow=True).status_code == 200 and new.get("/people/").status_code == 403


@pytest.mark.parametrize("role", ["caseworker", "municipal_admin", "utility_machine", "meeting_member"])
def test_a_manager_gives_no_role_but_those_of_the_company(browser: Any, role: str) -> None:
    answer = browser("manager").post("/people/", {"name": "新人", "email": "new@example.jp", "role": role})
    assert answer.status_code == 400 and not Invitation.objects.exists()


def test_staff_manage_nobody(cast: Any, browser: Any) -> None:
    mine = browser("staff")
    assert mine.get("/people/").status_code == mine.post("/people/", {}).status_code == 403
    assert mine.post(f"/people/{cast.roles['manager'].pk}/end/").status_code == 403


def test_whoever_was_ended_in_the_middle_of_a_report_sends_nothing(cast: Any, browser: Any, typing: Typing) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    last_page = typing.page("send")
    browser("manager").post(f"/people/{cast.roles['staff'].pk}/end/")

    from tests.portal.report_typing import hidden

    answer = typing.browser.post(typing.address("send"), hidden(last_page))
    assert answer.status_code in (302, 403) and "/reports/" not in answer.get("Location", "")
    assert not Referral.objects.exists()
    assert typing.browser.get("/reports/export.csv").status_code in (302, 403)


def test_a_manager_ends_nobody_of_another_company_and_not_oneself(cast: Any, browser: Any) -> None:
    manager = browser("manager")
    assert manager.post(f"/people/{cast.roles['other_staff'].pk}/end/").status_code == 404
    manager.post(f"/people/{cast.roles['manager'].pk}/end/")
    for name in ("other_staff", "manager"):
        assert RoleAssignment.objects.get(pk=cast.roles[name].pk).ends_on is None


def test_as_many_queries_for_thirty_colleagues_as_for_three(cast: Any, browser: Any) -> None:
    manager = browser("manager")

    def join(count: int, begin: int) -> None:
        for n in range(begin, begin + count):
            person = User.objects.create(email=f"p{n}@example.jp", name=f"担当 {n}", password="!")
            RoleAssignment.objects.create(user=person, organization=cast.denki, role=RoleKind.UTILITY_STAFF)

    assert_same_queries(manager, "/people/", lambda: join(1, 0), lambda: join(30, 1))


def test_as_many_queries_for_thirty_desks_as_for_three(cast: Any, browser: Any) -> None:
    def open_desks(count: int, begin: int) -> None:
        for n in range(begin, begin + count):
            agency = SupportAgency.objects.create(
                kind="agency", name=f"支所 {n}", municipality=cast.tamana, code=f"b{n}", channel_code=f"BR{n:02d}",
                email=f"b{n}@example.jp",
            )  # fmt: skip
            desk = ContactDesk.objects.create(
                municipality=cast.tamana, agency=agency, name="窓口", phone="0968-00-0000"
            )
            DeskHours.objects.create(municipality=cast.tamana, desk=desk, weekday=0)

    mine = browser("staff")
    assert_same_queries(mine, "/desks/", lambda: open_desks(1, 0), lambda: open_desks(30, 1))
    assert_same_queries(mine, "/desks/list.pdf", lambda: None, lambda: open_desks(9, 31))


def assert_same_queries(client: Any, path: str, few: Any, many: Any) -> None:
    few()
    client.get(path)
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    many()
    with CaptureQueriesContext(connection) as after:
        client.get(path)
    assert len(after) == len(before), "\n".join(query["sql"] for query in after)


# --- files taken out, leaflets ---


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+81営業所", "-営業所", "@営業所", "\t=1"])
def test_no_cell_of_a_file_begins_with_a_sign_of_a_formula(cast: Any, browser: Any, typing: Typing, name: str) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    typing.send()
    Office.objects.filter(pk=cast.denki_office.pk).update(name=name)
    answer = typing.browser.get("/reports/export.csv")
    assert answer.content.startswith("\ufeff".encode())
    for row in csv.reader(StringIO(answer.content.decode("utf-8-sig"))):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\t")) for cell in row), row


def test_names_that_old_excel_could_not_hold_are_whole_in_both_files(cast: Any, typing: Typing) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    typing.send()
    Office.objects.filter(pk=cast.denki_office.pk).update(name="𠮷野鷗営業所")
    assert "𠮷野鷗営業所" in typing.browser.get("/reports/export.csv").content.decode("utf-8-sig")
    assert typing.browser.get("/reports/export.xlsx").content[:2] == b"PK"


def test_in_shift_jis_a_name_is_whole_or_the_page_says_which_characters_it_lacks(cast: Any, typing: Typing) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    typing.send()
    Office.objects.filter(pk=cast.denki_office.pk).update(name="髙﨑営業所①")
    answer = typing.browser.get("/reports/export.cp932")
    assert "髙﨑営業所①" in answer.content.decode("cp932") and answer["Content-Disposition"].endswith('.csv"')
    assert typing.browser.get("/guidance/counts/export.cp932").status_code == 200
    Office.objects.filter(pk=cast.denki_office.pk).update(name="𠮷野鷗営業所")
    refused = typing.browser.get("/reports/export.cp932")
    assert refused.status_code == 409 and "Content-Disposition" not in refused
    assert refused.context["characters"] == "𠮷 鷗" and "export.csv" in refused.content.decode()


def test_every_agency_of_the_area_has_a_leaflet_to_print(cast: Any, browser: Any) -> None:
    mine = browser("staff")
    page = mine.get("/leaflets/").content.decode()
    links = set(re.findall(r'href="(/leaflets/[^"]+\.pdf)"', page))
    assert len(links) >= 4
    for link in sorted(links)[:2]:
        assert mine.get(link)["Content-Type"] == "application/pdf"
    assert not GuidanceRecord.objects.exists(), "to look at a leaflet is not to hand it out"
