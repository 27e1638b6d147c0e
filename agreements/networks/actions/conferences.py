"""A conference is planned, changed, held, and closed with its minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Conference, ConferenceAttendance, Network
from agreements.networks.access import members_on
from agreements.networks.actions.networks import lock_open
from agreements.networks.errors import NetworkRefusal, check_version
from organizations.actors import Actor


@dataclass(frozen=True)
class Plan:
    """What is said beforehand. `agenda`: the items' words, in order, which name nobody."""

    title: str
    held_on: date
    begins: time | None
    place: str
    agenda: list[str]


@dataclass(frozen=True)
class Came:
    """Who came for one member; `people` 0 where nobody did."""

    member_id: int
    people: int
    names: str


class Verb(Protocol):
    """Something that is done with a conference as it stood on the page."""

    def __call__(self, *, actor: Actor, conference: Conference, version: int) -> Conference: ...


@transaction.atomic
def plan_conference(*, actor: Actor, network: Network, plan: Plan) -> Conference:
    """A new one."""
    locked = lock_open(actor, network.pk)
    if plan.held_on < locked.founded_on:
        raise NetworkRefusal("before_founding", _("The network was founded after this day. Look at the day again."))
    return Conference.objects.create(municipality_id=actor.tenant, network=locked, **vars(plan))


def _lock(actor: Actor, conference: Conference, version: int | None = None) -> Conference:
    """Locked and still open; NetworkRefusal otherwise."""
    locked = Conference.objects.select_for_update().get(pk=conference.pk, municipality_id=actor.tenant)
    if locked.closed_at is not None:
        raise NetworkRefusal("conference_closed", _("This conference is closed. Its records stay as they are."))
    if locked.cancelled_at is not None:
        raise NetworkRefusal("conference_cancelled", _("This conference was cancelled. Plan a new one."))
    if version is not None:
        check_version(version, locked.version)
    return locked


def _save(conference: Conference) -> Conference:
    conference.version += 1
    conference.save()
    return conference


@transaction.atomic
def edit_conference(*, actor: Actor, conference: Conference, plan: Plan, version: int) -> Conference:
    """Title, day, place and agenda. The day stays where attendance stands recorded for it."""
    network = lock_open(actor, conference.network_id)
    locked = _lock(actor, conference, version)
    if plan.held_on < network.founded_on:
        raise NetworkRefusal("before_founding", _("The network was founded after this day. Look at the day again."))
    if plan.held_on != locked.held_on and ConferenceAttendance.objects.filter(conference=locked).exists():
        raise NetworkRefusal("attendance_recorded", _("Attendance is recorded for this day, so the day stays."))
    for name, value in vars(plan).items():
        setattr(locked, name, value)
    return _save(locked)


@transaction.atomic
def record_attendance(*, actor: Actor, conference: Conference, came: Sequence[Came], version: int) -> int:
    """All of `came` in one statement; how many members came. Only members of that day."""
    locked = _lock(actor, conference, version)
    if locked.held_on > timezone.localdate():
        raise NetworkRefusal("not_yet_held", _("Attendance is recorded from the day of the conference on."))
    here = set(members_on(locked.network, locked.held_on).values_list("pk", flat=True))
    if not {one.member_id for one in came} <= here:
        raise NetworkRefusal("not_a_member", _("One of these is not a member on that day. Load the page again."))
    rows = [_attendance(actor, locked, one) for one in came]
    ConferenceAttendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["conference", "member"],
        update_fields=["came", "people", "names"],
    )
    _save(locked)
    return sum(row.came for row in rows)


def _attendance(actor: Actor, conference: Conference, one: Came) -> ConferenceAttendance:
    return ConferenceAttendance(
        municipality_id=actor.tenant,
        conference=conference,
        member_id=one.member_id,
        came=one.people > 0,
        people=one.people,
        names=one.names if one.people else "",
    )


@transaction.atomic
def write_minutes(*, actor: Actor, conference: Conference, minutes: str, version: int) -> Conference:
    """What was said, about nobody."""
    locked = _lock(actor, conference, version)
    locked.minutes = minutes
    return _save(locked)


@transaction.atomic
def close_conference(*, actor: Actor, conference: Conference, version: int) -> Conference:
    """After the day, with attendance and minutes; from then on nothing changes."""
    locked = _lock(actor, conference, version)
    if locked.held_on > timezone.localdate():
        raise NetworkRefusal(
            "not_yet_held", _("It can be closed from its day on. If it does not take place, cancel it.")
        )
    if not locked.minutes.strip():
        raise NetworkRefusal("no_minutes", _("Write the minutes first. A few lines are enough."))
    if not ConferenceAttendance.objects.filter(conference=locked).exists():
        raise NetworkRefusal("no_attendance", _("Record the attendance first."))
    locked.closed_at = timezone.now()
    return _save(locked)


@transaction.atomic
def cancel_conference(*, actor: Actor, conference: Conference, version: int) -> Conference:
    """It does not take place. What was written stays."""
    locked = _lock(actor, conference, version)
    if ConferenceAttendance.objects.filter(conference=locked, came=True).exists():
        raise NetworkRefusal("was_held", _("Somebody came, so it took place. Close it instead."))
    locked.cancelled_at = timezone.now()
    return _save(locked)
