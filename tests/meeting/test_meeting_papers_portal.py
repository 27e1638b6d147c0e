"""What the portal's database log-in can read of papers: exactly the rows of the own copies."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from organizations.scope import log_in_as, scope
from support_meetings.actions.reading import open_copy
from support_meetings.models import (
    AgendaItem,
    Appointment,
    CopyOpening,
    Decision,
    Exclusion,
    Medium,
    Paper,
    PaperCopy,
    Pledge,
    Session,
    Summons,
)
from tests.conftest import DoorClient
from tests.meeting.paper_cast import issued
from tests.meetings import Gathering, seat, summon

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]


def _url(copy: PaperCopy, name: str = "copy") -> str:
    return reverse(name, args=[copy.pk], urlconf="config.urls_portal")


ROOM = "/room/"


def _open(acting: Any, copy: PaperCopy, **more: Any) -> Any:
    """By the member, as the portal's database log-in."""
    with acting("member") as member:
        own = PaperCopy.objects.select_related("appointment__organization", "sender_organization").get(pk=copy.pk)
        return open_copy(actor=member, copy=own, device="a" * 16, **more)


def test_the_database_shows_the_portal_exactly_the_own_rows(
    cast: Any, world: Any, acting: Any, gathering: Gathering, browser: Browser
) -> None:
    """Without any condition of ours: what row security leaves."""
    seat(gathering, "second", user=cast.roles["staff"].user, organization=cast.denki)
    summon(gathering, "second")
    copies = issued(cast, world, acting, gathering)
    PaperCopy.objects.filter(pk=copies["second"].pk).update(reader=cast.roles["staff"].user, medium=Medium.PORTAL)
    browser("member").get(_url(copies["member"]))
    CopyOpening.objects.create(
        municipality=cast.tamana, copy=copies["second"], user=cast.roles["staff"].user, device="b" * 16
    )
    own: dict[Any, set[Any]] = {
        PaperCopy: {copies["member"].pk},
        CopyOpening: set(CopyOpening.objects.filter(copy=copies["member"]).values_list("pk", flat=True)),
        Summons: {gathering.summonses["member"].pk},
        Appointment: {gathering.appointments["member"].pk},
        Pledge: {gathering.appointments["member"].pledge.pk},
    }
    for model, keys in own.items():
        assert model.objects.count() > len(keys) == 1
    with log_in_as("portal"), scope(user=cast.roles["member"].user.pk):
        for model, keys in own.items():
            assert set(model.objects.values_list("pk", flat=True)) == keys, model
    with log_in_as("portal"), scope(municipality=cast.tamana.pk, organization=cast.denki.pk):
        assert [model for model in own if model.objects.exists()] == []


@pytest.mark.parametrize("model", [AgendaItem, Paper, Session, Decision, Exclusion])
def test_what_the_portal_may_never_read_is_denied_by_the_database(cast: Any, copy: PaperCopy, model: Any) -> None:
    everything = {"municipality": cast.tamana.pk, "organization": cast.denki.pk, "user": copy.reader_id}
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with log_in_as("portal"), scope(**everything), denied, transaction.atomic():
        model.objects.count()


def test_the_portal_cannot_change_a_copy(cast: Any, copy: PaperCopy) -> None:
    denied = pytest.raises(ProgrammingError, match="permission denied")
    later = "UPDATE support_meetings_papercopy SET closes_at = now() + interval '1 year'"
    with log_in_as("portal"), scope(user=copy.reader_id), denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(later)
