"""変更協定書 with its table of old and new texts, and the notice that an agreement ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.agreement import PARTY_SIGNS, UNSIGNED, party_signs
from documents.rendering import render_pdf
from japanese.dates import wareki

#: (kind, text): "same", "out" or "in"; what is not the same is underlined.
Marks = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ChangeRow:
    """One part before and after; a side without words says that there is nothing there."""

    old_name: str
    new_name: str
    rows: Sequence[tuple[Marks, Marks]]


@dataclass(frozen=True)
class ChangeContent:
    """The words of a change agreement. ``parties`` as in `AgreementContent`; ``in_force_from`` None leaves it open."""

    title: str
    number: str
    municipality_name: str
    changed_title: str
    changed_number: str
    changed_signed_on: date
    parties: Sequence[tuple[str, str, str, str]]
    rows: Sequence[ChangeRow]
    closing: str
    signed_on: date | None = None
    in_force_from: date | None = None
    is_draft: bool = False


def change_pdf(content: ChangeContent) -> bytes:
    """A4 in Mincho; drawn with the same styles as the agreement itself."""
    context = {
        "content": content,
        "parties": list(zip(party_signs(len(content.parties)), content.parties, strict=True)),
        "many": len(content.parties) > len(PARTY_SIGNS),
        "date": UNSIGNED if content.signed_on is None else wareki(content.signed_on, weekday=False),
        "changed_on": wareki(content.changed_signed_on, weekday=False),
        "from": wareki(content.in_force_from, weekday=False) if content.in_force_from else UNSIGNED,
    }
    return render_pdf("documents/agreement_change.html", context, title=f"{content.title} {content.number}")


@dataclass(frozen=True)
class EndContent:
    """解約・満了通知書: from one party to all others."""

    heading: str
    number: str
    issued_on: date
    sender: tuple[str, str, str]
    receivers: Sequence[str]
    agreement_title: str
    agreement_number: str
    signed_on: date
    received_on: date
    ends_on: date
    words: str
    reason: str


def end_pdf(content: EndContent) -> bytes:
    """One letter on A4."""
    context = {
        "content": content,
        "issued": wareki(content.issued_on, weekday=False),
        "signed": wareki(content.signed_on, weekday=False),
        "received": wareki(content.received_on, weekday=False),
        "ends": wareki(content.ends_on, weekday=False),
    }
    return render_pdf("documents/agreement_end.html", context, title=f"{content.heading} {content.number}")
