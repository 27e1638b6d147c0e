"""回送: a report that belongs to another municipality goes there, through the gate, and leaves nothing readable here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.actions import cross, fact_of
from consent.gate import Facts, Permit
from consent.models import Consent, Disclosure, ProtectionGround
from consent.vocabulary import Item, Purpose, Route
from organizations.actors import Actor
from organizations.models import SupportAgency
from organizations.scope import scope
from referrals.actions.deciding import decided, lock_new
from referrals.actions.replying import in_charge_elsewhere, say_where
from referrals.actions.reporting import announce, next_receipt, one_at_a_time
from referrals.actions.sealing import seal_report
from referrals.crossings import NEW, REPORT_PURPOSES
from referrals.errors import ReferralRefusal
from referrals.forwarding import HOUSEHOLD, agreed_fact, forward_crossing, forward_facts, protection_fact
from referrals.models import Channel, CloseReason, Forwarding, Referral, ReplyCode, Triage, TriageStatus
from referrals.report import ConsentGiven

Ground = TypeVar("Ground", Consent, ProtectionGround)


@transaction.atomic
def pass_on(*, actor: Actor, triage: Triage, route: Route, agreed: ConsentGiven | None = None) -> Forwarding:
    """The report goes to the agency in charge of its address, and is closed and sealed here.

    On ground A with a consent that names that agency: one on record, or `agreed`, which the person has
    just given. On ground B with the report's own two reasons. LegallyRefused from the gate;
    ReferralRefusal where no other agency is in charge. Passed on twice it has gone once.
    """
    one_at_a_time(triage.referral.submission)
    if gone := Forwarding.objects.filter(referral_id=triage.pk).first():
        return gone
    locked = lock_new(actor, triage)
    to = in_charge_elsewhere(locked.referral)
    if to is None:
        raise ReferralRefusal("nowhere_else", _("By its address no other agency is in charge of this report."))
    load = _load(actor, locked.referral, to, route, agreed)
    arrived = _arrive(actor, load)
    gone = Forwarding.objects.create(
        referral=locked.referral,
        municipality_id=locked.municipality_id,
        to_municipality_id=to.municipality_id,
        to_agency=to,
        arrived_as=arrived,
        disclosure=load.disclosure,
        by_id=actor.user_id,
    )
    locked.status, locked.close_reason = TriageStatus.CLOSED, CloseReason.PASSED_ON
    decided(actor, locked)
    say_where(actor, locked, ReplyCode.PASSED_ON, to)
    seal_report(actor=actor, triage=locked)
    return gone


@dataclass(frozen=True)
class _Load:
    """All that goes, gathered while the sender's own rows can be read."""

    referral: Referral
    to: SupportAgency
    route: Route
    at: datetime
    disclosure: Disclosure
    consents: tuple[Consent, ...]
    hears_back: tuple[Consent, ...]


def _load(actor: Actor, referral: Referral, to: SupportAgency, route: Route, agreed: ConsentGiven | None) -> _Load:
    """The gate's word, with the row in the sender's own ledger; and what the report rests on."""
    at = timezone.now()
    stated = (agreed_fact(referral, to, agreed),) if agreed else ()
    passed = cross(
        actor=actor,
        crossing=forward_crossing(referral, to, route, referral.submission, at),
        facts=forward_facts(referral, stated),
        municipality_id=referral.municipality_id,
    )
    if agreed:
        _keep(actor, referral, to, agreed)
    about = list(Consent.objects.filter(subject=referral.submission, withdrawn_at__isnull=True))
    used = tuple(row for row in about if _is_used(row, passed.permit, to))
    hears = tuple(row for row in about if route == Route.A and _lets_hear(row, referral))
    return _Load(referral, to, route, at, passed.disclosure, used if route == Route.A else (), hears)


def _is_used(row: Consent, permit: Permit, to: SupportAgency) -> bool:
    """Named by the permit; the one that was given just now stands there without a number."""
    new = f"consent:{NEW}" in permit.evidence and to.pk in row.recipients
    return new or f"consent:{row.pk}" in permit.evidence


