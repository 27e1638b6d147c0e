"""The leaflet by command and by page: whose, in which language, and what cannot be printed."""

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from documents.leaflets import content_of
from organizations.models import ContactDesk, SupportAgency


def url(door: str, name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf=f"config.urls_{door}")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_command_writes_two_pages(cast: Any, tmp_path: Path, capsys: Any, language: str) -> None:
    file = tmp_path / "leaflet.pdf"
    call_command("leaflet", agency="tmn1", language=language, output=file)
    paper = pdfium.PdfDocument(file.read_bytes())
    assert len(paper) == 2
    assert "0968-00-0001" in paper[0].get_textpage().get_text_range()
    said = capsys.readouterr().out
    assert str(file) in said
    assert "2" in said.replace(str(file), "")


def test_an_unknown_agency_is_told_with_those_there_are(cast: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tmn1"):
        call_command("leaflet", agency="nowhere", language="ja", output=tmp_path / "x.pdf")


def test_an_unknown_language_is_told_with_those_there_are(cast: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ja"):
        call_command("leaflet", agency="tmn1", language="xx", output=tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_a_file_that_cannot_be_written_is_a_sentence(cast: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="missing"):
        call_command("leaflet", agency="tmn1", language="ja", output=tmp_path / "missing" / "x.pdf")


def test_an_indiscreet_desk_is_refused(cast: Any, tmp_path: Path) -> None:
    ContactDesk.objects.filter(agency=cast.tamana_agency).update(name="滞納相談窓口")
    with pytest.raises(CommandError, match="滞納"):
        call_command("leaflet", agency="tmn1", language="ja", output=tmp_path / "x.pdf")


def test_an_agency_without_a_desk_is_told(cast: Any, tmp_path: Path) -> None:
    ContactDesk.objects.filter(agency=cast.tamana_agency).delete()
    with pytest.raises(CommandError, match=cast.tamana_agency.name):
        call_command("leaflet", agency="tmn1", language="ja", output=tmp_path / "x.pdf")


def test_hours_stand_in_the_leaflets_language(cast: Any) -> None:
    agency = SupportAgency.objects.select_related("municipality").get(pk=cast.tamana_agency.pk)
    content = content_of(agency, language="en")
    assert list(content.hours) == [("Monday–Friday", "8:30–17:15")]
    assert content.closed_text == "Saturday, Sunday, national holidays, 29 December to 3 January"
    assert content.postal_code == "865-0016"


@pytest.mark.parametrize(
    ("who", "door", "sees", "not_sees"),
    [
        ("caseworker", "agency", "玉名市くらしサポート課", "北九州市くらしサポート課"),
        ("admin", "agency", "玉名市くらしサポート課", "北九州市くらしサポート課"),
        ("other_staff", "portal", "玉名市くらしサポート課", "北九州市くらしサポート課"),
    ],
)
def test_whose_leaflets_are_listed(browser: Any, who: str, door: str, sees: str, not_sees: str) -> None:
    page = browser(who).get(url(door, "leaflet_list")).content.decode()
    assert sees in page
    assert not_sees not in page


def test_a_company_prints_for_all_municipalities_its_offices_serve(browser: Any) -> None:
    page = browser("staff").get(url("portal", "leaflet_list")).content.decode()
    assert "玉名市くらしサポート課" in page
    assert "北九州市くらしサポート課" in page


def test_the_page_gives_the_paper(browser: Any) -> None:
    response = browser("staff").get(url("portal", "leaflet_pdf", "kkq1", "ja"))
    assert response["Content-Type"] == "application/pdf"
    assert len(pdfium.PdfDocument(response.content)) == 2


@pytest.mark.parametrize(
    ("who", "door", "code", "language"),
    [
        ("caseworker", "agency", "kkq1", "ja"),
        ("other_staff", "portal", "kkq1", "ja"),
        ("caseworker", "agency", "tmn1", "xx"),
    ],
)
def test_what_is_not_ones_own_is_not_there(browser: Any, who: str, door: str, code: str, language: str) -> None:
    assert browser(who).get(url(door, "leaflet_pdf", code, language)).status_code == 404


def test_roles_without_leaflets_are_refused(browser: Any) -> None:
    assert browser("auditor").get(url("agency", "leaflet_list")).status_code == 403
    assert browser("member").get(url("portal", "leaflet_list")).status_code == 403


def test_an_indiscreet_desk_gives_a_page_that_says_so(browser: Any, cast: Any) -> None:
    ContactDesk.objects.filter(agency=cast.tamana_agency).update(name="滞納相談窓口")
    response = browser("caseworker").get(url("agency", "leaflet_pdf", "tmn1", "ja"))
    assert response.status_code == 409
    assert "滞納" in response.content.decode()
