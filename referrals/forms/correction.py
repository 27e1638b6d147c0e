"""A report that is sent again, put right: the answers made of it; and the reason why one is taken back."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Consent, ProtectionGround
from consent.vocabulary import Route
from referrals.access_afterwards import SentBefore
from referrals.forms.household import HouseholdForm
from referrals.models import Referral, RetractReason, StopBasis

#: The field in which the pages of a report carry the number of the one that they correct.
CORRECTS = "corrects"


class RetractForm(forms.Form):
    """取下げの理由. A closed list: there is no place for a word about a household."""

    reason = forms.ChoiceField(
        label=_("Why do you take it back?"),
        choices=RetractReason,
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
    )


def answers_of(sent: SentBefore) -> dict[str, list[str]]:
    """As a person would have typed them on the pages of a report."""
    referral = sent.referral
    return {
        CORRECTS: [referral.receipt_number],
        "danger": ["yes" if referral.danger_to_life else "no"],
        "office": [str(referral.office_id or "")],
        "agreement": _typed(referral.agreed_path_id),
        **_household(referral),
        **_consent(sent),
        **_protection(sent.protection),
    }


def _consent(sent: SentBefore) -> dict[str, list[str]]:
    given: Consent | None = sent.consent
    if given is None:
        return {}
    moment = timezone.localtime(given.given_at)
    return {
        "route": [Route.A],
        "given_by": [given.given_by],
        "given_on": [moment.date().isoformat()],
        "given_time": [f"{moment:%H:%M}"] if moment.time() != time.min else [],
        "means": [given.means],
        "taken_by": [given.taken_by],
        "words": [given.words],
        "agreed_items": list(given.items),
        "expires_on": _typed(given.expires_on),
        "to_feedback": _typed(sent.to_feedback),
    }


def _protection(ground: ProtectionGround | None) -> dict[str, list[str]]:
    if ground is None:
        return {}
    names = ("interest", "why_protect", "why_no_consent", "judged_by")
    return {"route": [Route.B], **{name: [getattr(ground, name)] for name in names}}


def _household(referral: Referral) -> dict[str, list[str]]:
    """Every field of the page that is a column of the report. An estimated stop date was notified to nobody."""
    columns = {column.name for column in Referral._meta.get_fields()}
    names = [name for name in HouseholdForm.base_fields if name in columns]
    if referral.stop_basis != StopBasis.NOTIFIED:
        names.remove("scheduled_stop_on")
    return {name: _typed(getattr(referral, name)) for name in names}


def _typed(value: Any) -> list[str]:
    if value in (None, "", False):
        return []
    if value is True:
        return ["on"]
    if isinstance(value, date | datetime):
        return [value.isoformat()]
    return [str(value)]
