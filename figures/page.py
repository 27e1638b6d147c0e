"""What page, workbook and report are made of."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.words import listed
from figures.charts import bar_of, columns_of, funnel_of
from figures.counting import YearCounts, year_counts, years_with_figures
from figures.publishing import Cell, Shown, glance, inside, outside
from figures.words import days_words
from figures.years import Year
from organizations.actors import Actor, NoActor
from referrals.forms.fields import offer

#: Which tables stand under which heading.
SECTIONS: tuple[tuple[str, object, tuple[str, ...]], ...] = (
    ("months", gettext_lazy("Month by month"), ("months",)),
    ("who", gettext_lazy("Who told us"), ("senders", "offices")),
    ("how", gettext_lazy("How, about what, on which ground"), ("channels", "supplies", "routes", "danger")),
    ("became", gettext_lazy("What came of the reports"), ("reached", "taken", "other", "set_aside")),
    (
        "leaflets",
        gettext_lazy("Guidance only: leaflets"),
        ("guidance_months", "guidance_companies", "guidance_offices", "guidance_languages", "guidance_ways"),
    ),
    ("codes", gettext_lazy("Who came by a leaflet"), ("codes_opened", "codes_called", "callbacks")),
    ("refused", gettext_lazy("What the law refused"), ("refusals",)),
    ("meetings", gettext_lazy("Support meeting"), ("sessions", "items", "requests")),
)
VERSIONS = ("inside", "outside")
WITH_COLUMNS = ("months", "guidance_months")


class YearForm(forms.Form):
    """Which fiscal year; the present one unless chosen otherwise."""

    year = forms.TypedChoiceField(label=gettext_lazy("Fiscal year"), coerce=int, empty_value=None, required=False)

    def __init__(self, years: list[Year], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["year"], [(year.begun, year.words) for year in years])


@dataclass(frozen=True)
class Asked:
    """The year asked for and the one before, counted."""

    form: YearForm
    now: YearCounts
    before: YearCounts


def asked(actor: Actor, query: Any) -> Asked:
    """`query` is the request's; a year without figures gives the present one."""
    years = years_with_figures(actor)
    form = YearForm(years, query)
    chosen = form.cleaned_data["year"] if form.is_valid() else None
    year = Year(chosen) if chosen else years[0]
    now, before = year_counts(actor, year), year_counts(actor, year.before)
    if now is None or before is None:
        raise NoActor(_("This role reads no figures."))
    return Asked(form, now, before)


def page_context(found: Asked) -> dict[str, Any]:
    """Everything that the page shows."""
    now, days = found.now, found.now.reports.days
    return {
        "form": found.form,
        "year": now.year,
        "before": now.year.before,
        "counts": now,
        "is_empty": now.is_empty,
        "glance": glance(now, found.before, leaving=False),
        "median": days_words(days.median),
        "ninetieth": days_words(days.ninetieth),
        "funnel": funnel(now),
        "sections": sections(inside(now)),
        "report_url": f"{reverse('figures_report')}?year={now.year.begun}",
        **{f"{one}_url": f"{reverse('figures_xlsx', args=[one])}?year={now.year.begun}" for one in VERSIONS},
    }


def funnel(counts: YearCounts) -> Any:
    """Each step within the one before."""
    total = counts.reports.total
    welfare = counts.reports.by_outcome.get("passed_to_welfare", 0)
    steps = (
        (_("Reports received"), total.reports),
        (_("Taken up"), total.reached + total.taken),
        (_("Reached support"), total.reached),
    )
    shares = [round(100 * number / total.reports) if total.reports else 0 for _label, number in steps]
    return {"stages": list(zip(funnel_of(steps), shares, strict=True)), "welfare": welfare}


def sections(tables: list[Shown]) -> list[dict[str, Any]]:
    """Headings with their tables, each with its bars, and with columns where it goes by month; empty ones by title."""
    by_key = {table.key: table for table in tables}
    shown = [(key, title, [by_key[one] for one in keys if one in by_key]) for key, title, keys in SECTIONS]
    return [
        {
            "key": key,
            "title": title,
            "tables": [_drawn(table) for table in mine if not table.is_empty],
            "empty": listed(table.title for table in mine if table.is_empty),
        }
        for key, title, mine in shown
    ]


def _drawn(table: Shown) -> dict[str, Any]:
    by_month = table.key in WITH_COLUMNS
    rows = [] if by_month else [bar_of(table, place) for place in range(len(table.rows))]
    lines = [
        {"label": row.label, "cells": _named(table, row.cells), "bar": rows[place] if rows else None}
        for place, row in enumerate(table.rows)
    ]
    drawn = by_month and not table.is_empty and not table.withheld
    chart = columns_of(table) if drawn else None
    return {"table": table, "lines": lines, "totals": _named(table, table.totals), "chart": chart}


def _named(table: Shown, cells: tuple[Cell, ...]) -> list[tuple[str, Cell]]:
    """Each with its column's name, for a phone that shows rows as cards."""
    return list(zip(table.columns, cells, strict=True)) if cells else []


def outside_tables(counts: YearCounts) -> list[Shown]:
    """What may leave, in the order of the page."""
    by_key = {table.key: table for table in outside(counts)}
    return [by_key[key] for _key, _title, keys in SECTIONS for key in keys if key in by_key]
