"""案内のみ: a leaflet was handed out; a count without anybody's data."""

from uuid import UUID

from organizations.actors import Actor
from organizations.models import Office, SupportAgency
from referrals.errors import ReferralRefusal
from referrals.models import GuidanceRecord
from django.utils.translation import gettext_lazy as _


def record_guidance(
    *,
    actor: Actor,
    office_id: int,
    agency_id: int,
    language: str,
    channel: str,
    count: int,
    submission: UUID,
) -> GuidanceRecord:
    """Count leaflets handed out today; the same submission counts once."""
    office = Office.objects.filter(pk=office_id, utility_id=actor.organization_id).first()
    agency = SupportAgency.objects.filter(pk=agency_id).first()
    if office is None or agency is None:
        raise ReferralRefusal("not_your_office", _("Choose an office of your own company."))
    row, _made = GuidanceRecord.objects.get_or_create(
        submission=submission,
        utility_id=actor.organization_id,
        defaults={
            "municipality_id": agency.municipality_id,
            "agency": agency,
            "office": office,
            "language": language,
            "channel": channel,
            "count": count,
        },
    )
    return row
