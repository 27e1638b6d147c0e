"""Five people and how they stand to one session of 玉名's support meeting; and what each of them has of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from organizations.models import RoleAssignment, RoleKind, User
from support_meetings.actions.papers import issue_paper
from support_meetings.models import Appointment, CooperationRequest, PaperCopy, Session, Summons
from tests.meeting.paper_cast import composed, issued
from tests.meeting.request_cast import issued as asked_of
from tests.meetings import Gathering, found, hold, put_on_agenda, seat, summon, whole

SUMMONED, UNSUMMONED, ELSEWHERE, FORMER, NOBODY, STAFF = (
    "member",
    "unsummoned",
    "elsewhere",
    "former",
    "nobody",
    "staff",
)
MEMBERS = (SUMMONED, UNSUMMONED, ELSEWHERE, FORMER, NOBODY)
EVERYBODY = (*MEMBERS, STAFF)
ELSEWHERE_WORDS = "別の会議でだけ話すこと"


@dataclass
class Relations:
    """By the name of the relation: what the person has. Whoever has none of a kind is not in its dict."""

    gathering: Gathering
    request: CooperationRequest
    appointments: dict[str, Appointment]
    summonses: dict[str, Summons]
    copies: dict[str, PaperCopy]


def relations(cast: Any, world: Any, acting: Any) -> Relations:
    """Copies are issued while everybody serves; the former member's term ended yesterday."""
    for name in (UNSUMMONED, ELSEWHERE, FORMER, NOBODY):
        _member_role(cast, name)
    here = whole(cast, world.own_case)
    _allow_download(here)
    for name in (UNSUMMONED, FORMER):
        seat(here, name, user=cast.roles[name].user, organization=cast.suido)
    summon(here, FORMER)
    copies = issued(cast, world, acting, here)
    there = _another_meeting(cast, world)
    other = _issued_there(cast, world, acting, there)
    request = asked_of(acting, here, cast.denki.pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(pk=here.appointments[FORMER].pk).update(ends_on=yesterday)
    return Relations(
        gathering=here,
        request=request,
        appointments={**here.appointments, ELSEWHERE: there.appointments[ELSEWHERE]},
        summonses={**here.summonses, ELSEWHERE: there.summonses[ELSEWHERE]},
        copies={**copies, ELSEWHERE: other},
    )


def _member_role(cast: Any, name: str) -> None:
    person = User.objects.create(email=f"{name}@example.jp", name=f"構成員 {name}", password="!")
    role = RoleAssignment.objects.create(
        user=person, organization=cast.tamana, municipality=cast.tamana, role=RoleKind.MEETING_MEMBER
    )
    cast.roles[name] = RoleAssignment.objects.select_related("user", "organization", "municipality").get(pk=role.pk)


def _allow_download(gathering: Gathering) -> None:
    assert gathering.session is not None
    Session.objects.filter(pk=gathering.session.pk).update(may_download=True)
    gathering.session.refresh_from_db()


def _another_meeting(cast: Any, world: Any) -> Gathering:
    there = found(cast, name="もう一つの支援会議")
    seat(there, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    seat(there, ELSEWHERE, user=cast.roles[ELSEWHERE].user, organization=cast.suido)
    hold(there)
    _allow_download(there)
    summon(there, "lead", ELSEWHERE)
    put_on_agenda(there, world.own_case)
    return there


def _issued_there(cast: Any, world: Any, acting: Any, there: Gathering) -> PaperCopy:
    lines = [{"item": "stop_date", "label": "供給停止予定日", "text": ELSEWHERE_WORDS}]
    paper = composed(cast, world, acting, lines, there)
    with acting("lead") as lead:
        issue_paper(actor=lead, paper=paper)
    return PaperCopy.objects.get(paper=paper, member=there.members[ELSEWHERE])
