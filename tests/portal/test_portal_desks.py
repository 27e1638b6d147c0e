"""The list of contact desks on paper; and a manager who looks after colleagues."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from japanese.dates import today, wareki
from organizations.models import (
    ContactDesk,
    DeskHours,
    RoleAssignment,
    RoleKind,
    ServiceArea,
    SupportAgency,
    User,
)
from referrals.desk_list import desk_list_content

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    document = pypdfium2.PdfDocument(BytesIO(answer.content))
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_paper_names_every_desk_of_the_area_and_its_day(cast: Any, browser: Any) -> None:
    SupportAgency.objects.filter(pk=cast.tamana_agency.pk).update(fax="0968-00-0099")
    answer = browser("staff").get("/desks/list.pdf")
    text = text_of(answer)

    assert answer["Content-Type"] == "application/pdf"
    for words in ("玉名市", "北九州市", "0968-00-0001", "0968-00-0099", "8:30〜17:15", "119", cast.denki.name):
        assert words in text, words
    assert wareki(today(), weekday=False) in text
    assert "北九州市" not in text_of(browser("other_staff").get("/desks/list.pdf"))


def test_it_is_japanese_for_a_reader_of_english_too(browser: Any) -> None:
    answer = browser("staff").get("/desks/list.pdf", headers={"accept-language": "en"})
    assert "連絡先一覧" in text_of(answer) and "月曜日" in text_of(answer)


def test_a_member_of_a_meeting_prints_none(browser: Any) -> None:
    assert browser("member").get("/desks/list.pdf").status_code == 403


def test_without_any_desk_the_paper_says_whom_to_ask(browser: Any) -> None:
    DeskHours.objects.all().delete()
    ContactDesk.objects.all().delete()
    assert "自治体にお問い合わせください" in text_of(browser("staff").get("/desks/list.pdf"))


def test_which_agency_serves_which_part_of_a_town(cast: Any) -> None:
    branch = SupportAgency.objects.create(
        kind="agency", name="玉名市くらし支所", municipality=cast.tamana, code="tmn2", channel_code="TMN2",
        email="tmn2@example.jp",
    )  # fmt: skip
    ContactDesk.objects.create(municipality=cast.tamana, agency=branch, name="支所の窓口", phone="0968-00-0200")
    for n in range(8):
        ServiceArea.objects.create(municipality=cast.tamana, agency=branch, jis_code="43206", postal_code=f"865000{n}")
    towns = dict(desk_list_content(cast.actor("staff")).towns)
    areas = {agency.name: agency.area for agency in towns["玉名市"]}

    assert areas[cast.tamana_agency.name] == "担当：玉名市（ほかの窓口が担当する地域を除く）"
    assert areas[branch.name].startswith("担当：郵便番号 865-0000、") and areas[branch.name].endswith("ほか2件")


# --- colleagues ---


def test_a_manager_s_list_of_colleagues_holds_no_machines(cast: Any, browser: Any) -> None:
    machine = User.objects.create(email="machine@example.jp", name="検針システム連携", password="!")
    RoleAssignment.objects.create(user=machine, organization=cast.denki, role=RoleKind.UTILITY_MACHINE)
    page = browser("manager").get("/people/").content.decode()

    assert cast.roles["staff"].user.email in page and "machine@example.jp" not in page


def test_ended_access_ends_with_the_next_click(cast: Any, browser: Any) -> None:
    colleague, manager = browser("staff"), browser("manager")
    assert colleague.get("/reports/").status_code == 200
    manager.post(f"/people/{cast.roles['staff'].pk}/end/")

    answer = colleague.get("/reports/")
    assert answer.status_code in (302, 403) and "/account/login/" in answer.get("Location", "/account/login/")
    assert cast.roles["staff"].user.email not in manager.get("/people/").content.decode()
