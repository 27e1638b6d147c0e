"""A household is reported: by a utility, or by anybody through a caseworker who listens."""

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
from organizations.routing import Destination, destination, destination_named
from referrals.by_agreement import path_for, within
from referrals.crossings import REPORT_PURPOSES, Sender, report_facts, told_crossing, utility_sender
from referrals.errors import ReferralRefusal
from referrals.models import Channel, ReceiptCounter, Referral, Retraction, Triage
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated, Report


@transaction.atomic
def submit_report(
    *,
    actor: Actor,
    report: Report,
    at: datetime | None = None,
    channel: Channel = Channel.PORTAL,
    corrects: Referral | None = None,
) -> Referral:
    """A utility's report crosses to the agency in charge, or nothing of it stays.

    `at` is when it was received, where that was earlier than now. `corrects` is the utility's own
    earlier report, whose place this one takes.
    LegallyRefused from the gate; ReferralRefusal where no agency serves the address, the office is
    not one's own, or the household lies beyond the agreement by which it is reported. The same submission sent again gives the first receipt.
    """
    one_at_a_time(report.submission)
    sent = Referral.objects.visible_to(actor).filter(submission=report.submission).first()
    if sent:
        return sent
    if corrects is not None:
        one_at_a_time(corrects.submission)
        require_standing(corrects)
    sender = utility_sender(_own_office(actor, report.office_id))
    place = report.household
    agency = in_charge(place.postal_code, place.address, danger=report.danger_to_life).agency
    return _receive(actor, report, sender, agency, at or timezone.now(), channel=channel, corrects=corrects)


@transaction.atomic
def enter_report(
    *, actor: Actor, report: Report, sender: Sender, channel: Channel, at: datetime | None = None
) -> Referral:
    """A caseworker enters what came by telephone, FAX or at the counter, to their own agency.

    It passes the gate like any other; where the address belongs to another agency it is passed on
    afterwards. LegallyRefused from the gate. The same submission entered again gives the first receipt.
    """
    one_at_a_time(report.submission)
    entered = Referral.objects.visible_to(actor).filter(submission=report.submission).first()
    if entered:
        return entered
    agency = SupportAgency.objects.filter(pk=actor.organization_id, municipality_id=actor.tenant).first()
    if agency is None:
        raise ReferralRefusal("no_agency", _("Your role belongs to no agency that takes reports."))
    return _receive(actor, report, sender, agency, at or timezone.now(), channel=channel)


def require_standing(referral: Referral) -> None:
    """ReferralRefusal unless the report is its sender's last word: neither withdrawn nor corrected."""
    if Retraction.objects.filter(referral=referral).exists():
        raise ReferralRefusal("withdrawn", _("This report was withdrawn already. Send a new one if it is needed."))
    if Referral.objects.filter(corrects=referral).exists():
        raise ReferralRefusal("corrected", _("This report was corrected already. Look at the newer one."))


def _receive(
    actor: Actor,
    report: Report,
    sender: Sender,
    agency: SupportAgency,
    at: datetime,
    *,
    channel: Channel,
    corrects: Referral | None = None,
) -> Referral:
    path = path_for(report, sender.utility, agency)
    report = within(report, path)
    passed = cross(
        actor=actor,
        crossing=told_crossing(report, sender, agency, at),
        facts=report_facts(report, agency, path),
        municipality_id=agency.municipality_id,
        sender_name=sender.name,
    )
    stated = {name: getattr(report.household, name) for name in HouseholdStated.__dataclass_fields__}
    referral = Referral.objects.create(
        receipt_number=next_receipt(actor.organization_id, at),
        submission=report.submission,
        municipality_id=agency.municipality_id,
        agency=agency,
        channel=channel,
        source=sender.source,
        utility=sender.utility,
        office=sender.office,
        source_name=sender.name,
        source_phone=sender.phone,
        caller_words=sender.words,
        submitted_by_id=actor.user_id,
        submitted_at=at,
        route=report.route,
        danger_to_life=report.danger_to_life,
        disclosure=passed.disclosure,
        corrects=corrects,
        agreed_path=path,
        **_keep_ground(actor, report, sender, agency, at),
        **stated,
    )
    announce(actor, referral, agency)
    return referral


