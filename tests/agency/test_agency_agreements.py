"""Agreements and the support meeting: where they stand, who may read them, the paper."""

from datetime import date
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.urls import reverse

from agreements.models import Agreement, AgreementParty
from agreements.pdf import content_of
from agreements.rules import is_in_force
from agreements.standing import standing
from audit.models import AccessRecord
from support_meetings.models import SupportMeeting


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


def agreement_of(cast: Any, number: str = "玉福第5号", **changes: Any) -> Agreement:
    agreement = Agreement.objects.create(
        **{
            "municipality": cast.tamana,
            "kind": "notification",
            "number": number,
            "title": "見守り及び通報に関する協定書",
            "preamble": "玉名市とひので電力は、次のとおり協定を締結する。",
            "articles": [{"heading": "目的", "paragraphs": ["早期に支援へつなぐ。"]}],
            "closing": "各自その1通を保有する。",
            "annexes": ["連絡先一覧"],
            "signed_on": date(2025, 5, 31),
            "in_force_from": date(2025, 6, 1),
            "in_force_until": date(2026, 3, 31),
            **changes,
        }
    )
    for order, party in enumerate((cast.tamana, cast.denki), start=1):
        AgreementParty.objects.create(
            municipality=cast.tamana, agreement=agreement, organization=party, order=order, signatory_title="代表"
        )
    return agreement


@pytest.mark.parametrize(
    ("changes", "day", "in_force", "next_on"),
    [
        ({}, date(2025, 5, 31), False, date(2025, 6, 1)),
        ({}, date(2025, 6, 1), True, date(2026, 2, 28)),
        ({}, date(2026, 2, 28), True, date(2026, 2, 28)),
        ({}, date(2026, 3, 1), True, date(2026, 3, 31)),
        ({}, date(2026, 4, 1), True, date(2027, 2, 28)),
        ({"renews_itself": False}, date(2026, 3, 31), True, date(2026, 3, 31)),
        ({"renews_itself": False}, date(2026, 4, 1), False, None),
        ({"in_force_until": None}, date(2040, 1, 1), True, None),
        ({"signed_on": None}, date(2025, 7, 1), False, None),
        ({"in_force_until": date(2028, 2, 29)}, date(2028, 3, 1), True, date(2029, 1, 28)),
    ],
)
def test_where_an_agreement_stands(changes: dict[str, Any], day: date, in_force: bool, next_on: date | None) -> None:
    dates = {"signed_on": date(2025, 5, 31), "in_force_from": date(2025, 6, 1), "in_force_until": date(2026, 3, 31)}
    agreement = Agreement(**{**dates, **changes})
    found = standing(agreement, day)
    assert (found.is_in_force, found.next_on) == (in_force, next_on)
    assert found.is_in_force == is_in_force(agreement, (), None, day)


def test_list_and_page_show_it_and_write_no_access_record(browser: Any, cast: Any) -> None:
    agreement = agreement_of(cast)
    for who in ("caseworker", "lead", "admin", "auditor"):
        client = browser(who)
        assert agreement.title in client.get(url("agreement_list")).content.decode()
        page = client.get(url("agreement", agreement.number)).content.decode()
        assert "早期に支援へつなぐ。" in page
        assert cast.denki.name in page
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("name", ["agreement", "agreement_pdf"])
def test_another_municipality_finds_nothing(browser: Any, cast: Any, name: str) -> None:
    agreement = agreement_of(cast)
    assert browser("other_caseworker").get(url(name, agreement.number)).status_code == 404
    assert agreement.title not in browser("other_caseworker").get(url("agreement_list")).content.decode()


def test_the_paper_prints_the_provisions_of_the_day_of_signing(browser: Any, cast: Any) -> None:
    agreement = agreement_of(cast)
    response = browser("caseworker").get(url("agreement_pdf", agreement.number))
    assert response["Content-Type"] == "application/pdf"
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(response.content))
    assert "第27条第1項" in text
    assert "第69条" not in text
    provisions = content_of(Agreement.objects.with_parties().get()).provisions
    assert all("要旨" in words for _statute, _article, words in provisions)


def test_a_public_utility_brings_its_own_articles(cast: Any) -> None:
    agreement = agreement_of(cast)
    AgreementParty.objects.filter(organization=cast.denki).update(organization=cast.suido)
    articles = {article for _statute, article, _words in content_of(agreement).provisions}
    assert "第69条第2項第3号" in articles
    assert "第27条第1項" not in articles


def test_the_list_takes_as_many_queries_for_one_as_for_many(browser: Any, cast: Any) -> None:
    from tests.agency.reported import assert_same_number, queries_of

    agreement_of(cast)
    client = browser("caseworker")
    client.get(url("agreement_list"))
    few = queries_of(client, url("agreement_list"))
    for number in range(5):
        agreement_of(cast, number=f"玉福第{number + 10}号")
    assert_same_number(few, queries_of(client, url("agreement_list")), at_most=9)


def test_the_support_meeting_stands_with_its_charter(browser: Any, cast: Any) -> None:
    SupportMeeting.objects.create(
        municipality=cast.tamana,
        name="玉名市支援会議",
        founded_on=date(2020, 4, 1),
        charter="玉名市支援会議設置要綱",
        secretariat=cast.tamana_agency,
    )
    assert "玉名市支援会議設置要綱" in browser("admin").get(url("meeting_list")).content.decode()
    assert "玉名市支援会議設置要綱" not in browser("other_admin").get(url("meeting_list")).content.decode()
    assert browser("auditor").get(url("meeting_list")).status_code == 403
