"""How the outcome of a visit looks: an icon and a tone beside its word."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from outreach.models import Outcome, Visit


@dataclass(frozen=True)
class Look:
    """Names of the design system, and the word."""

    icon: str
    tone: str
    word: str


_LOOKS = {
    Outcome.MET: ("check-circle", "success"),
    Outcome.ABSENT: ("door", "warning"),
    Outcome.REFUSED: ("cross", "danger"),
    Outcome.UNKNOWN: ("info", "info"),
}


def look(outcome: str) -> Look:
    """The look of an outcome that is recorded."""
    found = Outcome(outcome)
    return Look(*_LOOKS[found], str(found.label))


@dataclass(frozen=True)
class MadeVisit:
    """A visit that is recorded, with the look of its outcome."""

    visit: Visit
    look: Look

    @classmethod
    def of(cls, visit: Visit) -> "MadeVisit":
        """Of a visit with an outcome."""
        return cls(visit, look(visit.outcome))


def outcome_choices() -> list[tuple[str, SafeString]]:
    """The four large buttons: an icon and the word."""
    return [
        (one.value, SafeString(render_to_string("outreach/outcome_choice.html", {"look": look(one.value)})))
        for one in Outcome
    ]
