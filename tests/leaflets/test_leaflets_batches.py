"""Codes of offices and places, batches printed and handed over, and what came of each."""

import re
from typing import Any
from uuid import uuid4

import pypdfium2 as pdfium
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import leaflet_channels
from documents.leaflet_channels import ALPHABET, address_of, channel_of_office, channel_of_place, find, new_code
from documents.models import ChannelCode, ChannelCount, LeafletBatch, LeafletBatchLine
from japanese.dates import today
from organizations.models import SupportAgency


def page(name: str, *args: Any, door: str = "agency") -> str:
    return reverse(name, args=args, urlconf=f"config.urls_{door}")


def order(cast: Any, **more: Any) -> dict[str, Any]:
    return {
        "submission": str(uuid4()),
        "size": "card",
        "languages": ["ja", "ne"],
        "offices": [str(cast.denki_office.pk)],
        "places": "市立図書館\n",
        "copies": "20",
        **more,
    }


def test_a_code_looks_like_no_other_sign() -> None:
    assert not set(ALPHABET) & set("0O1IL2Z5S8BMNAEU")
    assert all(re.fullmatch(r"[A-Z0-9]{4,8}", new_code()) for _n in range(50))


def test_each_office_and_place_has_one_code_for_ever(cast: Any) -> None:
    agency = cast.tamana_agency
    office, place = channel_of_office(agency, cast.denki_office), channel_of_place(agency, "図書館")
    assert channel_of_office(agency, cast.denki_office).pk == office.pk
    assert channel_of_place(agency, "図書館").pk == place.pk
    assert channel_of_office(cast.kitakyushu_agency, cast.denki_office).code != office.code
    assert find(office.code.lower()).agency == agency
    assert find("TMN1").agency == agency
    assert find("NOSUCH") is None


def test_a_code_that_is_taken_is_drawn_again(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = channel_of_place(cast.tamana_agency, "図書館").code
    SupportAgency.objects.filter(pk=cast.kitakyushu_agency.pk).update(channel_code="CCCC")
    draws = iter([first, "CCCC", "DDDDD"])
    monkeypatch.setattr(leaflet_channels, "new_code", lambda: next(draws))
    assert channel_of_place(cast.tamana_agency, "病院").code == "DDDDD"


def test_a_company_s_leaflet_carries_its_office_s_code(browser: Any, cast: Any) -> None:
    url = page("leaflet_pdf", "tmn1", "ja", door="portal")
    answer = browser("staff").get(f"{url}?office={cast.denki_office.pk}&size=a5")
    code = ChannelCode.objects.get().code
    assert code in pdfium.PdfDocument(answer.content)[1].get_textpage().get_text_bounded()
    assert browser("other_staff").get(f"{url}?office={cast.denki_office.pk}").status_code == 404
    for wrong in ("?size=poster", "?office=x", "?office=999999"):
        assert browser("staff").get(url + wrong).status_code == 404


def test_the_square_opens_the_page_at_the_portal(settings: Any) -> None:
    settings.PORTAL_URL = "https://portal.example.jp"
    assert address_of("TMN1", "zh-Hans") == "https://portal.example.jp/c/TMN1/zh-Hans/"


def test_a_batch_is_made_printed_and_handed_over(browser: Any, cast: Any) -> None:
    lead = browser("lead")
    made = lead.post(page("leaflet_batch_new", "tmn1"), order(cast))
    batch = LeafletBatch.objects.get()
    assert made["Location"] == page("leaflet_batch", batch.pk)
    lines = list(LeafletBatchLine.objects.order_by("pk"))
    assert [(line.language, line.copies) for line in lines] == [("ja", 20), ("ne", 20)] * 2
    paper = pdfium.PdfDocument(lead.get(page("leaflet_batch_pdf", batch.pk)).content)
    assert len(paper) == 1 + 2 * 4
    cover = paper[0].get_textpage().get_text_bounded()
    assert all(one.code in cover for one in ChannelCode.objects.all()) and "市立図書館" in cover
    assert lines[0].channel.code in paper[2].get_textpage().get_text_bounded()
    assert lines[2].channel.code in paper[6].get_textpage().get_text_bounded()
    sent = {"line": lines[0].pk, "handed_on": "令和8年11月20日", "handed_to": "窓口の係"}
    assert lead.post(page("leaflet_batch", batch.pk), sent).status_code == 302
    assert "窓口の係" in lead.get(page("leaflet_batch", batch.pk)).content.decode()
    assert lead.post(page("leaflet_batch", batch.pk), sent).status_code == 409
    assert lead.post(page("leaflet_batch", batch.pk), {**sent, "line": 0}).status_code == 404
    assert (
        lead.post(page("leaflet_batch", batch.pk), {**sent, "line": lines[1].pk, "handed_on": "x"}).status_code == 409
    )


def test_the_second_click_makes_no_second_batch(browser: Any, cast: Any) -> None:
    form, lead = order(cast), browser("lead")
    first, second = (lead.post(page("leaflet_batch_new", "tmn1"), form)["Location"] for _click in range(2))
    assert first == second
    assert LeafletBatch.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"offices": [], "places": ""},
        {"languages": []},
        {"copies": "0"},
        {"size": "poster"},
        {"offices": ["999999"]},
        {"places": "あ" * 81},
        {"places": "\n".join(f"場所{n}" for n in range(40))},
    ],
)
def test_what_cannot_be_ordered_is_said_and_what_was_typed_stays(browser: Any, cast: Any, wrong: Any) -> None:
    answer = browser("lead").post(page("leaflet_batch_new", "tmn1"), order(cast, **wrong))
    assert answer.status_code == 400
    assert not LeafletBatch.objects.exists()


