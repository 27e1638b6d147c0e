"""The words of the consent form (同意書): plain Japanese, and easy Japanese with readings.

Nothing is promised that the software does not do: what is not ticked is refused, a withdrawal holds at
once, what was told before stays on record. The keys of items and purposes are those of the vocabulary
of crossings, which this app may not import; a test holds them together.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A heading and what is told below it."""

    heading: str
    text: str


@dataclass(frozen=True)
class ConsentWords:
    """Every word of the form that does not come from the agency. Readings stand in 《》 (see documents.furigana)."""

    title: str
    kept_by: tuple[str, str]
    agree: str
    rule: str
    items_heading: str
    items: Mapping[str, str]
    recipients_heading: str
    other_recipient: str
    purposes_heading: str
    purposes: Mapping[str, str]
    until_heading: str
    until_year: str
    until_day: str
    until_withdrawn: str
    signed_on: str
    signature: str
    address: str
    proxy: str
    explained_by: str
    case_number: str
    two_copies: str
    explanation_title: str
    explanations: tuple[Told, ...]
    contact_heading: str
    hours: str
    closed: str
    law_heading: str
    law_note: str
    law_unchecked: str
