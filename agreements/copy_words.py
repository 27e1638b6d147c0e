"""A party's copy in words: how it stands, its term, its articles with what was said of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.access_portal import is_open
from agreements.models import PartyCopy, PeriodUnit, ReviewComment, VersionReason
from japanese.display import long_day


@dataclass(frozen=True)
class State:
    """A tag of the design system."""

    label: str
    tone: str
    icon: str = ""


@dataclass(frozen=True)
class ArticleLine:
    """One article as the paper numbers it."""

    number: int
    heading: str
    paragraphs: list[str]
    comments: list[ReviewComment]


def state_of(copy: PartyCopy, on: date, has_opinion: bool | None = None) -> State:
    """How a copy stands for its party."""
    answered = getattr(copy, "has_opinion", False) if has_opinion is None else has_opinion
    if copy.reason == VersionReason.SIGNED:
        return State(pgettext("state of a copy", "signed"), "success", "check")
    if not is_open(copy):
        return State(pgettext("state of a copy", "closed"), "neutral", "lock")
    if answered:
        return State(_("you have answered"), "info", "check")
    if copy.due_on is not None and copy.due_on < on:
        return State(_("the day for your answer has passed"), "danger")
    return State(_("waits for your answer"), "warning")


def articles_of(content: Mapping[str, Any], comments: Iterable[ReviewComment]) -> list[ArticleLine]:
    """In the order of the paper."""
    said = list(comments)
    return [
        ArticleLine(number, one["heading"], one["paragraphs"], [c for c in said if c.article == number])
        for number, one in enumerate(content["articles"], start=1)
    ]


def term_in_words(term: Mapping[str, Any]) -> list[str]:
    """From when, until when, and how it goes on."""
    words = [
        _("in force from %(day)s") % {"day": _day(term["from"])} if term.get("from") else _("in force from: open yet")
    ]
    if term.get("until"):
        words.append(_("first term until the end of %(day)s") % {"day": _day(term["until"])})
    if term.get("renews_itself"):
        unit = PeriodUnit(term["notice_unit"]).label
        stated = {"months": term["renewal_months"], "n": term["notice_period"], "unit": unit}
        words.append(
            _("renews itself for %(months)s months each time, unless somebody gives notice %(n)s %(unit)s before")
            % stated
        )
    return words


def _day(text: str) -> str:
    return long_day(date.fromisoformat(text))
