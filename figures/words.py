"""Words of the figures: what each number is called, and what exactly was counted."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.gate import WORDS
from consent.vocabulary import Route
from figures.counting import CodeLine, Line
from organizations.models import UtilityKind
from outreach.models import CallbackOutcome
from referrals.forms.guidance import Channel as GuidanceChannel
from referrals.forms.guidance import language_name
from referrals.models import Channel, CloseReason, Source

Words = str | Promise

#: The four columns of reports: all, and the three into which they part.
STAGES: tuple[Words, ...] = (
    gettext_lazy("Reports"),
    gettext_lazy("Reached support"),
    gettext_lazy("In a case, not reached yet"),
    gettext_lazy("Not taken into a case"),
)
_OUTCOMES: dict[str, Words] = {
    "met_visit": gettext_lazy("Talked with at a visit"),
    "met_note": gettext_lazy("Talked with by telephone, at the counter or elsewhere"),
    "no_contact_open": gettext_lazy("Case open, no talk yet"),
    "no_contact_closed": gettext_lazy("Case closed without a talk"),
    "waiting": gettext_lazy("Not decided yet"),
}
#: Which outcomes make up a stage; what is not named here is of the third.
REACHED = ("met_visit", "met_note", str(CloseReason.PASSED_TO_WELFARE))
TAKEN = ("no_contact_open", "no_contact_closed")
_SET_ASIDE: dict[str, Words] = {
    "withdrawn": gettext_lazy("Taken back by the sender"),
    "corrected": gettext_lazy("Earlier versions, replaced by a correction"),
    "duplicate": gettext_lazy("The same report once more"),
}
_REFUSALS = {str(code): words.sentence for code, words in WORDS.items()}


def channel_words(code: str) -> str:
    """How a report came."""
    return str(Channel(code).label) if code in Channel.values else code


def supply_words(code: str) -> str:
    """Kind of supply."""
    return str(UtilityKind(code).label) if code in UtilityKind.values else _("not stated")


def route_words(code: str) -> str:
    """The lawful ground."""
    return str(Route(code).label) if code in Route.values else code


def outcome_words(code: str) -> str:
    """What came of a report."""
    if code in _OUTCOMES:
        return str(_OUTCOMES[code])
    return str(CloseReason(code).label) if code in CloseReason.values else code


def set_aside_words(code: str) -> str:
    """Why something is not counted as a report."""
    return str(_SET_ASIDE.get(code, code))


def callback_words(code: str) -> str:
    """What came of a call-back."""
    return str(CallbackOutcome(code).label) if code in CallbackOutcome.values else _("not called yet")


def refusal_words(code: str) -> str:
    """The gate's sentence."""
    return str(_REFUSALS.get(code, code))


def guidance_words(code: str) -> str:
    """How a leaflet reached the person."""
    return str(GuidanceChannel(code).label) if code in GuidanceChannel.values else code


def leaflet_language(code: str) -> str:
    """A language as its speakers write it."""
    return language_name(code)


def sender_words(line: Line) -> str:
    """The company, or what kind of sender it was."""
    return line.name or (str(Source(line.key).label) if line.key in Source.values else line.key)


def code_words(line: CodeLine) -> str:
    """Whose leaflets, with the code."""
    whose = " ".join(filter(None, (line.name, line.office))) or _("the agency’s own leaflet")
    return f"{whose} ({line.code})"


def days_words(days: float | None) -> str:
    """「2.5日」; a dash where there is nothing to measure."""
    return _("%(days)s days") % {"days": f"{days:.1f}".removesuffix(".0")} if days is not None else "–"
