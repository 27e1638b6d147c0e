"""A report as a caseworker reads it: every field as received, and the ground in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from consent.gate import Refusal
from japanese.dates import age_on, today
from japanese.display import long_day
from organizations.models import Utility
from referrals.clock import stop_words
from referrals.models import Referral

Row = tuple[str | Promise, str]


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
    ]


def _with_age(born: date) -> str:
    return _("%(day)s (%(age)s years old)") % {"day": long_day(born), "age": age_on(born, today())}


def supply_rows(referral: Referral) -> list[Row]:
    """The supply and its clock."""
    stop = referral.scheduled_stop_on
    yen, months = referral.arrears_yen, referral.arrears_months
    return [
        (_("kind of supply"), referral.get_supply_kind_display()),
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
    """Who sent it."""
    return [
        (_("how it came"), referral.get_channel_display()),
        (_("who told us"), str(referral.get_source_display()) if not referral.utility else ""),
        (_("company"), referral.utility.name if referral.utility else ""),
        (_("name"), referral.source_name),
        (_("telephone"), referral.source_phone),
        (_("in their own words"), referral.caller_words),
        (_("office"), referral.office.name if referral.office else ""),
        (_("telephone of the office"), referral.office.phone if referral.office else ""),
        (_("receipt number"), referral.receipt_number),
    ]


def summary(referral: Referral) -> str:
    """One line for a list: the supply, who reports, the stop date or the arrears."""
    words = [word for word in (referral.get_supply_kind_display(), referral.sender_name) if word]
    if referral.scheduled_stop_on:
        words.append(_("stop %(day)s") % {"day": stop_words(referral.scheduled_stop_on, referral.stop_basis)})
    elif referral.arrears_months:
        words.append(_("%(n)s months in arrears") % {"n": referral.arrears_months})
    return " ・ ".join(words)
