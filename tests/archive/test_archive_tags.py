"""PDF/UA-1 of issued papers, read from the structure tree itself: what a screen reader is told, and in which order."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from documents.agreement import agreement_pdf
from documents.consent_form import consent_form_pdf
from documents.cooperation_request import RequestContent, cooperation_request_pdf
from documents.leaflet import leaflet_pdf
from documents.meeting_charter import CharterContent, meeting_charter_pdf
from documents.meeting_letter import LetterContent, Slip, meeting_letter_pdf
from documents.meeting_register import RegisterRow, meeting_register_pdf
from tests.documents.consent_samples import BLANK
from tests.documents.paper_samples import AGREEMENT, LEAFLET_EN, LEAFLET_JA

DAY = date(2026, 11, 25)
LAW = [("生活困窮者自立支援法", "第9条第3項", "必要な協力を求めることができる。")]
LETTER = LetterContent(
    title="構成員就任依頼書", number="依-1", day=DAY, to=["甲　様"], sender=["市長"], paragraphs=["お願いします。"],
    facts=[("会議", "支援会議"), ("任期", "一年")], provisions=LAW,
    slip=Slip("承諾書", "依-1", "市長　様", ["承諾します。"], ["氏名"]),
)  # fmt: skip
REQUEST = RequestContent(
    number="協-1", day="令和8年11月25日", to="会社", attention="係", sender="市長", meeting="支援会議",
    about=[("氏名", "見本")], items=["滞納の状況"], question="止めないため。", due="十二月", provision="条文", contact="事務局",
)  # fmt: skip
CHARTER = CharterContent("設置要綱", "支援会議", "玉名市", DAY, "第1条 目的", [("会社", "所長")], DAY)
SEAT = RegisterRow("会長", "見本", "みほん", "市", "部長", "委-1", DAY, DAY, DAY)
PAPERS: dict[str, Callable[[], bytes]] = {
    "leaflet": lambda: leaflet_pdf(LEAFLET_JA, language="ja"),
    "leaflet_en": lambda: leaflet_pdf(LEAFLET_EN, language="en"),
    "agreement": lambda: agreement_pdf(AGREEMENT),
    "consent_form": lambda: consent_form_pdf(BLANK),
    "letter": lambda: meeting_letter_pdf(LETTER),
    "request": lambda: cooperation_request_pdf(REQUEST),
    "charter": lambda: meeting_charter_pdf(CHARTER),
    "register": lambda: meeting_register_pdf(meeting_name="会議", municipality_name="市", on=DAY, rows=[SEAT]),
}


@pytest.fixture(params=PAPERS, scope="module")
def paper(request: Any) -> Iterator[tuple[str, pikepdf.Pdf]]:
    """A paper with its name, drawn once."""
    with pikepdf.open(BytesIO(PAPERS[request.param]())) as opened:
        yield request.param, opened


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """All structure elements in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def named(paper: pikepdf.Pdf, *names: str) -> list[pikepdf.Dictionary]:
    """The elements of these tags."""
    return [one for one in elements(paper.Root.StructTreeRoot) if str(one.S).lstrip("/") in names]


def test_it_says_that_it_is_ua_1_with_title_and_language(paper: Any) -> None:
    name, opened = paper
    with opened.open_metadata() as said:
        assert said["pdfuaid:part"] == "1" and said["dc:title"]
    assert bool(opened.Root.MarkInfo.Marked) and bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.Root.Lang) == ("en" if name.endswith("_en") else "ja")


def test_headings_begin_at_one_and_skip_none(paper: Any) -> None:
    _name, opened = paper
    levels = [int(str(one.S)[2:]) for one in named(opened, "H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_cell_of_a_table_names_its_headers(paper: Any) -> None:
    name, opened = paper
    tables = named(opened, "Table")
    assert tables or name == "charter"
    for table in tables:
        headers = {bytes(one.ID) for one in elements(table) if str(one.S) == "/TH"}
        cells = [one for one in elements(table) if str(one.S) == "/TD"]
        assert headers and cells
        for one in cells:
            told = {bytes(key) for key in one.A.Headers}
            assert told and told <= headers


def test_every_figure_has_words_instead(paper: Any) -> None:
    name, opened = paper
    figures = named(opened, "Figure")
    assert figures or not name.startswith("leaflet")
    assert all(str(one.get("/Alt", "")) for one in figures)


def test_all_that_is_drawn_is_read_once_or_named_decoration(paper: Any) -> None:
    """Each marked content of a page hangs in the tree exactly once; the rest is an artifact."""
    _name, opened = paper
    hung = _hung(opened)
    for page in opened.pages:
        drawn, loose = _drawn(page)
        assert sorted(hung.get(page.objgen, [])) == sorted(drawn) and len(drawn) == len(set(drawn))
        assert not loose


def _hung(opened: pikepdf.Pdf) -> dict[Any, list[int]]:
    """{page: numbers of the contents that hang in the tree}."""
    found: dict[Any, list[int]] = {}
    for one in elements(opened.Root.StructTreeRoot):
        kids: Any = one.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                found.setdefault(one.Pg.objgen, []).append(kid)
    return found


def _drawn(page: pikepdf.Page) -> tuple[list[int], int]:
    """The numbers of a page's marked contents, and how often text is drawn outside of every mark."""
    numbers: list[int] = []
    depth = loose = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
        if name == "BDC" and "/MCID" in operands[1]:
            numbers.append(int(operands[1].MCID))
        loose += name in ("Tj", "TJ") and depth == 0
    return numbers, loose
