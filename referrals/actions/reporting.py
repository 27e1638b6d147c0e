"""A utility reports a household."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.actions import cross
from consent.gate import says_something
from consent.models import Consent, ProtectionGround
from consent.vocabulary import Item, Purpose, Route
from japanese.dates import fiscal_year
from notifications.actions import notify_agency
from organizations.actors import Actor
from organizations.models import Office, SupportAgency, Utility
from organizations.routing import Destination, destination
from referrals.crossings import REPORT_PURPOSES, report_crossing, report_facts
from referrals.errors import ReferralRefusal
from referrals.models import ReceiptCounter, Referral, Triage
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated, Report


@transaction.atomic
def submit_report(*, actor: Actor, report: Report, at: datetime | None = None) -> Referral:
    """The report crosses to the agency in charge, or nothing of it stays.

    `at` is when it was received, where that was earlier than now.
    LegallyRefused from the gate; ReferralRefusal where no agency serves the address or the office is
    not one's own. The same submission sent again gives the first receipt.
    """
    _one_at_a_time(report.submission)
    sent = Referral.objects.visible_to(actor).filter(submission=report.submission).first()
    if sent:
        return sent
    utility, office = _reporter(actor, report.office_id)
    agency = in_charge(report.household.postal_code, report.household.address).agency
    now = at or timezone.now()
    cross(
        actor=actor,
        crossing=report_crossing(report, utility, agency, now),
        facts=report_facts(report, agency),
        municipality_id=agency.municipality_id,
    )
    referral = _save(actor, report, office, agency, now)
    Triage.objects.bulk_create(  # not save(): it would read the row back, which this log-in may not
        [
            Triage(
                referral=referral,
                municipality_id=agency.municipality_id,
                utility=utility,
                received_at=now,
                is_urgent=report.danger_to_life,
            )
        ]
    )
    notify_agency(
        actor=actor,
        agency=agency,
        code="report",
        number=referral.receipt_number,
        path=f"/triage/{referral.receipt_number}/",
        urgent=report.danger_to_life,
    )
    return referral


def _one_at_a_time(submission: UUID) -> None:
    """Two clicks at the same instant: the second waits here and then finds what the first has sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(submission)])


def in_charge(postal_code: str, address: str = "") -> Destination:
    """The agency that serves the postal code; ReferralRefusal where none does."""
    found = destination(postal_code, address)
    if found is None:
        raise ReferralRefusal(
            "no_agency",
            _(
                "No agency that uses Tsunagi serves this postal code. Look at the code again, or call the town hall there."
            ),
        )
    return found


def _reporter(actor: Actor, office_id: int) -> tuple[Utility, Office]:
    office = Office.objects.select_related("utility").filter(pk=office_id, utility_id=actor.organization_id).first()
    if office is None:
        raise ReferralRefusal("not_your_office", _("Choose an office of your own company."))
    return office.utility, office


def _save(actor: Actor, report: Report, office: Office, agency: SupportAgency, at: datetime) -> Referral:
    utility = office.utility
    stated = {name: getattr(report.household, name) for name in HouseholdStated.__dataclass_fields__}
    return Referral.objects.create(
        receipt_number=_next_receipt(utility, at),
        submission=report.submission,
        municipality_id=agency.municipality_id,
        agency=agency,
        utility=utility,
        office=office,
        submitted_by_id=actor.user_id,
        submitted_at=at,
        route=report.route,
        danger_to_life=report.danger_to_life,
        **_keep_ground(actor, report, utility, agency),
        **stated,
    )


def _keep_ground(
    actor: Actor, report: Report, utility: Utility, agency: SupportAgency
) -> dict[str, Consent | ProtectionGround]:
    """The ground that the gate judged, and no other that was stated beside it."""
    if report.route == Route.A and report.consent:
        return {"consent": _keep_consent(report, report.consent, utility, agency)}
    if report.route == Route.B and report.protection:
        return {"protection": _keep_protection(actor, report, report.protection, agency)}
    return {}


def _next_receipt(utility: Utility, at: datetime) -> str:
    """Fiscal year, utility and running number, such as 2026-0012-00034."""
    year = fiscal_year(timezone.localdate(at))
    ReceiptCounter.objects.get_or_create(utility=utility, fiscal_year=year)
    counter = ReceiptCounter.objects.select_for_update().get(utility=utility, fiscal_year=year)
    counter.last += 1
    counter.save()
    return f"{year}-{utility.pk:04d}-{counter.last:05d}"


def _keep_consent(report: Report, stated: ConsentGiven, utility: Utility, agency: SupportAgency) -> Consent:
    """The consent to the report; and of its own the one to hear back, which names another recipient."""
    common = {
        "municipality_id": agency.municipality_id,
        "organization_id": utility.pk,
        "subject": report.submission,
        "given_by": stated.given_by,
        "given_at": stated.given_at,
        "means": stated.means,
        "taken_by": stated.taken_by,
        "words": stated.words,
        "expires_on": stated.expires_on,
    }
    if stated.to_feedback:
        Consent.objects.create(
            **common, items=[Item.HANDLING_STATUS], recipients=[utility.pk], purposes=[Purpose.FEEDBACK]
        )
    return Consent.objects.create(
        **common, items=sorted(stated.items), recipients=[agency.pk], purposes=sorted(REPORT_PURPOSES)
    )


def _keep_protection(actor: Actor, report: Report, stated: ProtectionStated, agency: SupportAgency) -> ProtectionGround:
    return ProtectionGround.objects.create(
        municipality_id=agency.municipality_id,
        organization_id=actor.organization_id,
        subject=report.submission,
        interest=stated.interest,
        why_protect=stated.why_protect,
        why_no_consent=stated.why_no_consent,
        # A cry of danger may leave it blank.
        judged_by=stated.judged_by if says_something(stated.judged_by) else actor.name,
    )
