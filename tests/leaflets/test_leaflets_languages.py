"""Nine languages in four sizes: every character drawn, nothing cut off, nothing indiscreet outside."""

from ctypes import c_float
from dataclasses import replace
from typing import Any

import pytest
from pypdfium2 import raw

from documents.errors import IndiscreetWording, MissingGlyph, PaperTooLong
from documents.leaflet import LANGUAGES, SIZES, Leaflet, LeafletContent, _context, leaflet_pdf
from documents.leaflet_drawing import spoken, texts_of
from documents.leaflet_glyphs import _drawn_by, missing
from documents.leaflet_languages import INDISCREET, KNOWN
from documents.leaflet_words.calendar import CALENDARS
from documents.models import PaperSize
from documents.rendering import render_pdf
from tests.documents.paper_comparing import fonts, opened, tags, title
from tests.documents.paper_comparing import language as told_language
from tests.documents.paper_samples import LEAFLET_EN, LEAFLET_JA


def content(language: str) -> LeafletContent:
    """With hours in the language."""
    base = LEAFLET_EN if language == "en" else replace(LEAFLET_JA, hours=LEAFLET_JA.hours[:1])
    calendar = CALENDARS.get(language)
    if calendar is None:
        return base
    return replace(base, hours=((calendar.day_span(0, 4), "8:30–17:15"),), closed_text=calendar.closed_on([5, 6]))


def boxes(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What WeasyPrint said of characters for which it drew a box."""
    return [record.getMessage() for record in caplog.records if ".notdef" in record.getMessage()]


def smallest_type(pdf: bytes) -> float:
    """In points, of all that is drawn as text."""
    with opened(pdf) as document:
        return min(_least(page) for page in document)


def _least(page: Any) -> float:
    sizes: list[float] = []
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        size = c_float()
        raw.FPDFTextObj_GetFontSize(drawn.raw, size)
        a, _b, _c, d, _e, _f = drawn.get_matrix().get()
        sizes.append(float(size.value * abs(d or a)))
    return min(sizes)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", KNOWN)
def test_each_language_draws_all_its_characters_from_our_own_fonts(
    language: str, size: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert missing(texts_of(LANGUAGES[language]), language) == ""
    pdf = leaflet_pdf(content(language), language=language, size=size)
    assert boxes(caplog) == []
    used = fonts(pdf)
    assert all(used.values())
    assert all("Paper-" in name for name in used)
    with opened(pdf) as document:
        assert len(document) == 2
    assert told_language(pdf) == KNOWN[language].tag
    assert title(pdf) == spoken(LANGUAGES[language].title)


@pytest.mark.parametrize("language", [code for code, one in KNOWN.items() if one.own_fonts])
def test_a_gap_between_words_is_in_the_font_of_the_words(language: str) -> None:
    assert {0x20, 0xA0} <= _drawn_by(KNOWN[language].own_fonts[0])


def test_a_missing_glyph_would_be_found(caplog: pytest.LogCaptureFixture) -> None:
    bad = Leaflet(replace(LEAFLET_JA, phone="\U000fffff"), "ja", LANGUAGES["ja"])
    render_pdf("documents/leaflet.html", _context(bad, "ja"), title="t")
    assert boxes(caplog)


@pytest.mark.parametrize("language", KNOWN)
def test_large_print_is_large(language: str) -> None:
    """18 points; readings above kanji are half of that, as they are everywhere."""
    least = 8.9 if language == "ja-easy" else 17.9
    assert smallest_type(leaflet_pdf(content(language), language=language, size="large")) >= least


def test_readings_are_read_once() -> None:
    told = [tag for tag, _alternative in tags(leaflet_pdf(content("ja-easy"), language="ja-easy"))]
    assert told.count("Ruby") == told.count("RT") == told.count("RB") > 50


def test_ten_cards_lie_on_a_sheet_and_a_card_that_is_too_long_is_refused() -> None:
    with opened(leaflet_pdf(content("ja"), language="ja", size="cards")) as document:
        assert len(document) == 2
        text = document[0].get_textpage().get_text_bounded()
    assert text.count("000-123-4567") == 10
    for size in ("card", "cards"):
        with pytest.raises(PaperTooLong):
            leaflet_pdf(replace(content("ja"), closed_text="第2月曜日、" * 150), language="ja", size=size)


@pytest.mark.parametrize("language", KNOWN)
def test_what_a_bystander_sees_is_discreet_in_every_language(language: str) -> None:
    for size, (_template, pages, both) in SIZES.items():
        if size == "cards":
            continue
        with opened(leaflet_pdf(content(language), language=language, size=size)) as document:
            sides = range(pages if both else 1)
            seen = " ".join(document[side].get_textpage().get_text_bounded() for side in sides).lower()
        assert [word for word in INDISCREET if word in seen] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", "체납 상담"), ("zh-Hans", "欠费咨询"), ("vi", "Tư vấn nợ tiền"), ("pt-BR", "Contas em atraso")],
)
def test_own_words_that_would_shame_outside_are_refused(language: str, words: str) -> None:
    with pytest.raises(IndiscreetWording):
        leaflet_pdf(content(language), language=language, words=replace(LANGUAGES[language], headline=(words, "", "")))


@pytest.mark.parametrize("sign", ["ਕ", "ก", "\U0001f642"])
def test_a_character_that_cannot_be_printed_is_named(sign: str) -> None:
    with pytest.raises(MissingGlyph, match=sign):
        leaflet_pdf(content("ko"), language="ko", words=replace(LANGUAGES["ko"], bring=f"빈손 {sign}"))


def test_everyday_sets_are_whole() -> None:
    """Level one of GB 2312 and the hangul of KS X 1001, so that an agency can write what it likes."""
    chinese = "".join(
        bytes([row, cell]).decode("gb2312", errors="ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
    )
    korean = "".join(bytes([row, cell]).decode("euc_kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    assert len(chinese) == 3755 and missing([chinese], "zh-Hans") == ""
    assert len(korean) == 2350 and missing([korean], "ko") == ""


def test_sizes_are_those_that_a_batch_may_have() -> None:
    assert set(PaperSize.values) < set(SIZES)


def test_fonts_stay_small_and_carry_their_licence() -> None:
    from documents.leaflet_glyphs import FONTS

    for folder in ("noto-sans", "noto-sans-sc", "noto-sans-kr"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / folder / "OFL.txt").read_text()
        assert all(file.stat().st_size < 1_500_000 for file in (FONTS / folder).iterdir())
