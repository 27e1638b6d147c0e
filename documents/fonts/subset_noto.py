"""Cuts from Noto CJK the characters that Japanese names use and the BIZ fonts lack.

Run once when the fonts are renewed; the results are committed beside this file:

    python documents/fonts/subset_noto.py /usr/share/fonts/opentype/noto

The folder is that of Debian's package fonts-noto-cjk; the first font of each file is the Japanese one.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
RESULTS = {
    "NotoSansCJK-Regular.ttc": HERE / "noto-sans-jp" / "NotoSansCJKjp-Regular-names.otf",
    "NotoSerifCJK-Regular.ttc": HERE / "noto-serif-jp" / "NotoSerifCJKjp-Regular-names.otf",
}
CJK_COMPATIBILITY = range(0xF900, 0xFB00)
SUPPLEMENTARY_PLANES = range(0x20000, 0x40000)
COPYRIGHT_AND_LICENCE = [*range(8), 13, 14]


def jis_x_0212() -> Iterator[int]:
    """Yields the code points of the supplementary kanji (補助漢字), which hold many rare names."""
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            text = bytes([0x8F, row, cell]).decode("euc_jp", errors="ignore")
            if len(text) == 1:
                yield ord(text)


def needed(noto: TTFont) -> set[int]:
    """The code points to keep. JIS X 0213 is absent because the BIZ fonts draw all of it."""
    biz: dict[int, str] = TTFont(HERE / "bizud-gothic" / "BIZUDPGothic-Regular.ttf").getBestCmap()
    names = {*jis_x_0212(), *CJK_COMPATIBILITY, *SUPPLEMENTARY_PLANES}
    offered: dict[int, str] = noto.getBestCmap()
    return (names & offered.keys()) - biz.keys()


def cut(source: Path, result: Path) -> None:
    noto = TTFont(source, fontNumber=0)
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
        name_IDs=COPYRIGHT_AND_LICENCE,
        name_languages=[0x409],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=needed(noto))
    cutter.subset(noto)
    result.parent.mkdir(exist_ok=True)
    subset.save_font(noto, str(result), options)


if __name__ == "__main__":
    for name, path in RESULTS.items():
        cut(Path(sys.argv[1]) / name, path)
