"""The consent form (同意書) to print, to be explained and signed: blank for any agency, or made ready for a household."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from documents.calendar_readings import day_words, hours_line
from documents.consent_words import ConsentWords, easy, ja
from documents.errors import UnknownLanguage
from documents.furigana import furigana, without_readings
from documents.rendering import render_pdf
from japanese.dates import wareki

STYLES: dict[str, ConsentWords] = {"plain": ja.WORDS, "easy": easy.WORDS}


@dataclass(frozen=True)
class ConsentFormContent:
    """What differs from form to form. Boxes are never ticked: the person does it.

    `items` and `purposes` are keys of the vocabulary in its order, `recipients` names; `provisions` are
    (statute, article, text) in force on `printed_on`. The fields from `case_number` on are empty on a
    blank form.
    """

    agency_name: str
    municipality_name: str
    desk_name: str
    phone: str
    fax: str
    address: str
    hours: Sequence[tuple[str, str]]
    closed_text: str
    printed_on: date
    items: Sequence[str]
    recipients: Sequence[str]
    purposes: Sequence[str]
    provisions: Sequence[tuple[str, str, str]]
    unchecked: bool
    case_number: str = ""
    name: str = ""
    address_of_person: str = ""
    explained_by: str = ""


def consent_form_pdf(content: ConsentFormContent, *, style: str = "plain") -> bytes:
    """Two sides of A4. Raises UnknownLanguage for another style, PaperTooLong where the names do not fit."""
    if style not in STYLES:
        raise UnknownLanguage(style)
    words = STYLES[style]
    context = {
        "content": content,
        "style": style,
        "w": _Drawn(words),
        "items": [furigana(words.items[key]) for key in content.items],
        "purposes": [furigana(words.purposes[key]) for key in content.purposes],
        "explanations": [(furigana(one.heading), furigana(one.text)) for one in words.explanations],
        "kept_by": [furigana(one) for one in words.kept_by],
        "hours": hours_line(content.hours, content.closed_text, words.closed, easy=style == "easy"),
        "printed_on": day_words(wareki(content.printed_on, weekday=False), easy=style == "easy"),
    }
    title = f"{without_readings(words.title)} {content.agency_name}"
    return render_pdf("documents/consent_form.html", context, title=title, pages=2)


class _Drawn:
    """The words with their readings as HTML, asked for by name from the template."""

    def __init__(self, words: ConsentWords, draw: Callable[[str], str] = furigana) -> None:
        self._words, self._draw = words, draw

    def __getitem__(self, name: str) -> str:
        return self._draw(getattr(self._words, name))
