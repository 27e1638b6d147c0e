"""Whether every character of a leaflet is in its fonts; a box on paper helps nobody."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from documents.leaflet_languages import KNOWN

FONTS = Path(__file__).resolve().parent / "fonts"
#: Drawn by no font, and by none needed: our own marks for readings and Japanese names, and line ends.
_MARKS = frozenset("《》｜⟦⟧\n\r\t\u200d\ufe0f")


@cache
def _drawn_by(file: str) -> frozenset[int]:
    return frozenset(TTFont(FONTS / file, lazy=True).getBestCmap())


def missing(texts: Iterable[str], language: str) -> str:
    """The characters that none of the language's fonts has, each once, in order; empty where all are there."""
    wanted = dict.fromkeys(sign for text in texts for sign in text if sign not in _MARKS)
    fonts = KNOWN[language].fonts
    return "".join(sign for sign in wanted if not any(ord(sign) in _drawn_by(file) for file in fonts))
