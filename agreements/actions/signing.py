"""The only writer of signatures and scans, and of the moment at which an agreement is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.actions.drafting import lock, saved
from agreements.actions.paths import sync_paths
from agreements.actions.reviewing import freeze, hand_out
from agreements.errors import AgreementRefusal
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementScan,
    PartyCopy,
    Signature,
    VersionReason,
)
from consent.evidence import CheckedFile
from organizations.actors import Actor
from organizations.sealing import seal


@dataclass(frozen=True)
class Signed:
    """What the paper says of one party."""

    party_id: int
    signed_on: date
    title: str
    name: str


def _lock_unsigned(actor: Actor, agreement: Agreement) -> Agreement:
    locked = lock(actor, agreement.pk)
    if locked.dropped_at is not None:
        raise AgreementRefusal("given_up", _("This agreement was given up. Begin a new one."))
    if locked.signed_on is not None:
        raise AgreementRefusal("signed", _("It is signed by all parties already."))
    return locked


@transaction.atomic
def record_signatures(*, actor: Actor, agreement: Agreement, signed: Sequence[Signed]) -> None:
    """What stands on the signed paper, of some parties or all. One that is recorded already is left as it is."""
    locked = _lock_unsigned(actor, agreement)
    parties = set(AgreementParty.objects.filter(agreement=locked).values_list("pk", flat=True))
    have = set(Signature.objects.filter(party__agreement=locked).values_list("party_id", flat=True))
    for one in signed:
        if one.party_id not in parties:
            raise AgreementRefusal("unknown_party", _("One of these is no party any more. Look at the page again."))
        if one.signed_on > timezone.localdate():
            raise AgreementRefusal("signed_in_future", _("Nobody can have signed on a day that is still to come."))
        if one.party_id not in have:
            Signature.objects.create(municipality_id=actor.tenant, recorded_by_id=actor.user_id, **vars(one))
    saved(locked)


@transaction.atomic
def take_signature_back(*, actor: Actor, agreement: Agreement, party_id: int) -> None:
    """A slip of the pen, while not all have signed."""
    locked = _lock_unsigned(actor, agreement)
    Signature.objects.filter(party_id=party_id, party__agreement=locked).delete()
    saved(locked)


@transaction.atomic
def add_scan(*, actor: Actor, agreement: Agreement, name: str, file: CheckedFile) -> AgreementScan:
    """The signed paper as a file, sealed. The same file is kept once."""
    locked = lock(actor, agreement.pk)
    if locked.dropped_at is not None:
        raise AgreementRefusal("given_up", _("This agreement was given up. Begin a new one."))
    known = AgreementScan.objects.filter(agreement=locked, digest=file.sha256).first()
    return known or AgreementScan.objects.create(
        municipality_id=actor.tenant,
        agreement=locked,
        name=name[-120:],
        kind=file.kind,
        content=seal(file.content),
        size=len(file.content),
        digest=file.sha256,
        added_by_id=actor.user_id,
    )


@transaction.atomic
def conclude(
    *, actor: Actor, agreement: Agreement, version: int, in_force_from: date, in_force_until: date | None
) -> Agreement:
    """締結: every party has signed. The text is frozen, each party has it as it was signed, and the term is fixed."""
    locked = lock(actor, agreement.pk, version)
    _lock_unsigned(actor, agreement)
    days = _days_of_all(locked)
    if in_force_until is not None and in_force_until < in_force_from:
        raise AgreementRefusal("ends_before", _("The last day lies before the first one. Look at the two days again."))
    if locked.previous_id is not None:
        _check_follows(locked, locked.previous_id, in_force_from)
    locked.signed_on = max(days)
    locked.in_force_from, locked.in_force_until = in_force_from, in_force_until
    locked.review_sent_at = locked.review_due_on = None
    PartyCopy.objects.filter(agreement=locked, closed_at__isnull=True).update(closed_at=timezone.now())
    saved(locked)
    hand_out(freeze(actor, locked, VersionReason.SIGNED), locked)
    if locked.previous is not None:
        sync_paths(locked.previous)
    return locked


def _days_of_all(agreement: Agreement) -> list[date]:
    parties = AgreementParty.objects.filter(agreement=agreement).select_related("organization", "signature")
    missing = [party.organization.name for party in parties if not hasattr(party, "signature")]
    if missing or len(parties) < 2:
        shown = "、".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        sentence = _("Not all parties have signed. Missing: %(names)s") % {"names": shown or "―"}
        raise AgreementRefusal("not_all_signed", sentence)
    return [party.signature.signed_on for party in parties]


def _check_follows(agreement: Agreement, previous_id: int, in_force_from: date) -> None:
    """It takes the place of an agreement that has begun, and only one does."""
    previous = Agreement.objects.select_for_update(of=("self",)).get(pk=previous_id)
    if previous.in_force_from is None or in_force_from <= previous.in_force_from:
        raise AgreementRefusal(
            "before_previous", _("It cannot take the place of an agreement before that one came into force.")
        )
    others = previous.successors.filter(signed_on__isnull=False).exclude(pk=agreement.pk)
    if others.exists():
        raise AgreementRefusal("followed_already", _("Another agreement has taken its place already."))
