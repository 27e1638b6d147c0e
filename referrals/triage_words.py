"""A report as a caseworker reads it: every field as received, and the ground in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from consent.gate import Refusal
from japanese.dates import age_on, today
from japanese.display import long_day
from organizations.models import Utility
from referrals.clock import stop_words
from referrals.models import CloseReason, Referral, Reply, ReplyDetail, Triage, TriageStatus
from referrals.sealed import is_hidden

Row = tuple[str | Promise, str]


@dataclass(frozen=True)
class ReplyLine:
    """What the sender was told of its report, when and by whom."""

    at: datetime
    message: str
    details: list[str]
    by: str


@dataclass(frozen=True)
class State:
    """How a report stands, in a word with its tone; `is_open` while somebody can still decide."""

    label: str
    tone: str
    is_open: bool


def state_of(triage: Triage) -> State:
    """What its sender did since, then what was decided. The report comes with its retraction."""
    referral = triage.referral
    if is_hidden(triage):
        return State(_("sealed"), "neutral", False)
    if getattr(referral, "retraction", None) is not None:
        return State(_("withdrawn by its sender"), "neutral", False)
    if triage.close_reason == CloseReason.CORRECTED or newer_of(referral) is not None:
        return State(_("corrected by its sender"), "neutral", False)
    if triage.status == TriageStatus.NEW:
        return State(str(triage.get_status_display()), "info", True)
    return State(str(triage.get_status_display()), "success", False)


def newer_of(referral: Referral) -> Referral | None:
    """The correction that has taken the report's place; asks nothing where the report came with its corrections."""
    return next(iter(referral.corrections.all()), None)


def reply_lines(referral: Referral) -> list[ReplyLine]:
    """The latest first; the report comes with its replies."""
    rows = sorted(referral.replies.all(), key=lambda reply: reply.at, reverse=True)
    return [
        ReplyLine(row.at, _message(row), [str(ReplyDetail(one).label) for one in row.details], row.by.name)
        for row in rows
    ]


def _message(reply: Reply) -> str:
    words = str(reply.get_code_display())
    return _("%(message)s (%(agency)s)") % {"message": words, "agency": reply.agency.name} if reply.agency else words


@dataclass(frozen=True)
class FeedbackWords:
    """Whether the company will hear what becomes of the report, as the gate says it now."""

    is_told: bool
    sentence: str


NOBODY_TO_TELL = _lazy("Whoever told us has no list of reports here, so nothing is told back.")


def feedback_words(refusal: Refusal | None, utility: Utility) -> FeedbackWords:
    """The gate's answer in a sentence; `refusal` is None where it permits."""
    if refusal is None:
        words = _("%(company)s hears 'being handled' or 'closed' and nothing else; the person agreed to that.")
        return FeedbackWords(True, words % {"company": utility.name})
    words = _("%(company)s hears nothing beyond 'received': %(reason)s")
    return FeedbackWords(False, words % {"company": utility.name, "reason": refusal.sentence})


def person_rows(referral: Referral) -> list[Row]:
    """Who, where, and how to reach them."""
    born = referral.birth_on
    phone = format_html('<a href="tel:{0}">{0}</a>', referral.phone) if referral.phone else ""
    return [
        (_("name"), referral.name),
        (_("name in kana"), referral.kana),
        (_("date of birth"), _with_age(born) if born else ""),
        (_("telephone"), phone),
        (_("postal code"), referral.postal_code),
        (_("address"), referral.address),
        (_("infant in the household"), _("yes") if referral.has_infant else ""),
        (_("illness, or equipment that needs electricity"), _("yes") if referral.has_illness else ""),
        (_("what was noticed"), referral.signs),
        (_("remark"), referral.note),
    ]


def _with_age(born: date) -> str:
    return _("%(day)s (%(age)s years old)") % {"day": long_day(born), "age": age_on(born, today())}


def supply_rows(referral: Referral) -> list[Row]:
    """The supply and its clock."""
    stop = referral.scheduled_stop_on
    yen, months = referral.arrears_yen, referral.arrears_months
    return [
        (_("kind of supply"), referral.get_supply_kind_display()),
        (_("who supplies"), referral.supplier_name),
        (_("customer number"), referral.customer_number),
        (_("supply point number"), referral.supply_point),
        (_("in arrears since"), long_day(referral.arrears_since) if referral.arrears_since else ""),
        (_("months in arrears"), _("%(n)s months") % {"n": months} if months is not None else ""),
        (_("amount in arrears"), _("%(n)s yen") % {"n": f"{yen:,}"} if yen is not None else ""),
        (_("payment deferred until"), long_day(referral.deferred_until) if referral.deferred_until else ""),
        (_("stop notice sent"), long_day(referral.notice_on) if referral.notice_on else ""),
        (_("scheduled stop date"), _("%(day)s, %(basis)s") % _stop(referral) if stop else ""),
    ]


def _stop(referral: Referral) -> dict[str, str]:
    day = referral.scheduled_stop_on
    return {"day": long_day(day) if day else "", "basis": referral.get_stop_basis_display()}


def sender_rows(referral: Referral) -> list[Row]:
    """Who sent it, as far as it is known."""
    rows: list[Row] = [
        (_("how it came"), referral.get_channel_display()),
        (_("who told us"), str(referral.get_source_display()) if not referral.utility else ""),
        (_("company"), referral.utility.name if referral.utility else ""),
        (_("name"), referral.source_name),
        (_("telephone"), referral.source_phone),
        (_("in their own words"), referral.caller_words),
        (_("office"), referral.office.name if referral.office else ""),
        (_("telephone of the office"), referral.office.phone if referral.office else ""),
        (_("by the agreement"), _agreement_of(referral)),
        (_("receipt number"), referral.receipt_number),
    ]
    return [(term, words) for term, words in rows if words]


def _agreement_of(referral: Referral) -> str:
    """It settled the way and the items, and is no ground."""
    path = referral.agreed_path
    return f"{path.agreement_number} {path.agreement_title}" if path else ""


def summary(referral: Referral) -> str:
    """One line for a list: the supply, who reports, the stop date or the arrears."""
    words = [word for word in (referral.get_supply_kind_display(), referral.sender_name) if word]
    if referral.scheduled_stop_on:
        words.append(_("stop %(day)s") % {"day": stop_words(referral.scheduled_stop_on, referral.stop_basis)})
    elif referral.arrears_months:
        words.append(_("%(n)s months in arrears") % {"n": referral.arrears_months})
    return " ・ ".join(words)
