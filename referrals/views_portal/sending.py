"""The gate's word on a report that is being written, and the sending itself."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from consent.actions import count_refusal
from consent.errors import LegallyRefused
from consent.gate import Permit, Refusal, decide, tokyo_day
from consent.provisions import provision_on
from consent.vocabulary import ProvisionKey
from organizations.models import SupportAgency
from organizations.routing import destination
from referrals.actions import correct_report, submit_report
from referrals.crossings import report_crossing, report_facts, utility_party
from referrals.models import Referral, StopBasis
from referrals.report import HouseholdStated, Report
from referrals.views_portal.pages import page
from referrals.views_portal.wizard import Step, Wizard

#: Stands for any household: it has what every report has, and is nobody.
_ANYBODY = HouseholdStated(
    **dict.fromkeys(("name", "address", "supply_kind"), "?"),
    **dict.fromkeys(("kana", "phone", "postal_code", "customer_number", "supply_point", "signs"), ""),
    birth_on=None,
    arrears_since=None,
    arrears_months=None,
    arrears_yen=None,
    deferred_until=None,
    notice_on=None,
    scheduled_stop_on=None,
    stop_basis=StopBasis.UNKNOWN,
    has_infant=False,
    has_illness=False,
)


def foresee(wizard: Wizard) -> Refusal | None:
    """What the gate will object to in the ground itself, asked before anybody's name is typed.

    The agency is not known yet; any will do, since the utility tells only the one in charge.
    """
    anywhere = SupportAgency(pk=0, is_public=True)
    report = wizard.report(_ANYBODY)
    crossing = report_crossing(report, utility_party(wizard.utility), anywhere, timezone.now())
    verdict = decide(crossing, report_facts(report, anywhere, wizard.path))
    return None if isinstance(verdict, Permit) else verdict


def send(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Send the report: to its receipt, or to the refusal. All steps are done. ReferralRefusal where it cannot be now."""
    report = wizard.report(wizard.household().stated())
    try:
        with transaction.atomic():
            referral = _submitted(wizard, report)
    except LegallyRefused as refused:
        return refuse(request, wizard, refused.refusal, report.household.postal_code)
    wizard.discard()
    return redirect("report_sent", receipt=referral.receipt_number)


def _submitted(wizard: Wizard, report: Report) -> Referral:
    if wizard.corrects:
        return correct_report(actor=wizard.actor, report=report, corrects=wizard.corrects)
    return submit_report(actor=wizard.actor, report=report)


def refuse(request: HttpRequest, wizard: Wizard, refusal: Refusal, postal_code: str = "") -> HttpResponse:
    """422: the sentence and the lawful way; of the report nothing stays but a count (rule 3)."""
    found = destination(postal_code) if postal_code else None
    count_refusal(
        actor=wizard.actor,
        code=refusal.code,
        office_id=wizard.start["office"],
        municipality_id=found.agency.municipality_id if found else None,
    )
    rest = wizard.without_the_household()
    law = article(refusal.provision)
    return page(request, rest, Step.GROUND, status=422, refusal=refusal, article=law, kept=rest.kept())


def article(key: ProvisionKey) -> str:
    """The provision in force today as its statute says it; its name where none is on record."""
    found = provision_on(key, tokyo_day(timezone.now()))
    return f"{found}: {found.text}" if found else str(key.label)
