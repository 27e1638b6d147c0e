"""The parts of a leaflet's words that an agency may write anew, in the order in which they are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.leaflet_words import Labelled, LeafletWords

#: field of LeafletWords → how it is called
PARTS: dict[str, str | Promise] = {
    "title": _("Title"),
    "headline": _("Headline, line"),
    "lead": _("Below the headline, line"),
    "promises": _("What can be counted on"),
    "phone_label": _("Above the telephone number"),
    "no_phone": _("For whom calling is hard"),
    "flow_heading": _("Heading: after getting in touch"),
    "flow": _("After getting in touch"),
    "topics_heading": _("Heading: what people talk about"),
    "topics": _("What people talk about"),
    "support_heading": _("Heading: some of the help"),
    "support": _("Some of the help"),
    "support_note": _("Note below the help"),
    "bring_heading": _("Heading: what to bring"),
    "bring": _("What to bring"),
    "stop_heading": _("Heading: a stop date"),
    "stop": _("If there is a stop date"),
    "danger": _("If life is in danger"),
    "code_note": _("About the code"),
}


@dataclass(frozen=True)
class Slot:
    """One text to type: its place in the words, how it is called, what Tsunagi says there."""

    name: str
    part: str
    label: str
    stock: str


def slots(words: LeafletWords) -> Iterator[Slot]:
    """All of them, in order."""
    for part, label in PARTS.items():
        value = getattr(words, part)
        if isinstance(value, str):
            yield Slot(part, part, str(label), value)
        else:
            for number, one in enumerate(value, start=1):
                yield from _numbered(part, f"{label} {number}", number, one)


def _numbered(part: str, label: str, number: int, value: Any) -> Iterator[Slot]:
    if isinstance(value, Labelled):
        yield Slot(f"{part}-{number}-label", part, f"{label} {_('(short)')}", value.label)
        yield Slot(f"{part}-{number}-text", part, label, value.text)
    else:
        yield Slot(f"{part}-{number}", part, label, value)


def typed_words(stock: LeafletWords, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as `LeafletText.words` keeps it: whole parts, and those only that say something else."""
    changed: dict[str, Any] = {}
    for part in PARTS:
        value = getattr(stock, part)
        if isinstance(value, str):
            now: Any = typed.get(part) or value
            before: Any = value
        elif isinstance(value[0], Labelled):
            before = [[one.label, one.text] for one in value]
            now = [_pair(part, number, one, typed) for number, one in enumerate(value, start=1)]
        else:
            before = list(value)
            now = [typed.get(f"{part}-{number}") or one for number, one in enumerate(value, start=1)]
        if now != before:
            changed[part] = now
    return changed


def _pair(part: str, number: int, one: Labelled, typed: Mapping[str, str]) -> list[str]:
    return [typed.get(f"{part}-{number}-label") or one.label, typed.get(f"{part}-{number}-text") or one.text]


@dataclass(frozen=True)
class Difference:
    """One text that two wordings say otherwise."""

    label: str
    before: str
    after: str


def differences(before: LeafletWords, after: LeafletWords) -> list[Difference]:
    """In the order in which they are read."""
    pairs = zip(slots(before), slots(after), strict=True)
    return [Difference(old.label, old.stock, new.stock) for old, new in pairs if old.stock != new.stock]
