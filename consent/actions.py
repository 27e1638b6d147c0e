"""The only writer of disclosures, and the counts of what was refused."""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from consent.errors import LegallyRefused
from consent.gate import ConsentFact, Crossing, Facts, Permit, RefusalCode, decide
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from consent.reports import consent_was_withdrawn
from consent.reviewing import not_upheld
from consent.vocabulary import ConsentMeans, FailedLimb, Item, Purpose
from organizations.actors import Actor
from organizations.ids import ordered_ids
from organizations.models import Municipality, Office


@dataclass(frozen=True)
class Passed:
    """A permit and the row in the ledger that goes with it."""

    permit: Permit
    disclosure: Disclosure


def cross(
    *,
    actor: Actor,
    crossing: Crossing,
    facts: Facts,
    municipality_id: int,
    sender_name: str = "",
    reference: str = "",
) -> Passed:
    """Ask the gate and write the ledger; LegallyRefused if the answer is no.

    `sender_name` is for a sender without an entry among the organisations; `reference` names the paper by which it crosses.

    Must run in the transaction in which the data crosses, so that there is never one without the other.
    """
    verdict = _permitted(crossing, facts)
    columns = _ledger(actor, crossing, verdict, municipality_id, sender_name)
    disclosure = Disclosure.objects.create(subject=_stored_subject(crossing.subject), reference=reference, **columns)
    return Passed(verdict, disclosure)


@dataclass(frozen=True)
class Alike:
    """Crossings that differ in their subject only, which the gate compares with itself alone: one verdict for all."""

    crossing: Crossing
    facts: Facts
    municipality_id: int


def cross_many(*, actor: Actor, alike: Sequence[Alike], of: Sequence[int], subjects: Sequence[str]) -> list[str]:
    """`cross` for many at once: the subject at each place crosses as `alike[of[place]]`; the ids of the rows in the ledger.

    LegallyRefused, and nothing is written, if the gate refuses one. Subjects and ids are UUIDs in hexadecimal.
    """
    kinds = [
        {"number": number, **_ledger(actor, one.crossing, _permitted(one.crossing, one.facts), one.municipality_id)}
        for number, one in enumerate(alike)
    ]
    ids = ordered_ids(len(subjects))
    columns = [f"{{{','.join(map(str, column))}}}" for column in (ids, subjects, of)]
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(_MANY, [*columns, json.dumps(kinds, default=str)])
    return ids


_MANY = """
INSERT INTO consent_disclosure (
       id, subject, municipality_id, kind, route, sender_id, sender_kind, sender_name, recipient_id, items, purpose,
       provision, evidence, at, user_id, role, reference)
SELECT one.id, one.subject, k.municipality_id, k.kind, k.route, k.sender_id, k.sender_kind, k.sender_name, k.recipient_id,
       k.items, k.purpose, k.provision, k.evidence, k.at, k.user_id, k.role, ''
  FROM unnest(%s::uuid[], %s::uuid[], %s::int[]) WITH ORDINALITY AS one(id, subject, number, place)
  JOIN jsonb_to_recordset(%s::jsonb) AS k(
       number int, municipality_id bigint, kind text, route text, sender_id bigint, sender_kind text, sender_name text,
       recipient_id bigint, items varchar(20)[], purpose text, provision text, evidence jsonb, at timestamptz, user_id bigint,
       role text) USING (number)
 ORDER BY one.place
"""


def _permitted(crossing: Crossing, facts: Facts) -> Permit:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A crossing and its disclosure are one transaction.")
    verdict = decide(crossing, facts)
    if not isinstance(verdict, Permit):
        raise LegallyRefused(verdict)
    return verdict


def _ledger(
    actor: Actor, crossing: Crossing, verdict: Permit, municipality_id: int, sender_name: str = ""
) -> dict[str, Any]:
    """The columns of a disclosure, but for its subject."""
    if crossing.recipient.organization_id is None:
        raise TypeError("nothing crosses to who has no entry here")
    return {
        "municipality_id": municipality_id,
        "kind": crossing.kind,
        "route": verdict.route,
        "sender_id": crossing.sender.organization_id,
        "sender_kind": crossing.sender.kind,
        "sender_name": sender_name,
        "recipient_id": crossing.recipient.organization_id,
        "items": sorted(verdict.items),
        "purpose": crossing.purpose,
        "provision": verdict.provision or "",
        "evidence": list(verdict.evidence),
        "at": crossing.at,
        "user_id": actor.user_id,
        "role": actor.role,
    }


def _stored_subject(subject: Hashable) -> UUID:
    if not isinstance(subject, UUID):
        raise TypeError("a crossing that is written down names its subject by UUID")
    return subject


def count_refusal(
    *, actor: Actor, code: RefusalCode, office_id: int | None, municipality_id: int | None, times: int = 1
) -> None:
    """So many more refused crossings of this office in this hour for this reason: all that stays of them."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    row, _made = RefusalCount.objects.get_or_create(
        organization_id=actor.organization_id,
        office=Office(pk=office_id) if office_id else None,
        municipality=Municipality(pk=municipality_id) if municipality_id else None,
        hour=hour,
        code=code,
    )
    RefusalCount.objects.filter(pk=row.pk).update(count=F("count") + times)


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


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent: Consent, via: str, at: datetime | None = None) -> Consent:
    """撤回: from this moment nothing new crosses; what crossed before stays recorded (rule 10).

    All rows of the same yes are withdrawn with it. A second withdrawal changes nothing. Consent.DoesNotExist for
    another municipality's.
    """
    withdrawn = [row for row in lock_act(actor, consent) if row.withdrawn_at is None]
    for row in withdrawn:
        row.withdrawn_at = at or timezone.now()
        row.withdrawn_via = via
        row.save()
    consent_was_withdrawn(actor, withdrawn)
    return Consent.objects.get(pk=consent.pk, municipality_id=actor.tenant)


def lock_act(actor: Actor, consent: Consent) -> list[Consent]:
    """The rows of one yes, locked, in the order of their keys; the row alone where it was said of one report."""
    same = Q(pk=consent.pk) if consent.act is None else Q(act=consent.act)
    rows = Consent.objects.select_for_update(of=("self",)).filter(same, municipality_id=actor.tenant)
    return list(rows.order_by("pk"))


@transaction.atomic
def review_protection(
    *, actor: Actor, ground: ProtectionGround, upheld: bool, note: str, failed: FailedLimb | None = None
) -> ProtectionGround:
    """The lead caseworker's review of a report without consent; said once, kept with its history.

    Not upheld, it names which of the two reasons `failed`, and what follows is done in the same
    transaction: the report is sealed and its sender told why (see `consent.reviewing`).
    """
    if upheld == bool(failed):
        raise TypeError("a review upholds both reasons or names the one that failed")
    locked = ProtectionGround.objects.select_for_update().get(pk=ground.pk, municipality_id=actor.tenant)
    if locked.reviewed_at is None:
        locked.reviewed_by_id, locked.reviewed_at = actor.user_id, timezone.now()
        locked.upheld, locked.review_note, locked.failed_limb = upheld, note, failed or ""
        locked.save()
        if failed:
            not_upheld(actor, locked, failed)
    return locked
