"""The list of contact desks as it is seen, and as it is read aloud."""

from dataclasses import replace
from datetime import date

from documents.desk_list import AgencyEntry, DeskEntry, DeskListContent, desk_list_pdf
from tests.documents.paper_comparing import compare_pdf, fonts, language, opened, tags, title

DESK = DeskEntry("くらしサポート窓口", "000-123-4567", (("月曜日〜金曜日", "8:30〜17:15"), ("土曜日", "9:00〜12:00")))
AGENCY = AgencyEntry(
    name="つなぎ市社会福祉協議会 自立相談支援室",
    area="担当：つなぎ市（ほかの窓口が担当する地域を除く）",
    postal_code="000-0001",
    address="つなぎ市中央一丁目2番3号 市役所1階",
    phone="000-123-4500",
    fax="000-123-4568",
    desks=(DESK, replace(DESK, name="家計と住まいの窓口", phone="000-123-4569", hours=())),
)
BRANCH = replace(
    AGENCY, name="つなぎ市東支所", area="担当：郵便番号 000-0011、000-0012", fax="", address="", desks=(DESK,)
)
CONTENT = DeskListContent(
    "つなぎ電力株式会社", date(2026, 11, 24), (("つなぎ市", (AGENCY, BRANCH)), ("𠮷野町", (AGENCY,)))
)


def test_it_looks_as_it_did() -> None:
    compare_pdf(desk_list_pdf(CONTENT), "desk-list")


def test_it_is_tagged_titled_and_in_our_fonts() -> None:
    pdf = desk_list_pdf(CONTENT)
    told = [tag for tag, _alternative in tags(pdf)]
    assert title(pdf) == "連絡先一覧 つなぎ電力株式会社" and language(pdf) == "ja"
    assert told.count("H1") == 1 and {"H2", "H3", "Table", "TH"} <= set(told)
    used = fonts(pdf)
    assert all(used.values()) and all("Paper-" in font for font in used)


def test_many_towns_take_more_pages_and_none_is_lost() -> None:
    towns = tuple((f"第{n}町", (AGENCY,)) for n in range(1, 21))
    with opened(desk_list_pdf(replace(CONTENT, towns=towns))) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert len(document) > 2
    assert all(f"第{n}町" in text for n in range(1, 21))
