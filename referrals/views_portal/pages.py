"""One page of a report that is being written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agreements.criteria import advices, whole_rule
from consent.vocabulary import Item, Route
from consent.words import labels, listed
from japanese.dates import today
from organizations import drafts
from referrals.access import first_desk, unfinished_reports
from referrals.actions.reporting import in_charge
from referrals.forms.step import StepForm
from referrals.pdf import hours_text
from referrals.views_portal.wizard import Step, Wizard


def page(
    request: HttpRequest,
    wizard: Wizard,
    step: Step,
    form: StepForm | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a step, with its form as typed so far unless one with errors is given."""
    wizard.step = step
    if form is None and wizard.has_form:
        form = wizard.form(step, check=False)
    context = {
        "wizard": wizard,
        "form": form,
        "here": wizard.address(step),
        "back": wizard.address(_BEFORE[step]) if step in _BEFORE else "",
        "steps": wizard.stepper(),
        "hidden": wizard.elsewhere(form),
        "draft_token": drafts.token(wizard.actor.user_id, wizard.draft_name),
        **_EXTRA.get(step, _nothing)(wizard),
        **more,
    }
    return render(request, f"referrals/portal/report_{step}.html", context, status=status)


_BEFORE = {
    Step.LEAFLET: Step.START,
    Step.GROUND: Step.START,
    Step.HOUSEHOLD: Step.GROUND,
    Step.SEND: Step.HOUSEHOLD,
}


def _nothing(_wizard: Wizard) -> dict[str, Any]:
    return {}


def _others_unfinished(wizard: Wizard) -> dict[str, Any]:
    return {"unfinished": [one for one in unfinished_reports(wizard.actor) if one.number != wizard.number]}


def _looking_over(wizard: Wizard) -> dict[str, Any]:
    """Who will receive what; all steps before are valid."""
    household = wizard.household()
    found = in_charge(household.cleaned_data["postal_code"], household.cleaned_data["address"], danger=wizard.in_danger)
    desk = first_desk(found.agency)
    theirs = [
        one
        for one in wizard.criteria
        if one.municipality_id == found.agency.municipality_id and not wizard.in_danger  # then nobody weighs conditions
    ]
    return {
        "advice": advices(theirs, household.circumstances(), today()),
        "agency": found.agency,
        "desk": desk,
        "hours": hours_text(desk.desk) if desk else "",
        "ground": Route(wizard.route).label,
        "path": wizard.path,
        "ground_rows": wizard.checked(Step.GROUND).rows(),
        "household_rows": household.rows(),
        "items": listed(labels(Item, wizard.report(household.stated()).items())),
    }


def _agreed(wizard: Wizard) -> dict[str, Any]:
    return {"criteria": [{"town": one.municipality.name, "words": whole_rule(one)} for one in wizard.criteria]}


_EXTRA = {Step.START: _others_unfinished, Step.HOUSEHOLD: _agreed, Step.SEND: _looking_over}
