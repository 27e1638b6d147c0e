"""A session of 玉名 with a paper on its one item, to be issued or issued already."""

from typing import Any

from consent.vocabulary import Item
from organizations.scope import scope
from support_meetings.actions.papers import issue_paper, save_draft
from support_meetings.models import Paper, PaperCopy
from tests.meetings import Gathering, whole

SECRET = "電気は十二月四日に止まる"
LINES = [
    {"item": str(Item.STOP_DATE), "label": "電気：供給停止予定日（推定）", "text": SECRET},
    {"item": str(Item.NAME), "label": "氏名", "text": "玉名秘密之助"},
]


def composed(cast: Any, world: Any, acting: Any, lines: Any = None, gathering: Gathering | None = None) -> Paper:
    """A draft on the item of the gathering, or of a whole new one."""
    gathering = gathering or whole(cast, world.own_case)
    assert gathering.item is not None
    with acting("lead") as lead:
        return save_draft(actor=lead, item=gathering.item, version=0, lines=LINES if lines is None else lines)


def issued(cast: Any, world: Any, acting: Any, gathering: Gathering, **more: Any) -> dict[str, PaperCopy]:
    """The copies by the name under which their members sit."""
    paper = composed(cast, world, acting, gathering=gathering)
    with acting("lead") as lead:
        issue_paper(actor=lead, paper=paper, **more)
    names = {member.pk: name for name, member in gathering.members.items()}
    return {names[copy.member_id]: copy for copy in PaperCopy.objects.filter(paper=paper)}


def in_scope_of(user: Any) -> Any:
    """The rows that the database shows to this person at the portal."""
    return scope(user=user.pk)
