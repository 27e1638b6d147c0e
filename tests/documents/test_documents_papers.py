"""Each paper as it is seen, and as it is read aloud."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from documents.agreement import agreement_pdf
from documents.errors import IndiscreetWording, PaperTooLong, UnknownLanguage
from documents.leaflet import INDISCREET, LANGUAGES, leaflet_pdf
from documents.receipt import receipt_pdf
from tests.documents.paper_comparing import (
    check_references,
    compare_pdf,
    differing_share,
    fonts,
    language,
    opened,
    pictures,
    tags,
    title,
    write_references,
)
from tests.documents.paper_samples import AGREEMENT, LEAFLET_EN, LEAFLET_JA, RECEIPT

PAPERS: dict[str, Callable[[], bytes]] = {
    "leaflet-ja": lambda: leaflet_pdf(LEAFLET_JA, language="ja"),
    "leaflet-en": lambda: leaflet_pdf(LEAFLET_EN, language="en"),
    "receipt": lambda: receipt_pdf(RECEIPT),
    "receipt-emergency": lambda: receipt_pdf(replace(RECEIPT, emergency=True)),
    "agreement": lambda: agreement_pdf(AGREEMENT),
    "agreement-unsigned": lambda: agreement_pdf(
        replace(AGREEMENT, signed_on=None, parties=AGREEMENT.parties[:2], provisions=(), annexes=())
    ),
}


def leaflet_with(field: str, text: str) -> bytes:
    change: dict[str, Any] = {field: text}
    return leaflet_pdf(replace(LEAFLET_JA, **change), language="ja")


def text_of(pdf: bytes, page: int) -> str:
    with opened(pdf) as document:
        return str(document[page].get_textpage().get_text_bounded())


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_as_it_did(name: str) -> None:
    compare_pdf(PAPERS[name](), name)


@pytest.mark.parametrize("name", PAPERS)
def test_all_fonts_are_inside_and_ours(name: str) -> None:
    used = fonts(PAPERS[name]())
    assert used
    assert all(used.values())
    assert all("Paper-" in font for font in used)


@pytest.mark.parametrize("name", PAPERS)
def test_a_screen_reader_is_told_title_language_and_an_unbroken_outline(name: str) -> None:
    pdf = PAPERS[name]()
    told = tags(pdf)
    levels = [int(tag[1]) for tag, _ in told if tag in {"H1", "H2", "H3", "H4", "H5", "H6"}]
    assert title(pdf)
    assert language(pdf) == ("en" if name.endswith("-en") else "ja")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(alternative for tag, alternative in told if tag == "Figure")
    assert "Table" not in {tag for tag, _ in told} or "TH" in {tag for tag, _ in told}


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("fax", "000-123-4568", "000-123-4563"),
        ("closed_text", "日曜日", "日曜目"),
        ("address", "一丁目", "二丁目"),
        ("agency_name", "社会福祉協議会", "社会福祉協議合"),
        ("channel_code", "T-4K7", "T-4K1"),
    ],
)
def test_one_wrong_character_is_noticed(
    field: str, right: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    good, bad = leaflet_with(field, right), leaflet_with(field, wrong)
    write_references(good, "paper", tmp_path)
    check_references(good, "paper", tmp_path)
    with pytest.raises(AssertionError, match=r"what was drawn is in .*paper-\d\.png"):
        check_references(bad, "paper", tmp_path)


def test_a_missing_page_and_a_missing_reference_are_noticed(tmp_path: Path) -> None:
    write_references(PAPERS["agreement"](), "paper", tmp_path)
    (tmp_path / "paper-3.png").unlink()
    with pytest.raises(AssertionError, match="has 3 pages where 2 are expected"):
        check_references(PAPERS["agreement"](), "paper", tmp_path)
    with pytest.raises(AssertionError, match="has 1 pages where 0 are expected"):
        check_references(PAPERS["receipt"](), "never-drawn-before", tmp_path)


@pytest.mark.parametrize("name", ["leaflet-ja", "leaflet-en"])
def test_a_leaflet_has_two_sides_and_a_discreet_outside(name: str) -> None:
    pdf = PAPERS[name]()
    with opened(pdf) as document:
        assert len(document) == 2
    outside = text_of(pdf, 0).lower()
    assert "000-123-4567" in outside
    assert [word for word in (*INDISCREET, "支払", "payment", "bill") if word in outside] == []


@pytest.mark.parametrize("field", ["desk_name", "municipality_name", "address", "access_text", "closed_text"])
@pytest.mark.parametrize("words", ["生活困窮者自立支援窓口", "滞納相談室", "Poverty and Welfare Desk"])
def test_a_leaflet_whose_outside_would_shame_is_refused(field: str, words: str) -> None:
    with translation.override("en"), pytest.raises(IndiscreetWording, match="front of the leaflet"):
        leaflet_with(field, words)


def test_the_agencys_own_name_stands_inside_only() -> None:
    pdf = leaflet_pdf(replace(LEAFLET_JA, agency_name="つなぎ市生活困窮者支援会"), language="ja")
    assert "困窮" not in text_of(pdf, 0)
    assert "困窮" in text_of(pdf, 1)


def test_a_language_without_leaflet_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UnknownLanguage) as refusal:
        leaflet_pdf(LEAFLET_JA, language="fr")
    assert all(code in str(refusal.value) for code in LANGUAGES)


def test_texts_that_do_not_fit_are_refused_not_cut() -> None:
    with pytest.raises(PaperTooLong):
        leaflet_pdf(replace(LEAFLET_JA, hours=[*LEAFLET_JA.hours] * 9), language="ja")
    with pytest.raises(PaperTooLong):
        leaflet_pdf(replace(LEAFLET_JA, agency_name="つなぎ市" * 60), language="ja")
    with pytest.raises(PaperTooLong):
        receipt_pdf(replace(RECEIPT, will_be_told=RECEIPT.will_be_told * 20))


def test_the_square_is_described_and_falls_back_to_the_code() -> None:
    assert ("Figure", "案内コードの二次元コード T-4K7") in tags(leaflet_pdf(LEAFLET_JA, language="ja"))
    with_url, without = (leaflet_pdf(replace(LEAFLET_JA, url=url), language="ja") for url in (LEAFLET_JA.url, ""))
    assert differing_share(*(pictures(pdf)[1] for pdf in (with_url, without))) > 1e-3


def test_the_receipt_gives_the_hour_of_japan_and_shouts_only_when_it_must() -> None:
    calm, urgent = (text_of(PAPERS[name](), 0) for name in ("receipt", "receipt-emergency"))
    assert "令和8年11月24日（火） 9時05分" in calm
    assert "119" not in calm
    assert "119" in urgent


def test_an_agreement_numbers_its_articles_and_leaves_an_open_date_open() -> None:
    signed, unsigned = PAPERS["agreement"](), PAPERS["agreement-unsigned"]()
    assert "第１条（目的）" in text_of(signed, 0)
    assert "令和8年11月24日" in text_of(signed, 1)
    assert "令和8年11月24日" not in "".join(text_of(unsigned, page) for page in range(2))
    assert "参照条文" in text_of(signed, 2)


def test_an_agreement_of_more_than_ten_parties_lists_them_with_numbers() -> None:
    paper = agreement_pdf(replace(AGREEMENT, parties=[AGREEMENT.parties[0]] * 50))
    text = "".join(text_of(paper, page) for page in range(6))
    assert "乙４９" in text
    assert "癸" not in text


@pytest.mark.parametrize(("count", "left_out"), [(3, 0), (5, 2), (7, 0), (7, 3), (11, 0), (50, 0)])
def test_signatures_are_never_torn_from_the_words_and_the_last_is_never_alone(count: int, left_out: int) -> None:
    parties = [(f"当事者{n:02d}", "所在地", "代表", "氏名") for n in range(1, count + 1)]
    articles = AGREEMENT.articles[: len(AGREEMENT.articles) - left_out]
    bare = replace(AGREEMENT, parties=parties, articles=articles, closing="結びの言葉。", provisions=[], annexes=[])
    paper = agreement_pdf(bare)
    with opened(paper) as document:
        pages = [text_of(paper, page) for page in range(len(document))]
    words = next(text for text in pages if "結びの言葉。" in text)
    assert "当事者01" in words and "当事者02" in words
    assert f"当事者{count - 1:02d}" in next(text for text in pages if f"当事者{count:02d}" in text)
