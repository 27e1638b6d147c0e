"""Letters of invitation go through the outbox; the secret in them lies sealed."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from japanese.dates import wareki
from notifications.actions import enqueue
from notifications.models import OutboxKind
from organizations.actions import Letter, invited
from organizations.sealing import seal


@receiver(invited, dispatch_uid="invitation-mail")
def send_letter(letter: Letter, **_kwargs: Any) -> None:
    """One e-mail for each invitation."""
    invitation = letter.invitation
    enqueue(
        kind=OutboxKind.INVITATION_MAIL,
        key=f"invitation:{invitation.digest[:40]}",
        sender_id=invitation.organization_id,
        municipality_id=invitation.municipality_id,
        payload={
            "to": invitation.email,
            "address": seal(letter.address.encode()).decode(),
            "until": wareki(timezone.localdate(invitation.expires_at)),
        },
    )
