"""The receipt for a person who took a consent back (撤回の控え): when, how, what exactly, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from documents.calendar_readings import day_words, hours_line
from documents.consent_words import ConsentWords, easy, ja
from documents.errors import UnknownLanguage
from documents.furigana import furigana, without_readings
from documents.rendering import render_pdf
from documents.withdrawal_words import EASY, PLAIN, WithdrawalWords
from japanese.dates import wareki

#: The vocabulary of the consent form, so that the person meets the same words again.
STYLES: dict[str, tuple[WithdrawalWords, ConsentWords]] = {"plain": (PLAIN, ja.WORDS), "easy": (EASY, easy.WORDS)}


@dataclass(frozen=True)
class WithdrawalContent:
    """What differs from receipt to receipt.

    `items`, `purposes`, `via` and `means` are keys of the vocabulary, `via` blank where it is not known; both moments are local; `provisions`
    are (statute, article, text) in force on the day of the withdrawal.
    """

    agency_name: str
    municipality_name: str
    desk_name: str
    phone: str
    fax: str
    hours: Sequence[tuple[str, str]]
    closed_text: str
    number: str
    name: str = field(repr=False)
    withdrawn_at: datetime
    via: str
    given_at: datetime
    means: str
    items: Sequence[str]
    recipients: Sequence[str]
    purposes: Sequence[str]
    issued_on: date
    provisions: Sequence[tuple[str, str, str]]
    unchecked: bool


def withdrawal_receipt_pdf(content: WithdrawalContent, *, style: str = "plain") -> bytes:
    """One page of A4, or two where much was agreed to: nobody may be left without it. Raises UnknownLanguage for another style."""
    if style not in STYLES:
        raise UnknownLanguage(style)
    words, vocabulary = STYLES[style]
    is_easy = style == "easy"
    context = {
        "content": content,
        "style": style,
        "w": {name: furigana(text) for name, text in vars(words).items() if isinstance(text, str)},
        "means": furigana(words.means[content.means]),
        "via": furigana(words.via.get(content.via, "")),
        "items": [furigana(vocabulary.items[key]) for key in content.items],
        "purposes": [furigana(vocabulary.purposes[key]) for key in content.purposes],
        "follows": [furigana(one) for one in words.follows],
        "withdrawn": day_words(_moment(content.withdrawn_at), easy=is_easy),
        "given": day_words(_moment(content.given_at), easy=is_easy),
        "issued_on": day_words(wareki(content.issued_on, weekday=False), easy=is_easy),
        "hours": hours_line(content.hours, content.closed_text, vocabulary.closed, easy=is_easy),
    }
    title = f"{without_readings(words.title)} {content.agency_name}"
    return render_pdf("documents/withdrawal_receipt.html", context, title=title)


def _moment(at: datetime) -> str:
    """令和8年11月24日（火） 9時05分."""
    return f"{wareki(at.date())} {at.hour}時{at.minute:02d}分"
