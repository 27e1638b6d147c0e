"""What the rows of issued papers are asked about: one on nobody, and one about 玉名's own household."""

from io import BytesIO
from typing import Any

import pikepdf

from documents.archive import Paper, issue
from documents.models import DocumentKind
from organizations.actors import Actor
from organizations.models import RoleAssignment
from tests.world import World


def paper(number: str = "文-1", *, words: str = "ひとつ目", is_personal: bool = False, **more: Any) -> Paper:
    """Drawn by nothing but its own words, as a real PDF."""
    content = {"words": words}
    return Paper(
        **{
            "kind": DocumentKind.OTHER,
            "number": number,
            "title": "お知らせ",
            "about": "cases.case:1",
            "content": content,
            "draw": lambda: drawn(words),
            "is_personal": is_personal,
            **more,
        }
    )


def drawn(words: str) -> bytes:
    """A one-page PDF with the words as its title."""
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page()
    with made.open_metadata(set_pikepdf_as_editor=False) as said:
        said["dc:title"] = words
    made.save(out, deterministic_id=True)
    return out.getvalue()


def _lead() -> Actor:
    rows = RoleAssignment.objects.select_related("user", "organization", "municipality")
    return Actor.of(rows.get(user__email="lead@example.jp"))


def public_of(_world: World) -> dict[str, Any]:
    """About nobody."""
    return {"pk": issue(actor=_lead(), paper=paper()).pk}
