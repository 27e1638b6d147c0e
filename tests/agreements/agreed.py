"""Agreements, paths and rules for these tests."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from agreements.models import AgreedCriteria, AgreedPath, Agreement, AgreementKind, AgreementParty
from consent.vocabulary import REPORT_ITEMS, ConsentMeans, Route
from japanese.dates import today
from referrals.models import StopBasis
from referrals.report import ConsentGiven, Report
from tests.world import HOUSEHOLD, PROTECTION


def agreement_with(cast: Any, number: str = "協定-9", **more: Any) -> Agreement:
    """A signed one between Tamana and Hino Denki."""
    given = {
        "municipality": cast.tamana,
        "kind": AgreementKind.NOTIFICATION,
        "title": "生活にお困りの方の早期把握に関する協定",
        "preamble": "前文",
        "articles": [{"heading": "目的", "paragraphs": ["早く気づき、早く支える。"]}],
        "closing": "結び",
        "signed_on": date(2026, 3, 20),
        "in_force_from": date(2026, 4, 1),
        "in_force_until": date(2027, 3, 31),
    }
    agreement = Agreement.objects.create(number=number, **{**given, **more})
    for order, organization in enumerate((cast.tamana, cast.denki), start=1):
        AgreementParty.objects.create(
            municipality=cast.tamana,
            agreement=agreement,
            organization=organization,
            order=order,
            signatory_title="代表",
        )
    return agreement


def path_with(cast: Any, agreement: Agreement | None = None, **more: Any) -> AgreedPath:
    """What goes by it for Hino Denki; open until told otherwise."""
    agreement = agreement or agreement_with(cast)
    given = {
        "municipality": cast.tamana,
        "utility": cast.denki,
        "agreement_number": agreement.number,
        "agreement_title": agreement.title,
        "in_force_from": date(2026, 4, 1),
    }
    return AgreedPath.objects.create(agreement=agreement, **{**given, **more})


def rule_with(path: AgreedPath, order: int = 1, **more: Any) -> AgreedCriteria:
    """One rule of a path."""
    return AgreedCriteria.objects.create(
        municipality_id=path.municipality_id, utility_id=path.utility_id, path=path, order=order, **more
    )


def by_consent(given_at: Any = None, to_feedback: bool = False) -> ConsentGiven:
    """A consent to every item."""
    return ConsentGiven(
        given_by="田中 花子",
        given_at=given_at or timezone.now() - timedelta(days=1),
        means=ConsentMeans.ORAL,
        taken_by="佐藤 検針員",
        words="はい",
        items=frozenset(REPORT_ITEMS),
        expires_on=None,
        to_feedback=to_feedback,
    )


def a_report(
    cast: Any, *, danger: bool = False, consent: ConsentGiven | None = None, path_id: int | None = None
) -> Report:
    """Of a household in Tamana; in danger on ground B, else on a consent."""
    household = replace(HOUSEHOLD, name="田中 花子", scheduled_stop_on=today(), stop_basis=StopBasis.NOTIFIED)
    return Report(
        submission=uuid4(),
        office_id=cast.denki_office.pk,
        route=Route.B if danger else Route.A,
        danger_to_life=danger,
        household=household,
        consent=None if danger else consent or by_consent(),
        protection=PROTECTION if danger else None,
        path_id=path_id,
    )
