"""Every character that a company's file or a name can bring is drawn, and as itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from fontTools.ttLib import TTFont

from documents.rendering import render_pdf
from tests.documents.paper_comparing import differing_share, fonts, pictures

FONTS = Path(__file__).resolve().parents[2] / "documents" / "fonts"
BIZ = [
    "bizud-gothic/BIZUDPGothic-Regular.ttf",
    "bizud-gothic/BIZUDPGothic-Bold.ttf",
    "bizud-mincho/BIZUDPMincho-Regular.ttf",
]
NAMES = ["noto-sans-jp/NotoSansCJKjp-Regular-names.otf", "noto-serif-jp/NotoSerifCJKjp-Regular-names.otf"]
# Each company fills cp932's private use areas with characters of its own; no font can know them.
PRIVATE_USE = range(0xE000, 0xF900)
RARE = "𠮷髙﨑㈱①〜鷗㋿𡈽𠀋"
MISSING = "\U000fffff"


def characters(codec: str) -> set[str]:
    """Every printable character of a two-byte codec."""
    codes = [bytes([lead]) for lead in range(256)] + [
        bytes([lead, trail]) for lead in range(256) for trail in range(256)
    ]
    texts = {code.decode(codec, errors="ignore") for code in codes}
    return {text for text in texts if len(text) == 1 and text.isprintable() and ord(text) not in PRIVATE_USE}


@pytest.mark.parametrize("font", BIZ)
def test_each_whole_font_draws_all_of_cp932(font: str) -> None:
    wanted = characters("cp932")
    assert len(wanted) > 7000
    assert sorted(wanted - {chr(code) for code in TTFont(FONTS / font).getBestCmap()}) == []


@pytest.mark.parametrize("names", NAMES)
def test_the_kanji_of_jis_x_0213_and_0212_and_yoshi_are_there(names: str) -> None:
    drawn = {chr(code) for file in (BIZ[0], names) for code in TTFont(FONTS / file).getBestCmap()}
    kanji = {text for codec in ("shift_jis_2004", "euc_jp") for text in characters(codec) if text >= "㐀"}
    assert "𠮷" in drawn
    assert sorted(kanji - drawn) == []


@pytest.mark.parametrize("font", [*BIZ, *NAMES])
def test_a_licence_lies_beside_each_font(font: str) -> None:
    folder = (FONTS / font).parent
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text()


def test_the_subsets_stay_small() -> None:
    assert sum((FONTS / names).stat().st_size for names in NAMES) < 3_500_000


@pytest.fixture(params=["Paper Gothic", "Paper Mincho"])
def template(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A paper that shows one large text in the family under test."""
    style = f"font: 40pt '{request.param}', '{request.param} Names'; line-height: 2"
    (tmp_path / "glyph.html").write_text(
        f'<html lang="ja"><title>t</title><body><p style="{style}">{{{{ text }}}}</p></body></html>'
    )
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    with override_settings(TEMPLATES=[engine]):
        yield "glyph.html"


def test_rare_characters_are_drawn_as_themselves_and_from_packaged_fonts(template: str) -> None:
    papers = {text: render_pdf(template, {"text": text}, title="glyph") for text in (*RARE, MISSING, " ")}
    seen = {text: pictures(pdf)[0] for text, pdf in papers.items()}
    alike = [(a, b) for a in seen for b in seen if a < b and differing_share(seen[a], seen[b]) < 1e-4]
    assert alike == []
    drawn_by = {name.split("+")[1] for text in RARE for name in fonts(papers[text])}
    assert {name.removesuffix("-Names") for name in drawn_by} in ({"Paper-Gothic"}, {"Paper-Mincho"})


def test_a_variation_selector_draws_no_box(template: str) -> None:
    plain, varied = (render_pdf(template, {"text": text}, title="glyph") for text in ("辻", "辻\U000e0100"))
    assert fonts(plain) == fonts(varied)
    missing = pictures(render_pdf(template, {"text": f"辻{MISSING}"}, title="glyph"))[0]
    assert differing_share(pictures(varied)[0], missing) > 1e-4
