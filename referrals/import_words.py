"""What becomes of a row, what state a list is in, and why a file cannot be read: in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.importing.rows import Fate
from referrals.models import RunState

Words = str | Promise


@dataclass(frozen=True)
class FateWords:
    """A fate as people read it. `key` is what the address says; `count` the name of the run's counter."""

    key: str
    count: str
    label: Words
    short: Words
    icon: str
    tone: str
    note: Words


FATES: dict[Fate, FateWords] = {
    Fate.ACCEPTED: FateWords(
        "good",
        "accepted",
        _("Can be sent"),
        _("can be sent"),
        "check-circle",
        "success",
        _("Goes to the agency in charge."),
    ),
    Fate.INVALID: FateWords(
        "mend", "invalid", _("To be mended"), _("to be mended"), "edit", "warning", _("Something in it cannot be read.")
    ),
    Fate.REFUSED: FateWords(
        "refused",
        "refused",
        _("No lawful ground"),
        _("no lawful ground"),
        "shield",
        "neutral",
        _("Will not be sent. Of these rows only their number is kept."),
    ),
    Fate.DUPLICATE: FateWords(
        "before",
        "duplicates",
        _("Sent before"),
        _("sent before"),
        "copy",
        "neutral",
        _("The same household is not reported twice."),
    ),
}
BY_KEY = {words.key: fate for fate, words in FATES.items()}

STATE_TONES: dict[RunState, str] = {
    RunState.CHECKED: "warning",
    RunState.DONE: "success",
    RunState.UNREADABLE: "danger",
    RunState.DISCARDED: "neutral",
}
