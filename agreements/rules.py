"""Where an agreement stands on a day: the only place that decides. Pure; every day is a whole day in Japan.

An agreement runs in terms. The first one ends with `in_force_until`; one that renews itself has a further term of
`renewal_months` after each, unless a notice of non-renewal was received on or before the deadline of that term
(rule 12). A late one counts for the next term. Any other lapses with its last day. A notice of termination ends it
with the day that it names, and a successor takes its place on its own first day, whichever comes first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.models import Agreement, NoticeKind, PeriodUnit, TermNotice
from agreements.terms import DAY, days_before, end_of_term


class Why(StrEnum):
    """Why an agreement ends."""

    LAPSE = "lapse"
    NO_RENEWAL = "no_renewal"
    TERMINATION = "termination"
    SUCCESSOR = "successor"


@dataclass(frozen=True)
class Ending:
    """The last day in force, and why it is the last."""

    last: date
    why: Why


@dataclass(frozen=True)
class Term:
    """The term of a day, the day within it. `last` is None without an end, `deadline` where no notice can be given.

    `ending` is there where this is the last term.
    """

    first: date
    last: date | None
    deadline: date | None
    ending: Ending | None


def standing_notices(notices: Iterable[TermNotice]) -> list[TermNotice]:
    """Those that were not taken back."""
    return [notice for notice in notices if notice.taken_back_at is None]


def ending_of(agreement: Agreement, notices: Iterable[TermNotice], successor: Agreement | None) -> Ending | None:
    """The last day in force as it is known; None where nothing ends it. May lie before the first day: never in force."""
    ends = [_lapse(agreement), _followed(successor)]
    ends += [_by_notice(agreement, notice) for notice in standing_notices(notices)]
    known = [one for one in ends if one is not None]
    # Of two on the same day the named cause stands before the mere end of the term.
    return min(known, key=lambda one: (one.last, one.why == Why.LAPSE), default=None)


def _lapse(agreement: Agreement) -> Ending | None:
    if agreement.renews_itself or agreement.in_force_until is None:
        return None
    return Ending(agreement.in_force_until, Why.LAPSE)


def _followed(successor: Agreement | None) -> Ending | None:
    if successor is None or successor.signed_on is None or successor.in_force_from is None:
        return None
    return Ending(successor.in_force_from - DAY, Why.SUCCESSOR)


def _by_notice(agreement: Agreement, notice: TermNotice) -> Ending | None:
    if notice.kind == NoticeKind.TERMINATION:
        return Ending(notice.ends_on, Why.TERMINATION)
    last = last_day_after_notice(agreement, notice.received_on)
    return Ending(last, Why.NO_RENEWAL) if last else None


def last_day_after_notice(agreement: Agreement, received_on: date) -> date | None:
    """With which term it ends if notice of non-renewal is received on this day; None where it does not renew itself."""
    if not agreement.renews_itself or agreement.in_force_until is None:
        return None
    in_time = (last for _first, last in _terms(agreement) if received_on <= deadline_of(agreement, last))
    return next(in_time, None)


def deadline_of(agreement: Agreement, last: date) -> date:
    """The last day on which notice of non-renewal can be received for the term that ends with `last`."""
    in_months = agreement.notice_unit == PeriodUnit.MONTHS
    return days_before(last, agreement.notice_period, in_months=in_months)


def _terms(agreement: Agreement) -> Iterator[tuple[date, date]]:
    """First and last day of each term of one that renews itself, without end."""
    first, last = agreement.in_force_from, agreement.in_force_until
    if first is None or last is None:
        return
    yield first, last
    renewal = last + DAY
    months = 0
    while True:
        months += agreement.renewal_months
        following = last + DAY
        last = end_of_term(renewal, months)
        yield following, last


def is_in_force(agreement: Agreement, notices: Iterable[TermNotice], successor: Agreement | None, on: date) -> bool:
    """Signed, begun, and not past its last day (rules 11 and 12)."""
    return term_of(agreement, notices, successor, on) is not None


def term_of(agreement: Agreement, notices: Iterable[TermNotice], successor: Agreement | None, on: date) -> Term | None:
    """The term in which `on` lies; None where it is not in force on that day."""
    first = agreement.in_force_from
    if agreement.signed_on is None or first is None or on < first:
        return None
    ending = ending_of(agreement, notices, successor)
    if ending is not None and on > ending.last:
        return None
    first, last = _natural(agreement, first, on)
    if ending is not None and (last is None or ending.last <= last):
        return Term(first, ending.last, None, ending)
    deadline = deadline_of(agreement, last) if last is not None and agreement.renews_itself else None
    return Term(first, last, deadline, None)


def _natural(agreement: Agreement, first: date, on: date) -> tuple[date, date | None]:
    """The term of a day as if nothing ended it."""
    if agreement.in_force_until is None or not agreement.renews_itself:
        return first, agreement.in_force_until
    return next((start, last) for start, last in _terms(agreement) if on <= last)


def next_deadline(
    agreement: Agreement, notices: Iterable[TermNotice], successor: Agreement | None, on: date
) -> date | None:
    """The next day up to which notice of non-renewal is in time, of this term or the next; None where none will come."""
    ending = ending_of(agreement, notices, successor)
    if agreement.signed_on is None or not agreement.renews_itself or agreement.in_force_until is None:
        return None
    for _first, last in _terms(agreement):
        if ending is not None and ending.last <= last:
            return None
        if on <= (deadline := deadline_of(agreement, last)):
            return deadline
    return None
