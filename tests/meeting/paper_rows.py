"""What the rows of the meeting's papers are asked about: an item, a session, a copy on paper, a member's own copy."""

from types import SimpleNamespace
from typing import Any

from organizations.actors import Actor
from organizations.models import RoleAssignment
from support_meetings.actions.papers import issue_paper, save_draft
from support_meetings.models import Medium, PaperCopy
from tests.meetings import Gathering, whole
from tests.world import TAMANA_SECRET, World


def _role(name: str) -> RoleAssignment:
    return RoleAssignment.objects.select_related("user", "organization", "municipality").get(
        user__email=f"{name}@example.jp"
    )


def _gathering(world: World) -> Gathering:
    here: Any = SimpleNamespace(
        tamana=world.own_case.municipality,
        tamana_agency=world.own_case.agency,
        denki=world.own_new.utility,
        roles={name: _role(name) for name in ("lead", "member")},
    )
    return whole(here, world.own_case)


def _composed(world: World, text: str) -> Any:
    gathering = _gathering(world)
    assert gathering.item is not None
    line = {"item": "name", "label": "氏名", "text": text}
    return save_draft(actor=Actor.of(_role("lead")), item=gathering.item, version=0, lines=[line])


def item_of(world: World) -> dict[str, Any]:
    """With a draft that holds the household's name."""
    return {"pk": _composed(world, TAMANA_SECRET).item_id}


def session_of(world: World) -> dict[str, Any]:
    """With copies of a paper that holds it."""
    return {"pk": _issued(world, TAMANA_SECRET, Medium.PAPER).session_id}


def printed_copy_of(world: World) -> dict[str, Any]:
    """The copy of somebody who has no log-in."""
    return {"pk": _issued(world, TAMANA_SECRET, Medium.PAPER).pk}


def own_copy_of(world: World) -> dict[str, Any]:
    """The member's, who may read it."""
    return {"pk": _issued(world, "三丁目の世帯", Medium.PORTAL).pk}


def summons_of(world: World) -> dict[str, Any]:
    """The member's."""
    return {"pk": _gathering(world).summonses["member"].pk}


def _issued(world: World, text: str, medium: Medium) -> PaperCopy:
    paper = _composed(world, text)
    issue_paper(actor=Actor.of(_role("lead")), paper=paper)
    PaperCopy.objects.filter(paper=paper).update(may_download=True)
    return PaperCopy.objects.filter(paper=paper, medium=medium).order_by("number")[0]
