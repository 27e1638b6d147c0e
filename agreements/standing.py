"""Where an agreement stands, in a sentence, and the next day that somebody must keep in mind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement, TermNotice
from agreements.rules import Ending, Why, ending_of, next_deadline, term_of
from agreements.terms import DAY

Words = str | Promise


@dataclass(frozen=True)
class Standing:
    """`key` names it for code; `next_on` with what happens then, where there is such a day."""

    key: str
    is_in_force: bool
    sentence: Words
    tone: str
    next_on: date | None = None
    next_words: Words = ""
    last: date | None = None


@dataclass(frozen=True)
class KeyDay:
    """A day to keep in mind; `code` names why."""

    day: date
    code: str

    @property
    def words(self) -> Words:
        """What happens, or what can be done, on that day."""
        return _DAYS[self.code]


_DAYS: dict[str, Words] = {
    "opinions": _("opinions of the parties are due"),
    "starts": _("comes into force"),
    "deadline": _("last day to give notice that it shall not renew itself"),
    "renews": _("this term ends, and a new one begins"),
    "ends": _("last day in force"),
}
_DROPPED = Standing("dropped", False, _("Given up before it was signed."), "neutral")
_DRAFT = Standing("draft", False, _("Draft. It binds nobody."), "warning")
_OPEN = Standing("in_force", True, _("In force, without an end."), "success")
_LEAVING: dict[Why, tuple[str, Words]] = {
    Why.LAPSE: ("in_force", _("In force. It does not renew itself.")),
    Why.NO_RENEWAL: ("leaving", _("In force for the last term: notice was given that it shall not renew itself.")),
    Why.TERMINATION: ("leaving", _("In force until its last day: it was terminated.")),
    Why.SUCCESSOR: ("leaving", _("In force until another takes its place.")),
}
_GONE: dict[Why, tuple[str, Words]] = {
    Why.LAPSE: ("lapsed", _("Lapsed with its last day. Agree on a new one before you rely on it.")),
    Why.NO_RENEWAL: ("ended", _("Ended: it was not renewed.")),
    Why.TERMINATION: ("ended", _("Ended: it was terminated.")),
    Why.SUCCESSOR: ("followed", _("Another has taken its place.")),
}


def standing(
    agreement: Agreement, on: date, notices: Iterable[TermNotice] = (), successor: Agreement | None = None
) -> Standing:
    """Pure. `notices` and `successor` are all that there are: see `agreements.access.standing_of`."""
    notices = list(notices)
    if agreement.dropped_at is not None:
        return _DROPPED
    if agreement.signed_on is None or agreement.in_force_from is None:
        return _unsigned(agreement)
    ending = ending_of(agreement, notices, successor)
    if ending is not None and on > ending.last:
        return _gone(ending)
    if on < agreement.in_force_from:
        words = _("Signed, and not in force yet.")
        return Standing("signed", False, words, "info", agreement.in_force_from, _DAYS["starts"])
    return _in_force(agreement, on, notices, successor)


def _unsigned(agreement: Agreement) -> Standing:
    if agreement.review_sent_at is None:
        return _DRAFT
    words = pgettext_lazy("agreement", "With the parties for their opinion. It binds nobody yet.")
    due = agreement.review_due_on
    return Standing("review", False, words, "info", due, _DAYS["opinions"] if due else "")


def _gone(ending: Ending) -> Standing:
    key, words = _GONE[ending.why]
    return Standing(key, False, words, "neutral" if key == "followed" else "danger", last=ending.last)


def _in_force(agreement: Agreement, on: date, notices: list[TermNotice], successor: Agreement | None) -> Standing:
    term = term_of(agreement, notices, successor, on)
    if term is None or term.last is None:
        return _OPEN
    if term.ending is not None:
        key, words = _LEAVING[term.ending.why]
        return Standing(
            key, True, words, "success" if key == "in_force" else "warning", term.last, _DAYS["ends"], term.last
        )
    words = _("In force. It renews itself.")
    if term.deadline is not None and on <= term.deadline:
        return Standing("in_force", True, words, "success", term.deadline, _DAYS["deadline"], term.last)
    return Standing("in_force", True, words, "success", term.last, _DAYS["renews"], term.last)


def days_ahead(
    agreement: Agreement, notices: Iterable[TermNotice], successor: Agreement | None, first: date, last: date
) -> list[KeyDay]:
    """Every day to keep in mind from `first` to `last`, in order. Pure."""
    notices = list(notices)
    found = [KeyDay(*one) for one in _days(agreement, notices, successor, first, last)]
    return sorted((one for one in found if first <= one.day <= last), key=lambda one: (one.day, one.code))


def _days(
    agreement: Agreement, notices: list[TermNotice], successor: Agreement | None, first: date, last: date
) -> Iterable[tuple[date, str]]:
    if agreement.dropped_at is not None:
        return
    if agreement.signed_on is None or agreement.in_force_from is None:
        if agreement.review_sent_at is not None and agreement.review_due_on is not None:
            yield agreement.review_due_on, "opinions"
        return
    yield agreement.in_force_from, "starts"
    ending = ending_of(agreement, notices, successor)
    if ending is not None:
        yield ending.last, "ends"
    yield from _terms_between(agreement, notices, successor, first, last)


def _terms_between(
    agreement: Agreement, notices: list[TermNotice], successor: Agreement | None, first: date, last: date
) -> Iterable[tuple[date, str]]:
    """Ends of terms that go on, and deadlines: a deadline may lie in the term before its own."""
    day: date | None = max(first, agreement.in_force_from or first)
    while day is not None and day <= last:
        term = term_of(agreement, notices, successor, day)
        if term is None or term.last is None or term.ending is not None:
            break
        yield term.last, "renews"
        day = term.last + DAY
    deadline = next_deadline(agreement, notices, successor, first)
    while deadline is not None and deadline <= last:
        yield deadline, "deadline"
        deadline = next_deadline(agreement, notices, successor, deadline + DAY)
