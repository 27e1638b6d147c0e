"""発行: a paper is drawn once, kept with what it was drawn from, and given out again byte for byte."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import DocumentKind, IssuedDocument
from organizations.actors import Actor
from organizations.sealing import seal, unseal


@dataclass(frozen=True)
class Paper:
    """A paper about to be issued.

    `about` names the row it is issued for ("support_meetings.appointment:12"). `content` is all that it is drawn from,
    a dataclass or a mapping of plain values; `draw` makes the PDF of it. `provisions`: (statute, article, text) in
    force on the paper's day. `is_personal`: it names a household.
    """

    kind: DocumentKind
    number: str
    title: str
    about: str
    content: Any = field(repr=False)
    draw: Callable[[], bytes]
    issued_on: date | None = None
    provisions: Sequence[tuple[str, str, str]] = ()
    is_personal: bool = False
    language: str = "ja"


@transaction.atomic
def issue(*, actor: Actor, paper: Paper) -> IssuedDocument:
    """The kept paper, drawn at the first call.

    While what it is drawn from stays the same, the kept one is given back. Once that has changed, a further issue is
    drawn and kept that names the earlier one as replaced; the earlier one stays as it is. Raises what `draw` raises.
    """
    snapshot = snapshot_of(paper.content)
    latest = _latest(actor, paper)
    if latest is not None and unseal(bytes(latest.snapshot)) == snapshot:
        return latest
    content = paper.draw()
    try:
        with transaction.atomic():
            return _keep(actor, paper, snapshot, content, latest)
    except IntegrityError:  # somebody issued it at the same moment
        latest = _latest(actor, paper)
        if latest is None or unseal(bytes(latest.snapshot)) != snapshot:
            raise
        return latest


def snapshot_of(content: Any) -> bytes:
    """Canonical JSON of a dataclass or mapping: the same data gives the same bytes."""
    plain: Mapping[str, Any] = asdict(content) if is_dataclass(content) and not isinstance(content, type) else content
    return json.dumps(plain, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False).encode()


def bytes_of(document: IssuedDocument) -> bytes:
    """The PDF as it was issued. ValueError if it is not what its SHA-256 says, which only damage could cause."""
    content = unseal(bytes(document.content))
    if hashlib.sha256(content).hexdigest() != document.digest:
        raise ValueError(f"The kept paper {document.pk} is not what was issued.")
    return content


def _latest(actor: Actor, paper: Paper) -> IssuedDocument | None:
    rows = IssuedDocument.objects.filter(municipality_id=actor.tenant, kind=paper.kind, about=paper.about)
    return rows.filter(number=paper.number).order_by("-revision").first()


def _keep(
    actor: Actor, paper: Paper, snapshot: bytes, content: bytes, replaced: IssuedDocument | None
) -> IssuedDocument:
    return IssuedDocument.objects.create(
        municipality_id=actor.tenant,
        kind=paper.kind,
        number=paper.number,
        revision=replaced.revision + 1 if replaced else 1,
        title=paper.title,
        language=paper.language,
        about=paper.about,
        is_personal=paper.is_personal,
        issued_on=paper.issued_on or timezone.localdate(),
        issued_by_id=actor.user_id,
        snapshot=seal(snapshot),
        content=seal(content),
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=_pages(content),
        provisions=[{"statute": one[0], "article": one[1], "text": one[2]} for one in paper.provisions],
        replaces=replaced,
    )


def _pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as opened:
        return len(opened.pages)
