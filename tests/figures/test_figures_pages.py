"""The page, the two workbooks and the report."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audit.models import AccessKind, AccessRecord
from figures.publishing import COVERED, FEW
from figures.years import Year
from tests.agency.reported import assert_same_number, queries_of
from tests.figures.stories import YEAR, Teller, at
from tests.world import TAMANA_SECRET

pytestmark = pytest.mark.django_db
PAGE = "/figures/"
THIS = {"year": YEAR}


@pytest.fixture
def told(teller: Teller) -> Teller:
    """Two of the water bureau's reports in May, eight of the power company's in June; three were reached."""
    for days in (1, 4):
        teller.reached_after(days, by="other_staff")
    teller.reached_after(9, month=6)
    for _n in range(7):
        teller.report(at(6, 1))
    teller.leaflets(2, date(YEAR, 5, 1))
    teller.leaflets(40, date(YEAR, 6, 1), language="en")
    return teller


def test_the_page_draws_charts_with_their_tables_and_says_what_was_counted(told: Teller, browser: Any) -> None:
    page = browser("admin").get(PAGE, THIS)
    body, context = page.content.decode(), page.context

    assert [stage.number for stage, _share in context["funnel"]["stages"]] == [10, 3, 3]
    assert [(one.now, one.before) for one in context["glance"]][:4] == [("10", "0"), ("3", "0"), ("0", "0"), ("7", "0")]
    months = context["sections"][0]["tables"][0]
    assert [one.text for one in months["chart"].columns][:4] == ["0", "2", "8", "0"]
    assert body.count('role="img"') == body.count("<desc id=") == 3  # the funnel, reports and leaflets by month
    assert body.count('class="figures-what"') == 1 + sum(len(one["tables"]) for one in context["sections"])
    assert "style=" not in body and TAMANA_SECRET not in body


def test_the_year_is_chosen_and_a_wrong_one_gives_the_present(told: Teller, browser: Any) -> None:
    admin = browser("admin")
    assert admin.get(PAGE, THIS).context["year"] == Year(YEAR)
    for wrong in ("", "x", "1"):
        assert admin.get(PAGE, {"year": wrong}).context["year"] == Year(YEAR + 1)


def test_an_empty_year_says_how_figures_come(browser: Any) -> None:
    page = browser("auditor").get(PAGE)
    assert page.context["is_empty"] and reverse("agreement_list", urlconf="config.urls_agency") in page.content.decode()


def test_the_page_takes_as_many_queries_for_one_as_for_many(teller: Teller, browser: Any) -> None:
    lead = browser("lead")
    teller.reached_after(1)
    lead.get(PAGE, THIS)
    few = queries_of(lead, f"{PAGE}?year={YEAR}")
    for days in range(3):
        teller.reached_after(days, by="other_staff")
    assert_same_number(few, queries_of(lead, f"{PAGE}?year={YEAR}"), at_most=24)


def sheets(browser: Any, version: str) -> dict[str, list[list[Any]]]:
    """Every sheet's cells, read back."""
    answer = browser("admin").get(f"/figures/{version}.xlsx", THIS)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def of_sender(book: dict[str, list[list[Any]]], name: str) -> list[Any]:
    """The first line of any sheet that begins with this company and has four numbers, or one."""
    return next(line for rows in book.values() for line in rows if line[0] == name)


def test_the_workbook_for_inside_is_exact_and_its_taking_is_written_down(told: Teller, browser: Any, cast: Any) -> None:
    book = sheets(browser, "inside")

    assert of_sender(book, cast.denki.name)[1:] == [8, 1, 0, 7]
    assert of_sender(book, cast.suido.name)[1:] == [2, 2, 0, 0]
    record = AccessRecord.objects.get(kind=AccessKind.EXPORT)
    assert (record.purpose, record.subject_ids) == ("yearly figures", [str(YEAR)])


def test_the_workbook_for_outside_has_no_small_number(told: Teller, browser: Any, cast: Any) -> None:
    book = sheets(browser, "outside")
    cells = [cell for rows in book.values() for line in rows for cell in line[1:]]

    assert not [cell for cell in cells if isinstance(cell, float | int) and 1 <= cell <= 4]
    assert FEW in cells and COVERED in cells
    assert of_sender(book, cast.suido.name)[1] == FEW and of_sender(book, cast.denki.name)[1] == COVERED
    assert not AccessRecord.objects.filter(kind=AccessKind.EXPORT).exists()
    assert "玉名営業所" not in str(book)


def test_no_cell_of_a_workbook_is_a_formula(told: Teller, browser: Any, cast: Any) -> None:
    type(cast.denki).objects.filter(pk=cast.denki.pk).update(name="=1+1")
    assert of_sender(sheets(browser, "inside"), "=1+1")[1:] == [8, 1, 0, 7]


def test_there_is_no_third_version(browser: Any) -> None:
    assert browser("admin").get("/figures/other.xlsx").status_code == 404


def test_the_report_is_tagged_speaks_japanese_and_hides_small_numbers(told: Teller, browser: Any, cast: Any) -> None:
    answer = browser("auditor").get("/figures/report.pdf", THIS)
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.content))
    with pikepdf.open(BytesIO(answer.content)) as document:
        assert str(document.Root.Lang) == "ja" and document.Root.MarkInfo.Marked
        assert {"/H1", "/H2", "/Figure", "/TH"} <= kinds(document.Root.StructTreeRoot)

    assert "実績報告書" in text and cast.tamana.name in text and FEW in text
    assert "玉名営業所" not in text and TAMANA_SECRET not in text


def kinds(node: Any) -> set[str]:
    """The kinds of all elements of a structure tree."""
    below = [one for one in children(node) if isinstance(one, pikepdf.Dictionary)]
    return {str(one.S) for one in below if "/S" in one}.union(*(kinds(one) for one in below))


def children(node: Any) -> list[Any]:
    """The elements below one."""
    below = node.get("/K", [])
    return list(below) if isinstance(below, pikepdf.Array) else [below]


@pytest.mark.parametrize("address", [PAGE, "/figures/inside.xlsx", "/figures/report.pdf"])
def test_a_caseworker_reads_no_figures(address: str, browser: Any) -> None:
    assert browser("caseworker").get(address).status_code == 403
