"""The only doors by which the agency's pages get at reports, their triage and supplies."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from cases.matching import Suggestion, suggestions
from cases.models import Case, CaseStatus
from consent.actions import consents_about
from consent.gate import Facts, Refusal, decide
from organizations.actors import Actor
from organizations.models import Utility
from organizations.permissions import Permission
from referrals.alike import features_of, supply_in_common
from referrals.crossings import feedback_crossing
from referrals.models import Referral, Reply, ReplyCode, Supply, Triage

SIZE = 50
_SALT = "referrals.triage"


def access_triage(actor: Actor, receipt: str) -> Triage:
    """A report of the actor's municipality with all that its page shows; missing and foreign are the same 404."""
    rows = (
        Triage.objects.visible_to(actor)
        .with_summary()
        .select_related("referral__consent__organization", "referral__protection__reviewed_by", "case", "decided_by")
        .select_related("referral__corrects", "referral__forwarding__to_agency__municipality")
        .prefetch_related("referral__corrections", "referral__replies__agency", "referral__replies__by")
    )
    triage = rows.filter(referral__receipt_number=receipt).first()
    if triage is None:
        raise Http404
    return triage


def waiting_page(actor: Actor, after: str) -> tuple[list[Triage], str]:
    """(reports without a decision, key of the next page or ""): danger to life first, then as they came.

    Each with `is_asked`: its sender has been asked and has not answered yet.
    """
    asked = Exists(Reply.objects.filter(referral=OuterRef("pk"), code=ReplyCode.ASKED_BACK))
    waiting = Triage.objects.visible_to(actor).waiting().with_summary().order_by("-is_urgent", "received_at", "pk")
    rows = waiting.annotate(is_asked=asked)
    key = _read(after)
    if key:
        urgent, at, pk = key
        later = Q(is_urgent=urgent) & (Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk))
        rows = rows.filter(later | Q(is_urgent=False) if urgent else later)
    found = list(rows[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return found[:SIZE], _key(last.is_urgent, last.received_at, last.pk) if last else ""


def decided_page(actor: Actor, after: str) -> tuple[list[Triage], str]:
    """(reports that wait no more, key of the next page or ""), the latest first.

    Among them, before anybody has written so on our side, what its sender has withdrawn or corrected.
    """
    ended = Coalesce("decided_at", "sealed_at", "referral__retraction__at", "received_at")
    seen = Triage.objects.visible_to(actor)
    over = seen.exclude(pk__in=seen.waiting().order_by().values("pk"))
    over = over.with_summary().select_related("case").prefetch_related("referral__corrections")
    rows = over.annotate(ended_at=ended)
    key = _read(after)
    if key:
        _urgent, at, pk = key
        rows = rows.filter(Q(ended_at__lt=at) | Q(ended_at=at, pk__gt=pk))
    found = list(rows.order_by("-ended_at", "pk")[: SIZE + 1])
    last: Any = found[SIZE - 1] if len(found) > SIZE else None
    return found[:SIZE], _key(False, last.ended_at, last.pk) if last else ""


def _key(urgent: bool, at: datetime, pk: Any) -> str:
    return signing.dumps([urgent, at.isoformat(), str(pk)], salt=_SALT)


def _read(key: str) -> tuple[bool, datetime, str] | None:
    """A key that is not ours gives the first page."""
    try:
        urgent, at, pk = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    return bool(urgent), datetime.fromisoformat(at), str(pk)


def same_household(actor: Actor, referral: Referral) -> list[Suggestion]:
    """Cases that may be the report's household, with the reasons. An equal supply point suggests (rule 17)."""
    return suggestions(actor, features_of(referral), also=supply_in_common(supplies_of(actor), referral))


def feedback_refusal(referral: Referral, utility: Utility) -> Refusal | None:
    """Why the gate would not let the agency tell the utility the state of handling; None where it would."""
    crossing = feedback_crossing(referral, utility, timezone.now())
    verdict = decide(crossing, Facts(consents=consents_about(referral.submission)))
    return verdict if isinstance(verdict, Refusal) else None


def supplies_of(actor: Actor) -> QuerySet[Supply]:
    """Supplies of the municipality's cases for casework; otherwise none."""
    if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
        return Supply.objects.none()
    return Supply.objects.filter(municipality_id=actor.municipality_id)


def running_clocks(actor: Actor) -> QuerySet[Supply]:
    """Supplies of open cases that are not settled, with the case."""
    rows = supplies_of(actor).filter(settled_on__isnull=True, case__status=CaseStatus.OPEN)
    return rows.select_related("case__person", "case__assigned_to", "utility")


def supplies_in(actor: Actor, case: Case) -> list[Supply]:
    """The supplies of a case, those that run first."""
    rows = supplies_of(actor).filter(case=case).select_related("utility")
    return sorted(rows, key=lambda s: (s.settled_on is not None, s.pk))


def access_supply(actor: Actor, case: Case, pk: int) -> Supply:
    """One supply of this case; 404 otherwise."""
    supply = supplies_of(actor).filter(case=case, pk=pk).select_related("case", "utility").first()
    if supply is None:
        raise Http404
    return supply


def reports_in(actor: Actor, case: Case) -> list[Triage]:
    """The reports taken into a case, the latest first."""
    return list(Triage.objects.visible_to(actor).filter(case=case).with_summary().order_by("-received_at", "pk"))
