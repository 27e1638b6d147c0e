"""Lists by key: the next page begins after the last row shown, however deep one reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

SIZE = 50
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page; `next_url` is empty on the last one."""

    rows: list[Row]
    next_url: str
    is_first: bool

    @property
    def ids(self) -> list[int | UUID]:
        """Keys of all rows, for the access log."""
        return [row.pk for row in self.rows]


def page_newest_first(request: HttpRequest, rows: QuerySet[Row], moment: str) -> Page[Row]:
    """A page of `rows`, latest `moment` (a datetime field) first, as `?after=` says.

    One query, however many rows there are. A key that is not ours gives the first page.
    """
    salt = f"audit.paging.{rows.model._meta.label}"
    after = _read(request.GET.get("after", ""), salt)
    ordered = rows.order_by(f"-{moment}", "id")
    if after:
        at, last = after
        ordered = ordered.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "id__gt": last}))
    found = list(ordered[: SIZE + 1])
    shown = found[:SIZE]
    more = len(found) > SIZE
    return Page(shown, _next(request, shown, moment, salt) if more else "", is_first=after is None)


def _next(request: HttpRequest, shown: Sequence[Model], moment: str, salt: str) -> str:
    last = shown[-1]
    key = signing.dumps([getattr(last, moment).isoformat(), str(last.pk)], salt=salt)
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return "?" + urlencode({**kept, "after": key})


def _read(key: str, salt: str) -> tuple[datetime, str] | None:
    try:
        at, last = signing.loads(key, salt=salt)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(at), str(last)
