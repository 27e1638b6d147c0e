"""What a row that the gate refuses is told: in which column the ground is lacking, and the lawful way instead."""

from django.utils.translation import gettext as _

from consent.gate import Refusal, RefusalCode
from consent.words import listed
from referrals.importing.columns import Name
from referrals.importing.grounds import Seen

_COLUMNS: dict[RefusalCode, Name] = {
    RefusalCode.CONSENT_NOT_YET_GIVEN: Name.CONSENT_ON,
    RefusalCode.ITEMS_NOT_COVERED: Name.CONSENT_ITEMS,
    RefusalCode.NO_PROTECTION_STATEMENT: Name.WHY_PROTECT,
    RefusalCode.PROTECTION_REASON_BLANK: Name.WHY_PROTECT,
    RefusalCode.CONSENT_DIFFICULTY_BLANK: Name.WHY_NO_CONSENT,
    RefusalCode.REQUEST_NOT_FOUND: Name.REQUEST_NUMBER,
}


def refusal_errors(refusal: Refusal, seen: Seen) -> tuple[tuple[str, str, str], ...]:
    """(column, code, message) for each column to look at; in the reader's language."""
    message = _("%(sentence)s %(instead)s") % {"sentence": refusal.sentence, "instead": refusal.instead}
    if refusal.missing_items:
        names = listed(str(item.label) for item in sorted(refusal.missing_items))
        message = _("%(message)s These items: %(items)s.") % {"message": message, "items": names}
    return tuple((column, str(refusal.code), message) for column in _columns(refusal, seen))


def _columns(refusal: Refusal, seen: Seen) -> tuple[Name, ...]:
    if refusal.code is not RefusalCode.CONSENT_INCOMPLETE:
        return (_COLUMNS.get(refusal.code, Name.GROUND),)
    lacking = (
        (seen.giver_says, Name.NAME),
        (seen.means, Name.CONSENT_MEANS),
        (seen.taker == "+", Name.CONSENT_TAKEN_BY),
        (seen.items, Name.CONSENT_ITEMS),
    )
    return tuple(column for there, column in lacking if not there)
