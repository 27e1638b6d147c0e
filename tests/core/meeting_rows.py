"""A row in every table of the meeting, for a town."""

from datetime import date, timedelta

from django.utils import timezone

from consent.models import Disclosure
from support_meetings.models import (
    Acceptance,
    CooperationAnswer,
    CooperationRequest,
    CopyOpening,
    Decision,
    Exclusion,
    Means,
    Medium,
    MeetingCounter,
    Paper,
    PaperCopy,
    SummonsReply,
)
from tests import meetings


def fill_meeting(cast, town, agency, case, user):
    """`user` sits in it for the agency."""
    name = "tamana" if town == cast.tamana else "kitakyushu"
    gathering = meetings.found(cast, town=name)
    seat = meetings.seat(gathering, "lead", user=user, organization=agency)
    session = meetings.hold(gathering)
    meetings.summon(gathering, "lead")
    item = meetings.put_on_agenda(gathering, case)
    member, now, today = gathering.members["lead"], timezone.now(), date(2026, 11, 24)
    here = {"municipality": town}
    MeetingCounter.objects.create(**here, meeting=gathering.meeting, series="ask", fiscal_year=2026)
    Acceptance.objects.create(**here, appointment=seat, user=user, accepted=True, means=Means.SCREEN, recorded_by=user)
    SummonsReply.objects.create(**here, summons=gathering.summonses["lead"], user=user, is_coming=True)
    Exclusion.objects.create(**here, item=item, organization=cast.denki, reason="勤め先", by=user)
    Decision.objects.create(**here, item=item, case=case, what="訪ねる", due_on=today)
    paper = Paper.objects.create(**here, item=item)

    def told(kind, sender, recipient):
        return Disclosure.objects.create(
            **here, kind=kind, route="D", sender=sender, recipient=recipient, subject=item.subject, items=["name"],
            purpose="meeting", provision="appi_69_1", user=user, role="lead_caseworker",
        )  # fmt: skip

    copy = PaperCopy.objects.create(
        **here, paper=paper, session=session, member=member, appointment=seat, reader=user, number="1-1-01",
        name=member.name, organization_name=agency.name, medium=Medium.PORTAL, content=b"sealed", opens_at=now,
        closes_at=now + timedelta(hours=1), issued_by=user, disclosure=told("meeting_share", agency, agency),
        meeting_id_for_gate=gathering.meeting.pk, item_id_for_gate=item.pk, meeting_kind="support",
        case_kind="no_consent", route="D", sender_organization=agency, subject=item.subject,
    )  # fmt: skip
    CopyOpening.objects.create(**here, copy=copy, user=user, device="0" * 16)
    request = CooperationRequest.objects.create(
        **here, meeting=gathering.meeting, item=item, subject=item.subject, addressed_to=cast.denki, number=f"協-{name}",
        meeting_name="支援会議", secretariat_name=agency.name, issued_on=today, issued_by=user, items=["arrears"],
        question="滞納の状況", due_on=today, legal_text="要旨", disclosure=told("request", agency, cast.denki),
    )  # fmt: skip
    CooperationAnswer.objects.create(**here, request=request, organization=cast.denki, kind="nothing", recorded_by=user)
