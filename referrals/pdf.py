"""A report's receipt as a paper, in Japanese whatever the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from consent.vocabulary import Route
from consent.words import listed
from documents.receipt import ReceiptContent, receipt_pdf
from organizations.models import ContactDesk
from referrals.access import first_desk, hears_back
from referrals.models import Referral


def receipt_bytes(referral: Referral) -> bytes:
    """One page of A4 as PDF. The referral comes with utility, office and agency; nothing of the household is read."""
    with override("ja"):
        return receipt_pdf(receipt_content(referral))


def receipt_content(referral: Referral) -> ReceiptContent:
    """What the paper says."""
    found = first_desk(referral.agency)
    desk = found.desk if found else None
    return ReceiptContent(
        receipt_number=referral.receipt_number,
        received_at=referral.submitted_at,
        utility_name=referral.sender_name,
        office_name=referral.office.name if referral.office else "",
        agency_name=referral.agency.name,
        desk_phone=desk.phone if desk else referral.agency.phone,
        desk_hours_text=hours_text(desk) if desk else "",
        route_label=str(Route(referral.route).label),
        will_be_told=will_be_told(hears_back(referral)),
        emergency=referral.danger_to_life,
    )


def hours_text(desk: ContactDesk) -> str:
    """Opening hours in one line; holidays are said once."""
    spans = listed(f"{days} {hours}" for days, hours in desk.hours_by_day())
    return _("%(hours)s (closed on public holidays and at the turn of the year)") % {"hours": spans} if spans else ""


def will_be_told(hears: bool) -> str:
    """What the reporter will and will not hear of (rule 13)."""
    if hears:
        return _(
            "The person agreed that we tell you how far it has come. You will see “being handled” and later “closed” in"
            " the list of your reports. What was talked about, and how the household is, we cannot tell."
        )
    return _(
        "The person has not agreed that we tell you more, so we can only confirm that the report was received."
        " That you hear nothing does not mean that nothing is done."
    )
