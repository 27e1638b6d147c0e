"""Cuts from Noto the characters of the leaflet's languages that the BIZ fonts lack.

Run once when the fonts are renewed; the results are committed beside this file:

    python documents/fonts/subset_languages.py /usr/share/fonts

The folder is where Debian's packages fonts-noto-cjk and fonts-noto-core put their files. Whole everyday sets are
kept, not only the characters of our own words, so that an agency can write its own.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
COPYRIGHT_AND_LICENCE = [*range(8), 13, 14]
LATIN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x300, 0x324), range(0x1EA0, 0x1EFA), range(0x2010, 0x2040))
PUNCTUATION = (range(0x20, 0x7F), range(0xA0, 0x100), range(0x2010, 0x2040), range(0x3000, 0x3020))
FULL_WIDTH = (range(0xFF01, 0xFF60),)
# With the space: words and the gaps between them are one run, drawn by one font.
DEVANAGARI = (
    range(0x20, 0x7F),
    (0xA0,),
    range(0x2010, 0x2040),
    range(0x900, 0x980),
    range(0x1CD0, 0x1D00),
    range(0xA8E0, 0xA900),
    (0x200C, 0x200D, 0x25CC),
)


@dataclass(frozen=True)
class Cut:
    """`number` is the font's place in a collection. Shaped scripts keep the tables by which they are shaped."""

    source: str
    number: int
    result: str
    wanted: frozenset[int]
    shaped: bool = False


def rows_of(codec: str, first: int, last: int) -> Iterator[int]:
    """The code points of some rows of a two-byte national set, in its EUC form."""
    for row in range(first, last + 1):
        for cell in range(1, 95):
            text = bytes([0xA0 + row, 0xA0 + cell]).decode(codec, errors="ignore")
            if len(text) == 1:
                yield ord(text)


def _all(ranges: Iterable[Iterable[int]]) -> frozenset[int]:
    return frozenset(code for one in ranges for code in one)


# Level one of GB 2312 is the 3,755 characters of everyday writing; level two would double the file.
CHINESE = _all((rows_of("gb2312", 1, 3), rows_of("gb2312", 16, 55), *PUNCTUATION, *FULL_WIDTH))
KOREAN = _all((rows_of("euc_kr", 16, 40), *PUNCTUATION))


def cuts() -> Iterator[Cut]:
    """Regular and bold of each."""
    for weight in ("Regular", "Bold"):
        cjk, core = f"opentype/noto/NotoSansCJK-{weight}.ttc", "truetype/noto/"
        yield Cut(cjk, 2, f"noto-sans-sc/NotoSansCJKsc-{weight}-everyday.otf", CHINESE)
        yield Cut(cjk, 1, f"noto-sans-kr/NotoSansCJKkr-{weight}-hangul.otf", KOREAN)
        yield Cut(f"{core}NotoSans-{weight}.ttf", -1, f"noto-sans/NotoSans-{weight}-latin.ttf", _all(LATIN), True)
        devanagari = f"{core}NotoSansDevanagari-{weight}.ttf"
        yield Cut(devanagari, -1, f"noto-sans/NotoSansDevanagari-{weight}.ttf", _all(DEVANAGARI), True)


def cut(folder: Path, one: Cut) -> Path:
    """Write one file; returns where."""
    font = TTFont(folder / one.source, fontNumber=one.number)
    options = subset.Options(
        layout_features=["*"] if one.shaped else [],
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
        name_IDs=COPYRIGHT_AND_LICENCE,
        name_languages=[0x409],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=one.wanted & font.getBestCmap().keys())
    cutter.subset(font)
    result = HERE / one.result
    result.parent.mkdir(exist_ok=True)
    subset.save_font(font, str(result), options)
    return result


if __name__ == "__main__":
    for wanted in cuts():
        path = cut(Path(sys.argv[1]), wanted)
        sys.stdout.write(f"{path.relative_to(HERE)} {path.stat().st_size:,}\n")
