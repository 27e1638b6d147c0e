"""One household in each municipality and one report of each utility, told by the product's own actions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from agreements.models import Agreement, AgreementKind, AgreementParty
from cases.actions import add_note
from cases.models import Case, NoteKind
from consent.models import Consent, ProtectionGround
from consent.vocabulary import ConsentMeans, Item, ProtectedInterest, Route
from organizations.actors import Actor
from outreach.actions import plan_visit
from outreach.models import Visit
from referrals.actions import accept_into_new_case, submit_report
from referrals.models import Referral, StopBasis, Supply, Triage
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated, Report
from tests.cast import Cast

Acting = Callable[[str], AbstractContextManager[Actor]]

#: Nobody outside may ever read these.
TAMANA_SECRET = "玉名秘密之助"
KITAKYUSHU_SECRET = "北九秘密之介"
SUIDO_SECRET = "水道秘密之丞"

HOUSEHOLD = HouseholdStated(
    name=TAMANA_SECRET,
    kana="ひみつのすけ",
    birth_on=None,
    phone="090-1111-2222",
    postal_code="865-0016",
    address="熊本県玉名市岩崎1-2-3",
    supply_kind="electricity_retail",
    customer_number="C-1",
    supply_point="0912345678901234567890",
    arrears_since=None,
    arrears_months=3,
    arrears_yen=20000,
    deferred_until=None,
    notice_on=None,
    scheduled_stop_on=None,
    stop_basis=StopBasis.UNKNOWN,
    has_infant=False,
    has_illness=False,
    signs="",
)


@dataclass
class World:
    """What the matrix walks over; `own` is 玉名's, `foreign` 北九州's."""

    own_case: Case
    own_new: Referral
    own_visit: Visit
    own_supply: Supply
    own_consent: Consent
    own_protection: ProtectionGround
    agreement: Agreement
    foreign_case: Case
    suido_report: Referral


def report_of(
    cast: Cast, *, office_id: int, at: datetime | None = None, feedback: bool = False, **stated: object
) -> Report:
    """A report under route A whose consent covers what it says."""
    household = replace(HOUSEHOLD, **stated)
    report = Report(uuid4(), office_id, Route.A, False, household)
    given = ConsentGiven(
        given_by="本人",
        given_at=(at or timezone.now()) - timedelta(hours=1),
        means=ConsentMeans.ORAL,
        taken_by="受付 太郎",
        words="はい",
        items=report.items() | {Item.NAME, Item.ADDRESS},
        expires_on=None,
        to_feedback=feedback,
    )
    return replace(report, consent=given)


PROTECTION = ProtectionStated(ProtectedInterest.LIFE, "倒れているおそれがある。", "返事がない。", "受付 太郎")


def protected_report(office_id: int, **stated: object) -> Report:
    """A report under route B."""
    household = replace(HOUSEHOLD, **stated)
    return Report(uuid4(), office_id, Route.B, True, household, protection=PROTECTION)


def build_world(cast: Cast, acting: Acting) -> World:
    """Written by the people of the cast."""
    with acting("staff") as staff:
        first = submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk, feedback=True))
        new = submit_report(actor=staff, report=protected_report(cast.denki_office.pk))
        there = {"name": KITAKYUSHU_SECRET, "postal_code": "803-0813", "address": "北九州市小倉北区城内1-1"}
        away = submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk, **there))
    with acting("other_staff") as other:
        stated = {"name": SUIDO_SECRET, "supply_kind": "water", "supply_point": ""}
        water = submit_report(actor=other, report=report_of(cast, office_id=cast.suido_office.pk, **stated))
    with acting("caseworker") as worker:
        # So that the other municipality has no case of the same number as `own_case`.
        accept_into_new_case(actor=worker, triage=Triage.objects.get(referral=water))
        case = accept_into_new_case(actor=worker, triage=Triage.objects.get(referral=first))
        add_note(actor=worker, case=case, kind=NoteKind.MEMO, body=f"{TAMANA_SECRET}の記録", happened_at=timezone.now())
        visit = plan_visit(actor=worker, case=case, planned_for=timezone.now() - timedelta(minutes=5))
    with acting("other_caseworker") as elsewhere:
        foreign = accept_into_new_case(actor=elsewhere, triage=Triage.objects.get(referral=away))
        add_note(
            actor=elsewhere,
            case=foreign,
            kind=NoteKind.MEMO,
            body=f"{KITAKYUSHU_SECRET}の記録",
            happened_at=timezone.now(),
        )
    agreement = Agreement.objects.create(
        municipality=cast.tamana,
        kind=AgreementKind.NOTIFICATION,
        number="1",
        title="協定",
        preamble="前文",
        articles=[{"heading": "目的", "paragraphs": ["本文"]}],
        closing="結び",
        signed_on="2026-04-01",
        in_force_from="2026-04-01",
    )
    for order, party in enumerate((cast.tamana, cast.denki), start=1):
        AgreementParty.objects.create(
            municipality=cast.tamana, agreement=agreement, organization=party, order=order, signatory_title="代表"
        )
    return World(
        own_case=case,
        own_new=new,
        own_visit=visit,
        own_supply=Supply.objects.get(case=case),
        own_consent=Consent.objects.filter(subject=first.submission).order_by("pk")[0],
        own_protection=ProtectionGround.objects.get(subject=new.submission),
        agreement=agreement,
        foreign_case=foreign,
        suido_report=water,
    )
