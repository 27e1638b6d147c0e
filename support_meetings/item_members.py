"""The members who take part in an item: those summoned to its session whom no conflict excludes."""

from support_meetings.models import AgendaItem, Appointment, Exclusion, Summons


def members_of(item: AgendaItem) -> list[tuple[int, str]]:
    """(member, name with organisation), in the order of their summons; three queries."""
    exclusions = list(Exclusion.objects.filter(item=item))
    out = {one.member_id for one in exclusions} | _of_organizations(item, exclusions)
    rows = Summons.objects.filter(session_id=item.session_id, cancelled_at__isnull=True)
    found = rows.order_by("pk").values_list("member_id", "member__name", "appointment__organization__name")
    return [(pk, f"{name}（{organization}）") for pk, name, organization in found if pk not in out]


def _of_organizations(item: AgendaItem, exclusions: list[Exclusion]) -> set[int]:
    """Any term counts, as at the gate (`seats`)."""
    firms = [one.organization_id for one in exclusions if one.organization_id]
    terms = Appointment.objects.filter(
        meeting_id=item.session.meeting_id, appointed_on__isnull=False, organization__in=firms
    )
    return set(terms.values_list("member_id", flat=True)) if firms else set()
