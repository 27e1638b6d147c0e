"""Lists by key: the next page begins after the last row shown, however deep one reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
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
    """A page of `rows`, latest `moment` (a datetime field) first."""
    return page_of(request, rows, f"-{moment}", "id")


def page_of(request: HttpRequest, rows: QuerySet[Row], *keys: str, size: int = SIZE) -> Page[Row]:
    """A page of `rows` in the order of `keys`, those with a minus downwards; the last one is unique.

    One query, however many rows there are. The place is signed in `?after=`; one that is not ours gives the first page.
    """
    salt = f"audit.paging.{rows.model._meta.label}.{'.'.join(keys)}"
    after = _read(request.GET.get("after", ""), salt)
    ordered = rows.order_by(*keys)
    if after:
        ordered = ordered.filter(_behind(keys, after))
    found = list(ordered[: size + 1])
    shown = found[:size]
    return Page(shown, _next(request, shown[-1], keys, salt) if len(found) > size else "", after is None)


def _behind(keys: Sequence[str], after: Sequence[Any]) -> Q:
    """(a, b) > (x, y), spelled so that each key may reach over a relation."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, after, strict=True):
        name, verb = key.removeprefix("-"), "lt" if key.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{verb}": value})
        equal &= Q(**{name: value})
    return condition


def _next(request: HttpRequest, last: Model, keys: Sequence[str], salt: str) -> str:
    place = signing.dumps([_plain(last, key.removeprefix("-")) for key in keys], salt=salt)
    kept = [(name, value) for name, values in request.GET.lists() if name != "after" for value in values]
    return "?" + urlencode([*kept, ("after", place)])


def _plain(row: Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _read(place: str, salt: str) -> list[Any] | None:
    try:
        return list(signing.loads(place, salt=salt)) if place else None
    except signing.BadSignature:
        return None