def announce(actor: Actor, referral: Referral, agency: SupportAgency) -> None:
    """The report waits for triage, and the agency hears of it."""
    Triage.objects.bulk_create(  # not save(): it would read the row back, which the portal's log-in may not
        [
            Triage(
                referral=referral,
                municipality_id=agency.municipality_id,
                utility_id=referral.utility_id,
                received_at=referral.submitted_at,
                is_urgent=referral.danger_to_life,
            )
        ]
    )
    notify_agency(
        actor=actor,
        agency=agency,
        code="report",
        number=referral.receipt_number,
        path=f"/triage/{referral.receipt_number}/",
        urgent=referral.danger_to_life,
    )


def one_at_a_time(submission: UUID) -> None:
    """Two clicks at the same instant: the second waits here and then finds what the first has sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(submission)])


def in_charge(postal_code: str, address: str = "", *, danger: bool = False) -> Destination:
    """The agency that serves the postal code; in danger, where nobody knows that, the town in the address.

    ReferralRefusal where none does.
    """
    by_name = danger and not postal_code
    found = destination_named(address) if by_name else destination(postal_code, address)
    if found is None and by_name:
        raise ReferralRefusal(
            "no_place", _("Write the postal code, or the name of the town: it decides which agency is in charge.")
        )
    if found is None:
        raise ReferralRefusal(
            "no_agency",
            _(
                "No agency that uses Tsunagi serves this postal code. Look at the code again, or call the town hall there."
            ),
        )
    return found


def _own_office(actor: Actor, office_id: int) -> Office:
    office = Office.objects.select_related("utility").filter(pk=office_id, utility_id=actor.organization_id).first()
    if office is None:
        raise ReferralRefusal("not_your_office", _("Choose an office of your own company."))
    return office


def _keep_ground(
    actor: Actor, report: Report, sender: Sender, agency: SupportAgency, at: datetime
) -> dict[str, Consent | ProtectionGround]:
    """The ground that the gate judged, and no other that was stated beside it."""
    taken_at = sender.party.organization_id or actor.organization_id
    if report.route == Route.A and report.consent:
        return {"consent": _keep_consent(report, report.consent, taken_at, sender.utility, agency)}
    if report.route == Route.B and report.protection:
        return {"protection": _keep_protection(actor, report, report.protection, taken_at, agency, at)}
    return {}


def next_receipt(organization_id: int, at: datetime, count: int = 1) -> str:
    """Fiscal year, who gave it, and a running number, such as 2026-0012-00034.

    With `count` the first of so many that are taken at once.
    """
    year = fiscal_year(timezone.localdate(at))
    ReceiptCounter.objects.get_or_create(organization_id=organization_id, fiscal_year=year)
    counter = ReceiptCounter.objects.select_for_update().get(organization_id=organization_id, fiscal_year=year)
    first, counter.last = counter.last + 1, counter.last + count
    counter.save()
    return receipt_number(year, organization_id, first)


def receipt_number(year: int, organization_id: int, n: int) -> str:
    """As printed; n grows past five digits where it must."""
    return f"{year}-{organization_id:04d}-{n:05d}"


def _keep_consent(
    report: Report, stated: ConsentGiven, taken_at: int, utility: Utility | None, agency: SupportAgency
) -> Consent:
    """The consent to the report; and of its own the one to hear back, which names another recipient."""
    common = {
        "municipality_id": agency.municipality_id,
        "organization_id": taken_at,
        "subject": report.submission,
        "given_by": stated.given_by,
        "given_at": stated.given_at,
        "means": stated.means,
        "taken_by": stated.taken_by,
        "words": stated.words,
        "expires_on": stated.expires_on,
    }
    if stated.to_feedback and utility:
        Consent.objects.create(
            **common, items=[Item.HANDLING_STATUS], recipients=[utility.pk], purposes=[Purpose.FEEDBACK]
        )
    return Consent.objects.create(
        **common, items=sorted(stated.items), recipients=[agency.pk], purposes=sorted(REPORT_PURPOSES)
    )


def _keep_protection(
    actor: Actor, report: Report, stated: ProtectionStated, taken_at: int, agency: SupportAgency, at: datetime
) -> ProtectionGround:
    return ProtectionGround.objects.create(
        municipality_id=agency.municipality_id,
        organization_id=taken_at,
        subject=report.submission,
        interest=stated.interest,
        why_protect=stated.why_protect,
        why_no_consent=stated.why_no_consent,
        # A cry of danger may leave it blank.
        judged_by=stated.judged_by if says_something(stated.judged_by) else actor.name,
        judged_at=at,
    )
