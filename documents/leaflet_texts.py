"""An agency's own wording laid over Tsunagi's words; the latest published version is what is printed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from documents.leaflet_languages import KNOWN
from documents.leaflet_words import Labelled, LeafletWords
from documents.models import LeafletText
from organizations.models import SupportAgency


@dataclass(frozen=True)
class Wording:
    """The words to print; `number` is the agency's version, 0 for Tsunagi's own."""

    words: LeafletWords
    number: int = 0


def merged(stock: LeafletWords, own: Mapping[str, Any]) -> LeafletWords:
    """The stock's words with the agency's in place of those it has written."""
    known = {one.name for one in fields(stock)}
    return replace(stock, **{name: _like(getattr(stock, name), value) for name, value in own.items() if name in known})


def _like(stock: Any, value: Any) -> Any:
    """JSON's lists as the tuples that the words are made of."""
    if isinstance(stock, str):
        return str(value)
    if stock and isinstance(stock[0], Labelled):
        return tuple(Labelled(str(label), str(text)) for label, text in value)
    return tuple(str(one) for one in value)


def differing(stock: LeafletWords, words: LeafletWords) -> dict[str, Any]:
    """What `words` say otherwise, as JSON keeps it."""
    pairs = ((one.name, getattr(words, one.name), getattr(stock, one.name)) for one in fields(stock))
    return {name: _json(value) for name, value, before in pairs if value != before}


def _json(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return [[one.label, one.text] if isinstance(one, Labelled) else one for one in value]


def published(agency: SupportAgency, language: str) -> LeafletText | None:
    """The agency's version in force in a language."""
    rows = LeafletText.objects.filter(agency=agency, language=language, published_at__isnull=False)
    return rows.order_by("-number").first()


def wording(agency: SupportAgency, language: str) -> Wording:
    """What is printed in a language that exists."""
    row = published(agency, language)
    stock = KNOWN[language].words
    return Wording(merged(stock, row.words), row.number) if row else Wording(stock)
