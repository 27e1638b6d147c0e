"""案内のみ: a leaflet was handed out; a count without anybody's data."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.models import Office, SupportAgency
from referrals.errors import ReferralRefusal
from referrals.models import GuidanceRecord


def record_guidance(
    *,
    actor: Actor,
    office_id: int,
    agency_id: int,
    language: str,
    channel: str,
    count: int,
    submission: UUID,
    on: date | None = None,
) -> GuidanceRecord:
    """Count leaflets handed out today or `on` that day; the same submission counts once."""
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
            "on": on or timezone.localdate(),
        },
    )
    return row
