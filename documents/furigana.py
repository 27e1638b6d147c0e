"""Readings above kanji (振り仮名), for papers in easy Japanese.

WeasyPrint knows no <ruby>, so a word and its reading are two lines of an inline block. A screen reader
must not read both: in the finished PDF the pair is named Ruby, RB and RT, as the standard has it, and
the reading is given no sound of its own.
"""

import re
from collections.abc import Callable
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

#: 漢字《かんじ》, or ｜とくべつ《よみ》 where the word is not kanji alone.
PAIR = re.compile(
    r"(?:｜(?P<marked>[^《｜]+)|(?P<kanji>[一-鿿㐀-䶿々〆]+))《(?P<reading>[^》]+)》(?P<after>[、。，．）」・：？！]*)"
)


def furigana(text: str) -> SafeString:
    """The text as HTML, each reading above its word; a sign that may not begin a line stays with its word."""
    return _with_pairs(text, _pair)


def furigana_on_page(text: str) -> SafeString:
    """The same for a browser, which knows <ruby> and reads it once."""
    return _with_pairs(text, _ruby)


def _with_pairs(text: str, drawn: Callable[[re.Match[str]], SafeString]) -> SafeString:
    parts, at = [], 0
    for pair in PAIR.finditer(text):
        parts += [conditional_escape(text[at : pair.start()]), drawn(pair)]
        at = pair.end()
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))  # noqa: S308  # every part is escaped


def without_readings(text: str) -> str:
    """The words alone, for titles."""
    return PAIR.sub(lambda pair: (pair["marked"] or pair["kanji"]) + pair["after"], text)


def _ruby(pair: re.Match[str]) -> SafeString:
    word = pair["marked"] or pair["kanji"]
    return format_html("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>{}", word, pair["reading"], pair["after"])


def _pair(pair: re.Match[str]) -> SafeString:
    # <a>, for it is the one inline element that the PDF's structure keeps apart; no paper has links.
    both = format_html(
        '<span class="ruby"><a class="reading">{}</a><span class="base">{}</span></span>',
        pair["reading"],
        pair["marked"] or pair["kanji"],
    )
    return format_html('<span class="kept">{}{}</span>', both, pair["after"]) if pair["after"] else both


def name_readings(_document: object, pdf: Any) -> None:
    """Finisher of WeasyPrint: renames the structure of each pair. A paper without readings stays as it is."""
    for element in pdf.objects:
        if _is_reading(element):
            ruby = _referred(pdf, element["P"])
            for sibling in (_referred(pdf, one) for one in ruby["K"]):
                sibling["S"] = "/RT" if sibling is element else "/RB"
            ruby["S"] = "/Ruby"
            element["ActualText"] = "()"


def _is_reading(element: Any) -> bool:
    return isinstance(element, dict) and element.get("S") == "/Link" and element.get("Type") == "/StructElem"


def _referred(pdf: Any, reference: Any) -> Any:
    text = reference.decode() if isinstance(reference, bytes) else str(reference)
    return pdf.objects[int(text.split()[0])]
