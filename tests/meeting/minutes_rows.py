"""A session that is being held now, for tests of its minutes."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from support_meetings.models import AgendaItem, Decision
from tests.meetings import Gathering, found, hold, other_organization, put_on_agenda, seat, summon


def url(name: str, *args: Any) -> str:
    """An address at the agency's door."""
    return reverse(name, urlconf="config.urls_agency", args=args)


def held(cast: Any, case: Any, *, number: int = 1, **fields: Any) -> Gathering:
    """Lead, a member of the electricity company and 民生委員 on paper, in a session that began a minute ago."""
    gathering = found(cast, **fields)
    for name, user, organization in (
        ("lead", cast.roles["lead"].user, cast.tamana_agency),
        ("member", cast.roles["member"].user, cast.denki),
        ("commissioner", None, other_organization()),
    ):
        seat(gathering, name, user=user, organization=organization)
    begin(gathering, number=number)
    put_on_agenda(gathering, case)
    return gathering


def begin(gathering: Gathering, *, number: int = 1) -> None:
    """A session of the meeting, begun a minute ago, with everybody summoned."""
    hold(gathering, starts_at=timezone.now() - timedelta(minutes=1), number=number)
    summon(gathering, *gathering.appointments)


def decided(item: AgendaItem, *, what: str = "電話をかける", due_on: date | None = None, **fields: Any) -> Decision:
    """A decision on the item's case, due in ten days unless told otherwise."""
    day = due_on or timezone.localdate() + timedelta(days=10)
    return Decision.objects.create(
        municipality=item.municipality, item=item, case=item.case, what=what, due_on=day, **fields
    )


def everybody_came(gathering: Gathering) -> None:
    """Attendance of all is recorded."""
    for summons in gathering.summonses.values():
        summons.attendance = "present"
        summons.save()


def with_result(gathering: Gathering, words: str = "みんなで見守る。") -> AgendaItem:
    """The item has its result."""
    item = gathering.item
    assert item is not None
    item.result = words
    item.save()
    return item


def sitting_of(world: Any) -> Gathering:
    """A session of 玉名 that has begun, about the world's own case; nobody is summoned."""
    here: Any = SimpleNamespace(tamana=world.own_case.municipality, tamana_agency=world.own_case.agency)
    gathering = found(here)
    hold(gathering, starts_at=timezone.now() - timedelta(minutes=1))
    put_on_agenda(gathering, world.own_case)
    return gathering


def session_of(world: Any) -> dict[str, Any]:
    """Its address."""
    session = sitting_of(world).session
    assert session is not None
    return {"pk": session.pk}


def item_of(world: Any) -> dict[str, Any]:
    """The address of its item."""
    item = sitting_of(world).item
    assert item is not None
    return {"pk": item.pk}


def decision_of(world: Any) -> dict[str, Any]:
    """The address of a decision on its item."""
    item = sitting_of(world).item
    assert item is not None
    return {"pk": decided(item).pk}
