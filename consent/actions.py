"""The only writer of disclosures, and the counts of what was refused."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from consent.errors import LegallyRefused
from consent.gate import ConsentFact, Crossing, Facts, Permit, RefusalCode, decide
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from consent.vocabulary import ConsentMeans, Item, Purpose
from organizations.actors import Actor
from organizations.models import Municipality, Office


@dataclass(frozen=True)
class Passed:
    """A permit and the row in the ledger that goes with it."""

    permit: Permit
    disclosure: Disclosure


def cross(*, actor: Actor, crossing: Crossing, facts: Facts, municipality_id: int, sender_name: str = "") -> Passed:
    """Ask the gate and write the ledger; LegallyRefused if the answer is no.

    `sender_name` is for a sender without an entry among the organisations.

    Must run in the transaction in which the data crosses, so that there is never one without the other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A crossing and its disclosure are one transaction.")
    verdict = decide(crossing, facts)
    if not isinstance(verdict, Permit):
        raise LegallyRefused(verdict)
    if crossing.recipient.organization_id is None:
        raise TypeError("nothing crosses to who has no entry here")
    disclosure = Disclosure.objects.create(
        municipality_id=municipality_id,
        kind=crossing.kind,
        route=verdict.route,
        sender_id=crossing.sender.organization_id,
        sender_kind=crossing.sender.kind,
        sender_name=sender_name,
        recipient_id=crossing.recipient.organization_id,
        subject=_stored_subject(crossing.subject),
        items=sorted(verdict.items),
        purpose=crossing.purpose,
        provision=verdict.provision or "",
        evidence=list(verdict.evidence),
        at=crossing.at,
        user_id=actor.user_id,
        role=actor.role,
    )
    return Passed(verdict, disclosure)


def _stored_subject(subject: Hashable) -> UUID:
    if not isinstance(subject, UUID):
        raise TypeError("a crossing that is written down names its subject by UUID")
    return subject


def count_refusal(*, actor: Actor, code: RefusalCode, office_id: int | None, municipality_id: int | None) -> None:
    """One more refused crossing of this office in this hour for this reason: all that stays of it."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    row, _made = RefusalCount.objects.get_or_create(
        organization_id=actor.organization_id,
        office=Office(pk=office_id) if office_id else None,
        municipality=Municipality(pk=municipality_id) if municipality_id else None,
        hour=hour,
        code=code,
    )
    RefusalCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def fact_of(consent: Consent) -> ConsentFact:
    """A stored consent as the gate reads it."""
    return ConsentFact(
        id=consent.pk or "new",
        subject=consent.subject,
        given_by=consent.given_by,
        given_at=consent.given_at,
        means=ConsentMeans(consent.means) if consent.means else None,
        taken_by=consent.taken_by,
        items=frozenset(Item(item) for item in consent.items),
        recipients=frozenset(consent.recipients),
        purposes=frozenset(Purpose(purpose) for purpose in consent.purposes),
        expires_on=consent.expires_on,
        withdrawn_at=consent.withdrawn_at,
    )


def consents_about(subject: UUID) -> tuple[ConsentFact, ...]:
    """All consents about one report's household, in force or not; the gate sorts them."""
    return tuple(fact_of(consent) for consent in Consent.objects.filter(subject=subject))


def withdraw_consent(*, actor: Actor, consent: Consent, via: str, at: datetime | None = None) -> Consent:
    """撤回: from this moment nothing new crosses; what crossed before stays recorded (rule 10)."""
    locked = Consent.objects.select_for_update().get(pk=consent.pk, municipality_id=actor.tenant)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at or timezone.now()
        locked.withdrawn_via = via
        locked.save()
    return locked


def review_protection(*, actor: Actor, ground: ProtectionGround, upheld: bool, note: str) -> ProtectionGround:
    """The lead caseworker's review of a report without consent; said once, kept with its history."""
    locked = ProtectionGround.objects.select_for_update().get(pk=ground.pk, municipality_id=actor.tenant)
    if locked.reviewed_at is None:
        locked.reviewed_by_id, locked.reviewed_at = actor.user_id, timezone.now()
        locked.upheld, locked.review_note = upheld, note
        locked.save()
    return locked