def test_totals_tell_each_place_s_printed_handed_opened_and_called(browser: Any, cast: Any) -> None:
    lead = browser("lead")
    lead.post(page("leaflet_batch_new", "tmn1"), order(cast, own="on"))
    channel = ChannelCode.objects.get(office=cast.denki_office)
    LeafletBatchLine.objects.filter(channel=channel, language="ja").update(handed_on=today())
    ChannelCount.objects.create(
        municipality=cast.tamana, code=channel.code, language="ne", on=today(), opened=7, called_back=3
    )
    body = lead.get(page("leaflet_batches")).content.decode()
    row = body.split("玉名営業所")[1].split("</tr>")[0]
    assert re.findall(r'class="number">(\d+)<', row) == ["40", "20", "7", "3"]
    before = lead.get(f"{page('leaflet_batches')}?year=2021").content.decode().split("玉名営業所")[1].split("</tr>")[0]
    assert re.findall(r'class="number">(\d+)<', before) == ["0"] * 4
    assert channel.code not in browser("other_admin").get(page("leaflet_batches")).content.decode()


def test_the_list_asks_as_often_for_many_as_for_few(browser: Any, cast: Any) -> None:
    lead = browser("lead")
    lead.post(page("leaflet_batch_new", "tmn1"), order(cast))
    lead.get(page("leaflet_batches"))
    with CaptureQueriesContext(connection) as few:
        lead.get(page("leaflet_batches"))
    for n in range(5):
        lead.post(page("leaflet_batch_new", "tmn1"), order(cast, places=f"場所{n}"))
    with CaptureQueriesContext(connection) as many:
        lead.get(page("leaflet_batches"))
    assert len(many) == len(few), [query["sql"] for query in many]


def test_a_foreign_batch_is_not_there(browser: Any, cast: Any) -> None:
    browser("lead").post(page("leaflet_batch_new", "tmn1"), order(cast))
    batch = LeafletBatch.objects.get()
    assert browser("other_admin").get(page("leaflet_batch", batch.pk)).status_code == 404
    assert browser("other_admin").get(page("leaflet_batch_new", "tmn1")).status_code == 404
