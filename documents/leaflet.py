"""The guidance leaflet (案内チラシ): two sides of A4, the same for everyone who is handed one."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.errors import IndiscreetWording, UnknownLanguage
from documents.leaflet_words import LeafletWords, en, ja
from documents.rendering import render_pdf

LANGUAGES = {"ja": ja.WORDS, "en": en.WORDS}
INDISCREET = ("滞納", "未納", "未払", "督促", "困窮", "貧困", "生活保護", "arrears", "poverty", "welfare")


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


def leaflet_pdf(content: LeafletContent, *, language: str) -> bytes:
    """The leaflet as PDF. Raises UnknownLanguage, IndiscreetWording or PaperTooLong."""
    words = _words(language)
    _refuse_indiscreet(content)
    context = {"content": content, "words": words, "qr": _qr(content, words)}
    return render_pdf("documents/leaflet.html", context, title=words.title, language=language, pages=2)


def _words(language: str) -> LeafletWords:
    if language not in LANGUAGES:
        raise UnknownLanguage(
            _("There is no leaflet in “%(language)s” yet; the languages are: %(languages)s.")
            % {"language": language, "languages": ", ".join(LANGUAGES)}
        )
    return LANGUAGES[language]


def _refuse_indiscreet(content: LeafletContent) -> None:
    """A bystander may see side one, so no name printed there may speak of arrears, poverty or welfare."""
    for text in content.on_the_outside():
        for word in INDISCREET:
            if word in text.lower():
                raise IndiscreetWording(
                    _(
                        "The front of the leaflet would show “%(word)s” to anyone who sees it; "
                        "please give the desk a name such as “くらしの相談窓口” instead of “%(text)s”."
                    )
                    % {"word": word, "text": text}
                )


def _qr(content: LeafletContent, words: LeafletWords) -> SafeString:
    square = segno.make_qr(content.url or content.channel_code, error="m")
    title = f"{words.qr_title} {content.channel_code}"
    svg = square.svg_inline(border=0, dark="#1f3d3a", title=title, omitsize=True)
    return mark_safe(svg)  # noqa: S308  # segno escapes the title, and draws the rest itself
