"""What the worker does for reports: it alone may change what was sent, and only to close it."""

from uuid import UUID

from notifications.delivery import delivers
from notifications.models import OutboxItem, OutboxKind
from referrals.actions.correcting import follow_sender
from referrals.actions.sealing import seal_content


@delivers(OutboxKind.SEAL_REPORT)
def seal(item: OutboxItem) -> None:
    """Take the words out of the tables."""
    seal_content(UUID(item.payload["referral"]))


@delivers(OutboxKind.RETRACT_REPORT)
def follow(item: OutboxItem) -> None:
    """Close at the agency what its sender took back or corrected."""
    follow_sender(UUID(item.payload["referral"]))
