"""The guidance leaflet (案内チラシ), in several sizes, the same for everyone who is handed one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.calendar_readings import with_readings
from documents.errors import IndiscreetWording, MissingGlyph, PaperTooLong, UnknownLanguage
from documents.furigana import furigana
from documents.leaflet_drawing import drawn_words, fact, hours_drawn, spoken, texts_of
from documents.leaflet_glyphs import missing
from documents.leaflet_languages import INDISCREET, KNOWN
from documents.leaflet_words import LeafletWords
from documents.rendering import render_pdf, render_pdfs

__all__ = ["INDISCREET", "LANGUAGES", "SIZES", "Leaflet", "LeafletContent", "leaflet_pdf", "leaflets_pdf"]

LANGUAGES: dict[str, LeafletWords] = {code: language.words for code, language in KNOWN.items()}
#: size → (template, how many pages, whether a bystander sees both sides)
SIZES = {
    "a4": ("documents/leaflet.html", 2, False),
    "a5": ("documents/leaflet_a5.html", 2, False),
    "card": ("documents/leaflet_card.html", 2, True),
    "cards": ("documents/leaflet_cards.html", 2, True),
    "large": ("documents/leaflet_large.html", 2, False),
}
#: Laid out by hand for exactly these words; every other text finds its own place.
_SET_BY_HAND = ("ja", "en")
#: Smaller type and narrower gaps, tried in turn where a text does not fit.
_FITS = ("", "tight", "tighter")
_CARDS_ON_A_SHEET = 10


@dataclass(frozen=True)
class LeafletContent:
    """What differs from desk to desk. No field is about a person.

    ``hours`` holds pairs such as ("月曜日〜金曜日", "8時30分〜17時15分"). ``channel_code`` tells later by
    which door a consultation came; ``url`` is what the printed square opens, else it holds the code.
    """

    agency_name: str
    municipality_name: str
    desk_name: str
    postal_code: str
    address: str
    phone: str
    fax: str
    hours: Sequence[tuple[str, str]]
    closed_text: str
    channel_code: str
    email: str = ""
    access_text: str = ""
    url: str = ""

    def on_the_outside(self) -> tuple[str, ...]:
        """The fields that side one prints; the agency's name stands on side two only."""
        return (
            self.municipality_name,
            self.desk_name,
            self.address,
            self.access_text,
            self.email,
            self.closed_text,
        )

    def texts(self) -> tuple[str, ...]:
        """All that is printed."""
        more = (self.agency_name, self.postal_code, self.phone, self.fax, self.channel_code, self.url)
        return (*self.on_the_outside(), *more, *(text for pair in self.hours for text in pair))


def leaflet_pdf(
    content: LeafletContent, *, language: str, size: str = "a4", words: LeafletWords | None = None
) -> bytes:
    """The leaflet as PDF, in Tsunagi's words or the agency's own.

    Raises UnknownLanguage, IndiscreetWording, MissingGlyph or PaperTooLong. "cards" is ten cards on A4 with cut marks.
    """
    return _fitted(Leaflet(content, language, _words(language) if words is None else words), size)[0]


@dataclass(frozen=True)
class Leaflet:
    """One of a batch: whose, in which language, in which words."""

    content: LeafletContent
    language: str
    words: LeafletWords


def leaflets_pdf(leaflets: Sequence[Leaflet], *, size: str, title: str, cover: Mapping[str, Any]) -> bytes:
    """Many leaflets of one size in one file after a sheet that lists them; at least one. Raises as `leaflet_pdf`.

    The type of a language is the largest in which its first leaflet fits; each further one is set like it.
    """
    styles: dict[tuple[str, LeafletWords], str] = {}
    contexts = []
    for one in leaflets:
        _check(one, size)
        key = (one.language, one.words)
        if key not in styles:
            styles[key] = _fitted(one, size)[1]
        contexts.append(_context(one, styles[key]))
    return render_pdfs(SIZES[size][0], [{**contexts[0], "cover": cover}, *contexts], title=title)


