"""封をした通報: what a sealed report no longer shows to anybody, and why it was sealed."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.models import SEALING_REASONS, CloseReason, Referral, Retraction, RetractReason
from referrals.report import HouseholdStated

if TYPE_CHECKING:
    from referrals.models import Triage

#: What was told of the household, and by whom where that is nobody with an entry here.
CONTENT = (*HouseholdStated.__dataclass_fields__, "source_name", "source_phone", "caller_words")
#: Stands in place of the name.
NAME = _("(sealed)")


def nothing() -> dict[str, Any]:
    """The content's columns, each as it is when nobody has stated anything."""
    columns = [Referral._meta.get_field(name) for name in CONTENT]
    return {column.name: None if column.null else column.get_default() for column in columns}  # type: ignore[union-attr]  # they are columns


def content_of(referral: Referral) -> dict[str, Any]:
    """What the report says, under the names of its columns."""
    return {name: getattr(referral, name) for name in CONTENT}


def as_json(content: dict[str, Any]) -> bytes:
    """To be encrypted."""
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def is_hidden(triage: "Triage") -> bool:
    """Whether nobody may read the report: sealed, or taken back for a reason for which it is about to be."""
    return _hides(triage, getattr(triage.referral, "retraction", None))


def _hides(triage: "Triage", retraction: Retraction | None) -> bool:
    return triage.sealed_at is not None or (retraction is not None and retraction.reason in SEALING_REASONS)


def conceal_hidden(rows: Iterable[Any]) -> None:
    """Rows of a query on triage, as far as they came with their report; asks the database for nothing more."""
    for row in rows:
        known = getattr(row, "_state", None)
        referral = known.fields_cache.get("referral") if known else None
        if referral and _hides(row, referral._state.fields_cache.get("retraction")):
            conceal(referral)


def conceal(referral: Referral) -> None:
    """Nothing of the content in this object any more, whatever the database still holds for a moment."""
    for name, value in nothing().items():
        setattr(referral, name, value)
    referral.name = str(NAME)


def because(triage: "Triage") -> str | Promise:
    """Why the report is sealed, in a sentence; empty while it is not."""
    if not is_hidden(triage):
        return ""
    retraction = getattr(triage.referral, "retraction", None)
    if retraction is not None:
        return _RETRACTED.get(retraction.reason, _TAKEN_BACK)
    if triage.close_reason == CloseReason.PASSED_ON:
        return _("It was passed on to the agency in charge, so what it said is no longer read here.")
    if triage.close_reason in (CloseReason.WITHDRAWN, CloseReason.CORRECTED):
        return _TAKEN_BACK
    return _("The review found that the ground did not hold, so we should not have received it.")


_TAKEN_BACK = _("Its sender took it back.")
_RETRACTED = {
    RetractReason.WRONG_PERSON: _("Its sender took it back: it was about somebody else."),
    RetractReason.CONSENT_DOUBTFUL: _("Its sender took it back: the person had not agreed after all."),
}
