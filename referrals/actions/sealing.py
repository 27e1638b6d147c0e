"""封をする: what should not have reached us, or belongs elsewhere, is closed to every reader."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from consent.sealing import take_out_words
from notifications.actions import enqueue
from notifications.models import OutboxKind
from organizations.actors import Actor
from organizations.sealing import seal
from referrals.models import Referral, Triage
from referrals.sealed import as_json, content_of, nothing


@transaction.atomic
def seal_report(*, actor: Actor, triage: Triage) -> None:
    """From this moment nobody reads the report; the worker takes its words out of the tables soon after.

    There is no way back. The same report sealed again is sealed once. A case that was opened for it
    stays the agency's own record.
    """
    locked = Triage.objects.select_for_update(of=("self",)).get(pk=triage.pk, municipality_id=actor.tenant)
    if locked.sealed_at is None:
        locked.sealed_at = timezone.now()
        locked.save()
    triage.sealed_at = locked.sealed_at
    enqueue(
        kind=OutboxKind.SEAL_REPORT,
        key=f"seal:{locked.pk}",
        sender_id=actor.organization_id,
        municipality_id=locked.municipality_id,
        payload={"referral": str(locked.pk)},
    )


@transaction.atomic
def seal_content(referral_id: UUID) -> None:
    """Encrypt what the report and its ground say, and leave nothing of it in any column or history row.

    For the worker's log-in; done again it does nothing.
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral_id)
    if referral.sealed is not None:
        return
    has_case = Triage.objects.filter(pk=referral_id, case__isnull=False).exists()
    content = content_of(referral) | {"grounds": take_out_words(referral.submission, has_case=has_case)}
    Referral.objects.filter(pk=referral_id).update(sealed=seal(as_json(content)), **nothing())
    Referral.history.filter(id=referral_id).update(**nothing())
