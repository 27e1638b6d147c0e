"""The members who take part in an item: those summoned to its session whom no conflict excludes."""

from support_meetings.models import AgendaItem, Exclusion, Summons
from support_meetings.seats import in_conflict, seats_in


def members_of(item: AgendaItem) -> list[tuple[int, str]]:
    """(member, name with organisation), in the order of their summons; three queries at most."""
    exclusions = list(Exclusion.objects.filter(item=item))
    out = in_conflict(exclusions, seats_in(item.session.meeting_id)) if exclusions else frozenset()
    rows = Summons.objects.filter(session_id=item.session_id, cancelled_at__isnull=True)
    found = rows.order_by("pk").values_list("member_id", "member__name", "appointment__organization__name")
    return [(pk, f"{name}（{organization}）") for pk, name, organization in found if pk not in out]
