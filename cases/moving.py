"""What moves when two cases become one.

Each app declares in its `movers.py` what of a case it keeps; the modules are found like `admin.py`, so
that `cases` imports none of the apps above it. A mover remembers keys of rows and of their versions and
no data, and by these puts back exactly what it moved.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_update_with_history

from cases.errors import CaseRefusal
from cases.models import Case

Kept = dict[str, Any]
_AT_ONCE = 500


class Mover(Protocol):
    """What an app keeps of a case. Both cases are locked while it works."""

    @property
    def key(self) -> str:
        """Under which its keys are kept in `CaseMerge.moved`."""

    def move(self, source: Case, target: Case) -> Kept:
        """From the case that is merged to the one that stays; what `back` needs to know."""

    def back(self, source: Case, target: Case, kept: Kept) -> None:
        """What `move` did, undone; CaseRefusal where that is impossible now."""

    def told(self, case: Case) -> str:
        """How much there is in a case, in words; empty where there is nothing to say."""


_movers: list[Mover] = []


def register(mover: Mover) -> None:
    """Declare a mover; in an app's `movers.py`."""
    _movers.append(mover)


def movers() -> list[Mover]:
    """Those of all apps, in the order of their keys."""
    autodiscover_modules("movers")
    return sorted(_movers, key=lambda mover: mover.key)


def contents(case: Case) -> list[str]:
    """What lies in a case, in words: 「情報提供 2件」."""
    return [words for mover in movers() if (words := mover.told(case))]


@dataclass(frozen=True)
class Rows:
    """Mover of all rows of a model that belong to a case through `case`."""

    model: Any  # a model class with `case` and `history`
    words: Callable[[int], str]

    @property
    def key(self) -> str:
        """As "app.model"."""
        return str(self.model._meta.label_lower)

    def move(self, source: Case, target: Case) -> Kept:
        """All of them."""
        keys = list(self.model.objects.filter(case=source).order_by("pk").values_list("pk", flat=True))
        put(self.model, keys, source, target)
        return {"rows": [_plain(key) for key in keys]}

    def back(self, source: Case, target: Case, kept: Kept) -> None:
        """Those that came; what was added since stays."""
        put(self.model, kept.get("rows", []), target, source)

    def told(self, case: Case) -> str:
        """Their number."""
        count = self.model.objects.filter(case=case).count()
        return self.words(count) if count else ""


def put(model: Any, keys: Collection[Any], here: Case, there: Case) -> None:
    """Rows of one case into another, each with a version; all of them or, with CaseRefusal, none."""
    if not keys:
        return
    rows = list(model.objects.select_for_update(of=("self",)).filter(pk__in=keys, case=here).order_by("pk"))
    if len(rows) != len(keys):
        raise CaseRefusal(
            "moved_on", _("Something that came with this case no longer lies where it was put, so it cannot go back.")
        )
    for row in rows:
        row.case = there
    bulk_update_with_history(rows, model, ["case"], batch_size=_AT_ONCE)


def _plain(key: Any) -> int | str:
    return key if isinstance(key, int) else str(key)


def version_of(row: models.Model) -> int:
    """The key of a row's latest version."""
    versions = row.history.order_by("-history_id")  # type: ignore[attr-defined]  # every row that is moved keeps its history
    return int(versions.values_list("history_id", flat=True)[0])


def give_back(row: Any, before: int, after: int, fields: Collection[str]) -> None:
    """Set a row's fields to an earlier version, save those that somebody has changed since `after`."""
    versions = row.history.model.objects.in_bulk([before, after])
    for field in fields:
        if getattr(row, field) == getattr(versions[after], field):
            setattr(row, field, getattr(versions[before], field))
