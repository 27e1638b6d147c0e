"""The only doors by which a view gets at consents, protection grounds and the ledger."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import Http404

from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from organizations.actors import Actor
from organizations.permissions import Permission


def access_consent(actor: Actor, pk: int) -> Consent:
    """One consent of the actor's municipality; missing and foreign are the same 404."""
    consent: Consent = _one(_casework(actor, Consent.objects.select_related("organization")), pk)
    return consent


def access_protection(actor: Actor, pk: int) -> ProtectionGround:
    """One statement of protection, likewise."""
    rows = _casework(actor, ProtectionGround.objects.select_related("organization", "reviewed_by"))
    ground: ProtectionGround = _one(rows, pk)
    return ground


def consents_of(actor: Actor, subjects: Collection[UUID]) -> list[Consent]:
    """Consents about these subjects, the newest first."""
    rows = _casework(actor, Consent.objects.select_related("organization")).filter(subject__in=subjects)
    return list(rows.order_by("-given_at", "-pk"))


def protections_of(actor: Actor, subjects: Collection[UUID]) -> list[ProtectionGround]:
    """Statements of protection about these subjects, the newest first."""
    rows = _casework(actor, ProtectionGround.objects.select_related("organization", "reviewed_by"))
    return list(rows.filter(subject__in=subjects).order_by("-judged_at", "-pk"))


def ledger(actor: Actor) -> QuerySet[Disclosure]:
    """Disclosures of the actor's municipality for those who may read the ledger, with all a line shows."""
    rows = Disclosure.objects.select_related("sender", "recipient", "user")
    if not actor.may(Permission.DISCLOSURE_READ) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.tenant)


def refusals_by_month(actor: Actor, since: datetime) -> list[Any]:
    """Dicts of {"month", "organization__name", "office__name", "code", "times"} since a moment, the newest first.

    For those who review or audit; one line for each month, office and reason.
    """
    if not (actor.may(Permission.PROTECTION_REVIEW) or actor.may(Permission.AUDIT_READ)):
        return []
    counted = RefusalCount.objects.filter(municipality_id=actor.tenant, hour__gte=since)
    by_month = counted.annotate(month=TruncMonth("hour")).values("month", "organization__name", "office__name", "code")
    return list(by_month.annotate(times=Sum("count")).order_by("-month", "organization__name", "office__name", "code"))


def _casework(actor: Actor, rows: Any) -> Any:
    if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.tenant)


def _one(rows: Any, pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
