"""Pages that show several apps at once: each app offers what it knows in `timeline.py` and `panels.py`.

The modules are found like `admin.py`; `cases` never imports the apps above it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from cases.models import Case, CaseMerge
from japanese import display
from organizations.actors import Actor
from organizations.models import User

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One line of a case's timeline. `icon` and `tone` are names of the design system.

    `at` is a day where nobody knows the hour; it stands before what happened on that day.
    """

    at: datetime | date
    icon: str
    title: Words
    body: Words = ""
    actor: str = ""
    tone: str = "neutral"
    url: str = ""

    @property
    def href(self) -> str:
        """As components/timeline.html calls it."""
        return self.url

    @property
    def moment(self) -> datetime:
        """Where it stands in the order."""
        if isinstance(self.at, datetime):
            return self.at
        return timezone.make_aware(datetime.combine(self.at, time.min))


@dataclass(frozen=True)
class Panel:
    """A part of a composed page: a template with its context. `column` is "main" or "side".

    The page gives it a <section> with the id `anchor` and the title as its heading of level 2; the
    template sees the panel as `panel` and begins with headings of level 3.
    """

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
HistoryOf = Callable[[Case], Any]

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
    """Declare a queryset of history rows (of django-simple-history) that belong to a case."""
    _histories.append(source)
    return source


def shown_by(model: Any, field: str) -> None:
    """Declare by which of its fields a row of this model stands in the history of another one."""
    _NAMED[model] = field


def timeline(case: Case) -> list[Entry]:
    """Everything that happened, newest first."""
    autodiscover_modules("timeline")
    return sorted((entry for source in _timelines for entry in source(case)), key=lambda e: e.moment, reverse=True)


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
    pairs = [pair for source in _histories for pair in _pairs(source(case))]
    names = _names_in(pairs)
    found = [*_merged(case), *(change for pair in pairs for change in _differences(pair, names))]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _merged(case: Case) -> Iterable[Change]:
    """Cases that became part of this one, and those that were taken out again."""
    what, field = Case._meta.verbose_name or "", _("merged cases")
    for merge in CaseMerge.objects.filter(target=case).select_related("source", "by", "undone_by"):
        number = merge.source.number
        yield Change(merge.at, merge.by.name, what, field, "—", number)
        if merge.undone_at and merge.undone_by:
            yield Change(merge.undone_at, merge.undone_by.name, what, field, number, "—")


_KEYS = {"name_key", "kana_key", "phone_key", "address_key", "place_key", "block_key", "kana_head", "kana_tail"}
# In which case a row lies changes with a merge, which stands here once and not with every row.
_UNSHOWN = {*_KEYS, "version", "submission", "reviewed_at", "case"}
_NAMED: dict[Any, str] = {User: "name", Case: "number"}
Pair = tuple[Any, Any]
Names = Mapping[tuple[Any, int], str]


def _pairs(rows: Any) -> Iterable[Pair]:
    """Neighbouring versions of each row, the older one first; one query for each kind of row."""
    earlier: dict[Any, Any] = {}
    for record in rows.select_related("history_user").order_by("history_date", "history_id"):
        key = record.history_object.pk
        if key in earlier:
            yield earlier[key], record
        earlier[key] = record


def _differences(pair: Pair, names: Names) -> Iterable[Change]:
    after = pair[1]
    who = after.history_user.name if after.history_user else "—"
    what = after.instance_type._meta.verbose_name
    for one in _changed(pair):
        old, new = (_word(one, getattr(row, one.attname), names) for row in pair)
        yield Change(after.history_date, who, what, one.verbose_name, old, new)


def _changed(pair: Pair) -> list[Any]:
    before, after = pair
    fields = after.instance_type._meta.concrete_fields
    return [f for f in fields if f.name not in _UNSHOWN and getattr(before, f.attname) != getattr(after, f.attname)]


def _names_in(pairs: Iterable[Pair]) -> Names:
    """Words for the ids of people and cases among the changes, in one query for each kind."""
    ids: dict[Any, set[Any]] = {model: set() for model in _NAMED}
    for pair in pairs:
        for one in _changed(pair):
            if one.related_model in ids:
                ids[one.related_model] |= {getattr(row, one.attname) for row in pair} - {None}
    found = ((model, model._default_manager.filter(pk__in=keys)) for model, keys in ids.items() if keys)
    return {(model, pk): word for model, rows in found for pk, word in rows.values_list("pk", _NAMED[model])}


def _word(model_field: Any, value: Any, names: Names) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return display.moment(value) if isinstance(value, datetime) else display.long_day(value)
    if model_field.related_model in _NAMED:
        return names.get((model_field.related_model, value), "—")
    return str(dict(model_field.flatchoices).get(value, value))


def with_values(panels: Iterable[Panel], values: Mapping[str, Mapping[str, Any]]) -> list[Panel]:
    """The panels, with other values in the context of those whose anchor is named.

    A form that was refused goes back into its panel this way, with what was typed.
    """
    return [replace(panel, context={**panel.context, **values.get(panel.anchor, {})}) for panel in panels]