def _check(one: Leaflet, size: str) -> None:
    _refuse_indiscreet(one.content, one.words, both_sides=SIZES[size][2])
    _refuse_boxes(one.content, one.words, one.language)


def _fitted(one: Leaflet, size: str) -> tuple[bytes, str]:
    """In the largest type in which it fits, and the style that was."""
    _check(one, size)
    by_hand = size == "a4" and one.language in _SET_BY_HAND and one.words == LANGUAGES[one.language]
    known, title = KNOWN[one.language], spoken(one.words.title)
    template, pages, _both = SIZES[size]
    # On the sheet nothing tells that a card's text is too long: the single card does.
    tried = (SIZES["card"][0], template) if size == "cards" else (template,)
    trouble = PaperTooLong()
    for fit in ("by-hand",) if by_hand else _FITS:
        style = known.style if by_hand else f"{known.style} auto {fit}".strip()
        context = _context(one, style)
        try:
            made = [render_pdf(paper, context, title=title, language=known.tag, pages=pages) for paper in tried]
        except PaperTooLong as too_long:
            trouble = too_long
        else:
            return made[-1], style
    raise trouble


def _context(one: Leaflet, style: str) -> dict[str, Any]:
    content, language, words = one.content, one.language, one.words
    foreign, easy = not language.startswith("ja"), language == "ja-easy"
    names = ("agency_name", "municipality_name", "desk_name", "address", "access_text")
    shown: dict[str, Any] = {name: fact(getattr(content, name), foreign=foreign) for name in names}
    shown["hours"] = hours_drawn(content.hours, easy=easy)
    shown["closed_text"] = furigana(with_readings(content.closed_text)) if easy else content.closed_text
    return {
        "style": style,
        "tag": KNOWN[language].tag,
        "content": content,
        "shown": shown,
        "words": drawn_words(words),
        "qr": _qr(content, words),
        "cards": range(_CARDS_ON_A_SHEET),
    }


def _words(language: str) -> LeafletWords:
    if language not in LANGUAGES:
        raise UnknownLanguage(
            _("There is no leaflet in “%(language)s” yet; the languages are: %(languages)s.")
            % {"language": language, "languages": ", ".join(LANGUAGES)}
        )
    return LANGUAGES[language]


def outside_words(words: LeafletWords, *, both_sides: bool) -> Iterator[str]:
    """What of the words a bystander may read."""
    yield from (words.title, *words.headline, *words.lead, words.phone_label, words.no_phone)
    for promise in words.promises:
        yield from (promise.label, promise.text)
    if both_sides:
        yield words.code_label


def _refuse_indiscreet(content: LeafletContent, words: LeafletWords, *, both_sides: bool) -> None:
    """A bystander may see side one, so nothing printed there may speak of arrears, poverty or welfare."""
    for text in (*content.on_the_outside(), *map(spoken, outside_words(words, both_sides=both_sides))):
        for word in INDISCREET:
            if word in text.lower():
                raise IndiscreetWording(
                    _(
                        "The front of the leaflet would show “%(word)s” to anyone who sees it; "
                        "please give the desk a name such as “くらしの相談窓口” instead of “%(text)s”."
                    )
                    % {"word": word, "text": text}
                )


def _refuse_boxes(content: LeafletContent, words: LeafletWords, language: str) -> None:
    lost = missing((*texts_of(words), *content.texts()), language)
    if lost:
        raise MissingGlyph(_("These characters cannot be printed: %(signs)s") % {"signs": " ".join(lost)})


def _qr(content: LeafletContent, words: LeafletWords) -> SafeString:
    square = segno.make_qr(content.url or content.channel_code, error="m")
    title = f"{spoken(words.qr_title)} {content.channel_code}"
    svg = square.svg_inline(border=0, dark="#1f3d3a", title=title, omitsize=True)
    return mark_safe(svg)  # noqa: S308  # segno escapes the title, and draws the rest itself
