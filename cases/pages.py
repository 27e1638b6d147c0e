"""The case page, for every view that shows it: after a verb was refused too, with what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.actions import record_access
from audit.models import AccessKind
from cases.composed import case_panels, with_values
from cases.merge_page import merged_page
from cases.models import Case
from japanese.dates import today
from organizations.actors import Actor

WINTER = (11, 12, 1, 2, 3)


class Risk(NamedTuple):
    """What makes a stop more dangerous to this household, in words."""

    label: str | Promise
    icon: str


def risks(case: Case, on: date) -> list[Risk]:
    """Infant, illness, winter in a cold region. The case comes with household and municipality."""
    household = case.household
    cold = case.municipality.is_cold_region and on.month in WINTER
    told = [
        (household.has_infant, Risk(_("infant in the household"), "people")),
        (household.has_illness, Risk(_("illness, or equipment that needs electricity"), "alert")),
        (cold, Risk(_("winter in a cold region"), "house")),
    ]
    return [risk for holds, risk in told if holds]


def case_page(
    request: HttpRequest,
    actor: Actor,
    case: Case,
    values: Mapping[str, Mapping[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with the parts of all apps, recorded as seen; of a merged case, the page that leads on.

    `values` go into the context of the panel with that anchor (see `cases.composed.with_values`).
    """
    if case.merged_into_id:
        return merged_page(request, actor, case, values or {}, status)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[case.pk], purpose="case page")
    panels = with_values(case_panels(case, actor), values or {})
    context = {
        "case": case,
        "risks": risks(case, today()),
        "main": [panel for panel in panels if panel.column == "main"],
        "side": [panel for panel in panels if panel.column != "main"],
    }
    return render(request, "cases/case.html", context, status=status)
