"""Where an agreement stands on a day, and the next day that somebody must keep in mind."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement


@dataclass(frozen=True)
class Standing:
    """In force or not, in a sentence; `next_on` with what happens then, where there is such a day."""

    is_in_force: bool
    sentence: str | Promise
    tone: str
    next_on: date | None = None
    next_words: str | Promise = ""


_UNSIGNED = Standing(False, _("Not signed yet. It binds nobody."), "warning")


def standing(agreement: Agreement, on: date) -> Standing:
    """Pure; rule 12: one that renews itself goes on past its end, any other lapses with its last day."""
    since, until = agreement.in_force_from, agreement.in_force_until
    if agreement.signed_on is None or since is None:
        return _UNSIGNED
    if on < since:
        return Standing(False, _("Signed, and not in force yet."), "info", since, _("comes into force"))
    if until is None:
        return Standing(True, _("In force, without an end."), "success")
    if agreement.renews_itself:
        return Standing(
            True,
            _("In force. It renews itself."),
            "success",
            _anniversary(until, on),
            _("this term ends, and a new one begins"),
        )
    if on <= until:
        return Standing(True, _("In force. It does not renew itself."), "success", until, _("ends with this day"))
    return Standing(False, _("Not in force any more. Agree on a new one before you rely on it."), "danger")


def _anniversary(until: date, on: date) -> date:
    """The first end of a yearly term on or after `on`; 29 February ends on the 28th in other years."""
    year = max(until.year, on.year)
    return next(day for day in (_in_year(until, year), _in_year(until, year + 1)) if day >= on)


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
