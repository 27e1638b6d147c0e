"""What every decision on a report begins and ends with."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from referrals.errors import ReferralRefusal
from referrals.models import Referral, Retraction, Triage, TriageStatus


def lock_new(actor: Actor, triage: Triage) -> Triage:
    """The report, locked, while nobody has decided on it; ReferralRefusal otherwise."""
    locked = (
        Triage.objects.select_for_update(of=("self",))
        .select_related("referral__agency", "referral__utility", "referral__office")
        .get(pk=triage.pk, municipality_id=actor.tenant)
    )
    if locked.status != TriageStatus.NEW:
        raise ReferralRefusal(
            "already_decided", _("Somebody has dealt with this report already. Reload the page to see how.")
        )
    _require_readable(locked)
    return locked


def _require_readable(locked: Triage) -> None:
    if locked.sealed_at is not None:
        raise ReferralRefusal("sealed", _("This report is sealed. Nothing more can be done with it."))
    if Retraction.objects.filter(referral_id=locked.pk).exists():
        raise ReferralRefusal("withdrawn", _("Its sender has withdrawn this report. Nothing more is to be done."))
    if Referral.objects.filter(corrects_id=locked.pk).exists():
        raise ReferralRefusal("corrected", _("Its sender has corrected this report. Go on with the newer one."))


def decided(actor: Actor, locked: Triage) -> None:
    """Keep the decision with who made it, and when."""
    locked.decided_by_id, locked.decided_at = actor.user_id, timezone.now()
    locked.save()
