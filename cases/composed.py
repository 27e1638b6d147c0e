"""Pages that show several apps at once: each app offers what it knows in `timeline.py` and `panels.py`.

The modules are found like `admin.py`; `cases` never imports the apps above it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from cases.models import Case
from organizations.actors import Actor

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One line of a case's timeline. `icon` and `tone` are names of the design system."""

    at: datetime
    icon: str
    title: Words
    body: Words = ""
    actor: str = ""
    tone: str = "neutral"
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of a composed page: a template with its context. `column` is "main" or "side"."""

    order: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    column: str = "main"
    anchor: str = ""
    title: Words = ""


@dataclass(frozen=True)
class Change:
    """Who changed what: one field of one row."""

    at: datetime
    who: str
    what: Words
    field: Words
    before: str
    after: str


TimelineOf = Callable[[Case], Iterable[Entry]]
CasePanelOf = Callable[[Case, Actor], Panel | None]
TodayPanelOf = Callable[[Actor], Panel | None]
HistoryOf = Callable[[Case], Iterable[Any]]

_timelines: list[TimelineOf] = []
_case_panels: list[CasePanelOf] = []
_today_panels: list[TodayPanelOf] = []
_histories: list[HistoryOf] = []


def timeline_source(source: TimelineOf) -> TimelineOf:
    """Declare what an app adds to the timeline."""
    _timelines.append(source)
    return source


def case_panel(panel: CasePanelOf) -> CasePanelOf:
    """Declare a part of the case page."""
    _case_panels.append(panel)
    return panel


def today_panel(panel: TodayPanelOf) -> TodayPanelOf:
    """Declare a part of the page "today"."""
    _today_panels.append(panel)
    return panel


def history_source(source: HistoryOf) -> HistoryOf:
    """Declare history querysets (of django-simple-history) that belong to a case."""
    _histories.append(source)
    return source


def timeline(case: Case) -> list[Entry]:
    """Everything that happened, newest first."""
    autodiscover_modules("timeline")
    return sorted((entry for source in _timelines for entry in source(case)), key=lambda e: e.at, reverse=True)


def case_panels(case: Case, actor: Actor) -> list[Panel]:
    """The parts of the case page in order."""
    autodiscover_modules("panels")
    found = (panel(case, actor) for panel in _case_panels)
    return sorted((panel for panel in found if panel), key=lambda p: p.order)


def today_panels(actor: Actor) -> list[Panel]:
    """The parts of the page "today" in order."""
    autodiscover_modules("panels")
    found = (panel(actor) for panel in _today_panels)
    return sorted((panel for panel in found if panel), key=lambda p: p.order)


def changes(case: Case) -> list[Change]:
    """Who changed what, newest first."""
    autodiscover_modules("timeline")
    found = [change for source in _histories for rows in source(case) for change in _changes(rows)]
    return sorted(found, key=lambda c: c.at, reverse=True)


_UNSHOWN = {"version", "name_key", "kana_key", "phone_key", "address_key", "submission", "reviewed_at"}


def _changes(rows: Any) -> Iterable[Change]:
    """Field by field between neighbouring versions of each row; one query for each kind of row."""
    earlier: dict[Any, Any] = {}
    for record in rows.select_related("history_user").order_by("history_date", "history_id"):
        key = record.pk if record.history_object is None else record.history_object.pk
        before = earlier.get(key)
        earlier[key] = record
        if before is not None:
            yield from _differences(before, record)


def _differences(before: Any, after: Any) -> Iterable[Change]:
    who = after.history_user.name if after.history_user else "—"
    model = after.instance_type
    for one in model._meta.concrete_fields:
        old, new = getattr(before, one.attname), getattr(after, one.attname)
        if old != new and one.name not in _UNSHOWN:
            yield Change(after.history_date, who, model._meta.verbose_name, one.verbose_name, _word(one, old), _word(one, new))


def _word(model_field: Any, value: Any) -> str:
    if value in (None, ""):
        return "—"
    choices = dict(model_field.flatchoices)
    return str(choices.get(value, value))
