"""The only doors by which a view gets at consents, protection grounds and the ledger."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, F, Q, QuerySet, Sum, When
from django.db.models.functions import TruncMonth
from django.http import Http404

from consent.models import Consent, ConsentEvidence, Disclosure, ProtectionGround, RefusalCount
from consent.sealing import conceal, is_sealed
from consent.vocabulary import SEALED, WithdrawnVia
from organizations.actors import Actor
from organizations.permissions import Permission


def access_consent(actor: Actor, pk: int) -> Consent:
    """One consent of the actor's municipality; missing and foreign are the same 404."""
    consent: Consent = _one(_casework(actor, Consent.objects.select_related("organization")), pk)
    conceal(actor, [consent])
    return consent


def same_act(actor: Actor, consent: Consent) -> list[Consent]:
    """The rows of one yes, in the order of their keys."""
    if consent.act is None:
        return [consent]
    rows = _casework(actor, Consent.objects.select_related("organization")).filter(act=consent.act)
    found: list[Consent] = _readable(actor, rows.order_by("pk"))
    return found


def newer_of(actor: Actor, consent: Consent) -> Consent | None:
    """The consent that stands in this one's place since it was renewed."""
    newer: Consent | None = _casework(actor, Consent.objects.filter(renews=consent)).order_by("pk").last()
    return newer


def evidence_of(actor: Actor, consents: Collection[Consent]) -> list[ConsentEvidence]:
    """What proves these consents, without the files themselves; nothing where the report was sealed.

    A company sees what it handed in itself.
    """
    open_ones = [one for one in consents if not is_sealed(one) and not was_parted(one)]
    rows = ConsentEvidence.objects.filter(consent__in=open_ones).select_related("added_by").defer("content")
    if actor.is_utility:
        rows = rows.filter(organization_id=actor.organization_id)
    elif not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
        rows = rows.none()
    else:
        rows = rows.filter(municipality_id=actor.municipality_id)
    return list(rows.order_by("added_at", "pk"))


def was_parted(consent: Consent) -> bool:
    """Whether it was said for another case, with which its form lies since (see `consent.movers`)."""
    return consent.withdrawn_via == WithdrawnVia.PARTED and consent.act is None


def access_evidence(actor: Actor, consent: Consent, pk: UUID) -> ConsentEvidence:
    """One file of this very consent, or of another row of the same yes; all else is a 404."""
    rows = [consent] if actor.is_utility else same_act(actor, consent)
    found = next((one for one in evidence_of(actor, rows) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def access_protection(actor: Actor, pk: int) -> ProtectionGround:
    """One statement of protection, likewise."""
    rows = _casework(actor, ProtectionGround.objects.select_related("organization", "reviewed_by"))
    ground: ProtectionGround = _one(rows, pk)
    conceal(actor, [ground])
    return ground


def consents_of(actor: Actor, subjects: Collection[UUID]) -> list[Consent]:
    """Consents about these subjects, the newest first."""
    rows = _casework(actor, Consent.objects.select_related("organization")).filter(subject__in=subjects)
    found: list[Consent] = _readable(actor, rows.order_by("-given_at", "-pk"))
    return found


def protections_of(actor: Actor, subjects: Collection[UUID]) -> list[ProtectionGround]:
    """Statements of protection about these subjects, the newest first."""
    rows = _casework(actor, ProtectionGround.objects.select_related("organization", "reviewed_by"))
    found: list[ProtectionGround] = _readable(actor, rows.filter(subject__in=subjects).order_by("-judged_at", "-pk"))
    return found


def ledger(actor: Actor) -> QuerySet[Disclosure]:
    """Disclosures of the actor's municipality for those who may read the ledger, with all a line shows."""
    rows = Disclosure.objects.select_related("sender", "recipient", "user")
    if not actor.may(Permission.DISCLOSURE_READ) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.tenant)


def protection_register(actor: Actor, state: str) -> QuerySet[ProtectionGround]:
    """Everything that was told without consent, for the lead caseworker; what nobody has reviewed stands first.

    `state`: "open", "upheld", "not_upheld" or "all". `place` orders it: the moment of the judgement, put a
    thousand years later while it waits, so that one key tells where a page ends.
    """
    rows = ProtectionGround.objects.select_related("organization", "reviewed_by")
    if not actor.may(Permission.PROTECTION_REVIEW) or actor.municipality_id is None:
        return rows.none()
    waits = When(_WAITS, then=F("judged_at") + timedelta(days=365_250))
    rows = rows.filter(municipality_id=actor.municipality_id)
    return rows.filter(_STATES[state]).annotate(place=Case(waits, default=F("judged_at"), output_field=DateTimeField()))


#: What was sealed for another reason, such as being passed on, has nothing left to review.
_WAITS = Q(reviewed_at__isnull=True) & ~Q(why_protect=SEALED)
_STATES = {
    "open": _WAITS,
    "upheld": Q(upheld=True),
    "not_upheld": Q(upheld=False),
    "all": Q(),
}


def unreviewed(actor: Actor) -> int:
    """How many wait for the review; for the lead, and for the auditor, who sees no more than this."""
    if not counts_refusals(actor):
        return 0
    return ProtectionGround.objects.filter(_WAITS, municipality_id=actor.tenant).count()


def reviews_counted(actor: Actor, since: datetime) -> dict[str, int]:
    """{"open", "upheld", "not_upheld"} of what was judged since a moment, without a word of any."""
    if not counts_refusals(actor):
        return {}
    rows = ProtectionGround.objects.filter(municipality_id=actor.tenant, judged_at__gte=since)
    names = ("open", "upheld", "not_upheld")
    counted = rows.aggregate(**{f"{name}_count": Count("pk", filter=_STATES[name]) for name in names})
    return {name: counted[f"{name}_count"] for name in names}


def counts_refusals(actor: Actor) -> bool:
    """Who reads the counts of what the gate refused."""
    return actor.may(Permission.REFUSALS_READ)


def refusals_by_month(actor: Actor, since: datetime) -> list[Any]:
    """Dicts of {"month", "organization__name", "office__name", "code", "times"} since a moment, the newest first.

    For those who review or audit; one line for each month, office and reason.
    """
    if not counts_refusals(actor):
        return []
    counted = RefusalCount.objects.filter(municipality_id=actor.tenant, hour__gte=since)
    by_month = counted.annotate(month=TruncMonth("hour")).values("month", "organization__name", "office__name", "code")
    return list(by_month.annotate(times=Sum("count")).order_by("-month", "organization__name", "office__name", "code"))


def _casework(actor: Actor, rows: Any) -> Any:
    if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.tenant)


def _readable(actor: Actor, rows: Any) -> Any:
    found = list(rows)
    conceal(actor, found)
    return found


def _one(rows: Any, pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