def _lets_hear(row: Consent, referral: Referral) -> bool:
    """Whether the company may be told by it what becomes of its report."""
    named = referral.utility_id in row.recipients and Item.HANDLING_STATUS in row.items
    return named and Purpose.FEEDBACK in row.purposes


def _arrive(actor: Actor, load: _Load) -> UUID:
    """The report as the other agency has it, with its ground and its own row in that municipality's ledger.

    The one place where an agency's log-in acts in another municipality's scope: what crosses is written
    there in the transaction in which it leaves here, or neither. It reads nothing there, and the scope
    ends with the block. Each side keeps the crossing in its own ledger, since neither can read the
    other's.
    """
    submission, there = uuid4(), load.to.municipality_id
    with scope(municipality=there, organization=actor.organization_id, user=actor.user_id):
        alone = {"renews_id": None, "act": None}
        consents = [_copy(row, submission, there, **alone, recipients=[load.to.pk]) for row in load.consents]
        for row in load.hears_back:
            _copy(row, submission, there, **alone, **_only_feedback(load.referral))
        protection = _copied_protection(load, submission, there)
        passed = cross(
            actor=actor,
            crossing=forward_crossing(load.referral, load.to, load.route, submission, load.at),
            facts=Facts(consents=tuple(map(fact_of, consents)), protection=protection_fact(protection)),
            municipality_id=there,
        )
        ground = {"consent": consents[0]} if consents else {"protection": protection}
        arrived = _written(actor, load, submission, disclosure=passed.disclosure, **ground)
        announce(actor, arrived, load.to)
    return submission


def _only_feedback(referral: Referral) -> dict[str, Any]:
    """Of a yes that may say more, and to others: what the agency there needs to tell the company how it stands."""
    only = {"items": [Item.HANDLING_STATUS], "recipients": [referral.utility_id], "purposes": [Purpose.FEEDBACK]}
    return {**only, "words": ""}


def _written(actor: Actor, load: _Load, submission: UUID, **more: Any) -> Referral:
    """As it was received here, byte for byte; only how it came, when, and its number are new."""
    told = load.referral
    same = ("source", "utility_id", "office_id", "source_name", "source_phone", "caller_words", "danger_to_life")
    return Referral.objects.create(
        receipt_number=next_receipt(actor.organization_id, load.at),
        submission=submission,
        municipality_id=load.to.municipality_id,
        agency=load.to,
        channel=Channel.FORWARDED,
        submitted_by_id=actor.user_id,
        submitted_at=load.at,
        route=load.route,
        **{name: getattr(told, name) for name in (*same, *HOUSEHOLD)},
        **more,
    )


def _copy(row: Ground, submission: UUID, municipality_id: int, **changed: Any) -> Ground:
    """The same statement about the report as it is there."""
    columns: list[models.Field[Any, Any]] = [one for one in row._meta.concrete_fields if not one.primary_key]
    values = {one.attname: getattr(row, one.attname) for one in columns}
    return type(row).objects.create(**{**values, "subject": submission, "municipality_id": municipality_id, **changed})


def _copied_protection(load: _Load, submission: UUID, municipality_id: int) -> ProtectionGround | None:
    """Both reasons; the lead caseworker there looks at them anew."""
    ground = load.referral.protection if load.route == Route.B else None
    if ground is None:
        return None
    unread = {"reviewed_by_id": None, "reviewed_at": None, "upheld": None, "failed_limb": "", "review_note": ""}
    return _copy(ground, submission, municipality_id, **unread)


def _keep(actor: Actor, referral: Referral, to: SupportAgency, agreed: ConsentGiven) -> Consent:
    return Consent.objects.create(
        municipality_id=referral.municipality_id,
        organization_id=actor.organization_id,
        subject=referral.submission,
        given_by=agreed.given_by,
        given_at=agreed.given_at,
        means=agreed.means,
        taken_by=agreed.taken_by,
        words=agreed.words,
        items=sorted(agreed.items),
        recipients=[to.pk],
        purposes=sorted(REPORT_PURPOSES),
        expires_on=agreed.expires_on,
        recorded_by_id=actor.user_id,
    )
