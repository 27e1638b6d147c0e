"""The only doors by which a view gets at issued papers. Missing and foreign are the same 404."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models import Q
from django.http import Http404

from documents.models import DocumentKind, IssuedDocument
from organizations.actors import Actor

SIZE = 50
_SALT = "documents.archive"
_WITHOUT = ("content", "snapshot")


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to: part of a number or the beginning of a SHA-256, a kind, days of issue."""

    words: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ArchivePage:
    """The rows of one page; `following` is the key of the next one, blank on the last."""

    rows: list[IssuedDocument]
    following: str


def access_document(actor: Actor, pk: UUID) -> IssuedDocument:
    """One issued paper that the actor may see."""
    rows = IssuedDocument.objects.visible_to(actor).select_related("issued_by", "replaces", "successor")
    document = rows.filter(pk=pk).first()
    if document is None:
        raise Http404
    return document


def archive_page(actor: Actor, wanted: Wanted, after: str = "") -> ArchivePage:
    """The latest first, in one query, without the papers themselves."""
    rows = IssuedDocument.objects.visible_to(actor).select_related("issued_by", "successor").defer(*_WITHOUT)
    rows = rows.filter(_narrowing(wanted)).order_by("-issued_at", "-id")
    if key := _read(after):
        moment, last = key
        rows = rows.filter(Q(issued_at__lt=moment) | Q(issued_at=moment, id__lt=last))
    found = list(rows[: SIZE + 1])
    if len(found) <= SIZE:
        return ArchivePage(found, "")
    shown = found[:SIZE]
    return ArchivePage(shown, signing.dumps([shown[-1].issued_at.isoformat(), str(shown[-1].pk)], salt=_SALT))


def _narrowing(wanted: Wanted) -> Q:
    condition = Q()
    if wanted.words:
        condition &= Q(number__icontains=wanted.words) | Q(digest__startswith=wanted.words.lower())
    if wanted.kind in DocumentKind.values:
        condition &= Q(kind=wanted.kind)
    if wanted.since:
        condition &= Q(issued_on__gte=wanted.since)
    if wanted.until:
        condition &= Q(issued_on__lte=wanted.until)
    return condition


def _read(key: str) -> tuple[datetime, UUID] | None:
    try:
        moment, last = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(moment), UUID(last)
