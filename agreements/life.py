"""An agreement's life as a line of steps: draft, opinions, signed, in force, and what comes after. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.access import facts_of
from agreements.models import Agreement
from agreements.rules import Why, ending_of, term_of

_ENDS: dict[Why, str | Promise] = {
    Why.LAPSE: _("lapses"),
    Why.NO_RENEWAL: _("ends, not renewed"),
    Why.TERMINATION: _("ends, terminated"),
    Why.SUCCESSOR: _("followed by another"),
}


@dataclass(frozen=True)
class Step:
    """`state`: done, current or todo; `on` is its day, where it is known."""

    label: str | Promise
    state: str
    on: date | None = None


def life_of(agreement: Agreement, today: date) -> list[Step]:
    """Four or five steps; the current one is where it stands today."""
    if agreement.dropped_at is not None:
        return [Step(_("Draft"), "done"), Step(_("given up"), "current")]
    signed, review = agreement.signed_on is not None, agreement.review_sent_at is not None
    steps = [
        Step(_("Draft"), "done" if signed or review else "current"),
        Step(_("Opinions of the parties"), "done" if signed else "current" if review else "todo"),
    ]
    return [*steps, *_after(agreement, today, signed)]


def _after(agreement: Agreement, today: date, signed: bool) -> list[Step]:
    facts = facts_of(agreement)
    first = agreement.in_force_from
    runs = term_of(agreement, *facts, today) is not None
    waits = signed and first is not None and today < first
    over = signed and not runs and not waits
    steps = [
        Step(
            pgettext_lazy("step", "Signed"), "current" if waits else "done" if signed else "todo", agreement.signed_on
        ),
        Step(_("In force"), "current" if runs else "done" if over else "todo", first),
    ]
    return [*steps, _end(agreement, today, over)]


def _end(agreement: Agreement, today: date, over: bool) -> Step:
    facts = facts_of(agreement)
    ending = ending_of(agreement, *facts) if agreement.signed_on else None
    state = "current" if over else "todo"
    if ending is not None:
        return Step(_ENDS[ending.why], state, ending.last)
    term = term_of(agreement, *facts, today)
    if agreement.renews_itself and agreement.in_force_until is not None:
        return Step(_("renews itself"), state, term.last if term else None)
    return Step(_("without an end") if agreement.in_force_until is None else _("lapses"), state)
