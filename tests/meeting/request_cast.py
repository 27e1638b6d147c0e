"""A request of 玉名's support meeting to the electricity company about the world's own case."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from consent.vocabulary import Item
from organizations.actors import Actor
from organizations.models import RoleAssignment
from support_meetings.actions.answers import Said
from support_meetings.actions.requests import Asking, issue_request
from support_meetings.models import AnswerKind, CooperationRequest
from tests.meetings import Gathering, whole
from tests.world import World

ABOUT = {"name": "玉名秘密之助", "address": "熊本県玉名市岩崎1-2-3"}
WORDS = "二か月分、一万八千円"


def asking(organization_id: int | None, **fields: Any) -> Asking:
    """Arrears and note, within two weeks, unless told otherwise."""
    return Asking(
        **{
            "organization_id": organization_id,
            "new_name": "",
            "attention": "お客様係",
            "about": ABOUT,
            "items": [Item.ARREARS, Item.NOTE],
            "question": "止めないで待てるかを話し合うため。",
            "due_on": timezone.localdate() + timedelta(days=14),
            **fields,
        }
    )


def said(kind: AnswerKind = AnswerKind.GIVEN, **fields: Any) -> Said:
    """The arrears, unless told otherwise."""
    given = {"arrears": WORDS} if kind == AnswerKind.GIVEN else {}
    return Said(**{"id": uuid4(), "kind": kind, "given": given, **fields})


def issued(acting: Any, gathering: Gathering, organization_id: int | None, **fields: Any) -> CooperationRequest:
    """By the caseworker."""
    assert gathering.item is not None
    with acting("caseworker") as actor:
        return issue_request(actor=actor, item=gathering.item, asking=asking(organization_id, **fields))


def overdue(request: CooperationRequest) -> None:
    """The day for the answer was yesterday."""
    CooperationRequest.objects.filter(pk=request.pk).update(due_on=timezone.localdate() - timedelta(days=1))


def _role(name: str) -> RoleAssignment:
    rows = RoleAssignment.objects.select_related("user", "organization", "municipality")
    return rows.get(user__email=f"{name}@example.jp")


def item_of(world: World) -> dict[str, Any]:
    """For the walk over all addresses: an item."""
    return {"pk": _gathering(world).item.pk}


def request_of(world: World) -> dict[str, Any]:
    """A request to the electricity company."""
    return {"pk": _request(world, ABOUT).pk}


def number_of(world: World) -> dict[str, Any]:
    """Its number; about somebody whom the walk does not look for."""
    return {"number": _request(world, {"name": "岩崎の方"}).number}


def _gathering(world: World) -> Gathering:
    here: Any = SimpleNamespace(
        tamana=world.own_case.municipality,
        tamana_agency=world.own_case.agency,
        denki=world.own_new.utility,
        roles={name: _role(name) for name in ("lead", "member")},
    )
    return whole(here, world.own_case)


def _request(world: World, about: dict[str, str]) -> CooperationRequest:
    item = _gathering(world).item
    assert item is not None
    wanted = asking(world.own_new.utility_id, about=about)
    return issue_request(actor=Actor.of(_role("caseworker")), item=item, asking=wanted)
