"""The signed form of a consent, handed in by the company that took it, after the report."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.errors import ConsentRefusal
from consent.evidence import CheckedFile
from consent.sealing import is_sealed
from consent.taking import send_evidence
from organizations.actors import Actor
from referrals.access import access_report
from referrals.access_afterwards import own_consent
from referrals.crossings import evidence_crossing
from referrals.errors import ReferralRefusal
from referrals.models import Referral
from referrals.standing import Standing, standing_of

#: Nobody reads a report that stands otherwise, so nothing is added to it.
PROVABLE = frozenset({Standing.RECEIVED, Standing.ASKED_BACK, Standing.HANDLING, Standing.CLOSED})


@transaction.atomic
def hand_in_form(*, actor: Actor, referral: Referral, files: Iterable[CheckedFile]) -> int:
    """Send each file through the gate; how many were new. All or none.

    LegallyRefused where the consent no longer holds; ReferralRefusal where the report no longer stands.
    """
    now_standing = access_report(actor, referral.receipt_number)
    consent, utility = own_consent(actor, referral), referral.utility
    if standing_of(now_standing) not in PROVABLE or consent is None or utility is None or is_sealed(consent):
        raise ReferralRefusal("not_open", _("This report is no longer open, so nothing can be added to it."))
    try:
        return sum(
            send_evidence(
                actor=actor, consent=consent, crossing=evidence_crossing(referral, utility, timezone.now()), file=file
            )
            for file in files
        )
    except ConsentRefusal as refusal:
        raise ReferralRefusal(refusal.code, refusal.sentence) from refusal
