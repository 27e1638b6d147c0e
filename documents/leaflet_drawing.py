"""A leaflet's words and an agency's facts as HTML: readings above kanji, Japanese names marked as Japanese."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from documents.calendar_readings import with_readings
from documents.furigana import furigana, furigana_on_page, without_readings
from documents.leaflet_words import Labelled, LeafletWords

_NAME = re.compile(r"⟦([^⟧]*)⟧")
_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿𠀀-𯿿]")
Draw = Callable[[str], SafeString]
_PLAIN = frozenset({"title", "qr_title"})


def drawn(text: str) -> SafeString:
    """One of our words. What stands between ⟦ and ⟧ is Japanese, for the eye and for a screen reader."""
    return _named(furigana(text))


def drawn_on_page(text: str) -> SafeString:
    """The same for a browser."""
    return _named(furigana_on_page(text))


def _named(html: SafeString) -> SafeString:
    marked = _NAME.sub(r'<span class="ja" lang="ja">\1</span>', html)
    return mark_safe(marked)  # noqa: S308  # furigana escapes; the name is a part of what it gave


def spoken(text: str) -> str:
    """The same without marks, for titles and e-mail."""
    return _NAME.sub(r"\1", without_readings(text))


def drawn_words(words: LeafletWords, draw: Draw = drawn) -> LeafletWords:
    """All of them, ready for the template; titles, which no HTML may hold, stay plain."""
    values = {one.name: getattr(words, one.name) for one in fields(words)}
    ready: dict[str, Any] = {name: spoken(one) if name in _PLAIN else _drawn(one, draw) for name, one in values.items()}
    return LeafletWords(**ready)


def _drawn(value: Any, draw: Draw) -> Any:
    if isinstance(value, str):
        return draw(value)
    if isinstance(value, Labelled):
        return Labelled(draw(value.label), draw(value.text))
    return tuple(_drawn(one, draw) for one in value)


def texts_of(words: LeafletWords) -> Iterator[str]:
    """Every text among them."""
    for one in fields(words):
        yield from _texts(getattr(words, one.name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Labelled):
        yield from (value.label, value.text)
    else:
        for one in value:
            yield from _texts(one)


def fact(text: str, *, foreign: bool) -> str | SafeString:
    """A name or address of the agency; marked as Japanese on a leaflet that is not."""
    if foreign and _JAPANESE.search(text):
        return format_html('<span class="ja" lang="ja">{}</span>', text)
    return text


def hours_drawn(hours: Sequence[tuple[str, str]], *, easy: bool, draw: Draw = drawn) -> list[tuple[str, str]]:
    """Days and times, with readings on a leaflet in easy Japanese."""
    if not easy:
        return list(hours)
    return [(draw(with_readings(days)), draw(with_readings(time))) for days, time in hours]
