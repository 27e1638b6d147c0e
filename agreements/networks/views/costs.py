"""Subsidy programmes and costs of a fiscal year, and the workbook for the return."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.networks import access
from agreements.networks.actions import costs as actions
from agreements.networks.forms.costs import CostForm, ProgrammeForm
from agreements.networks.pages import get_or_post, save
from agreements.networks.returns import shares_of
from agreements.networks.xlsx import return_xlsx, xlsx_answer
from audit.paging import page_of
from japanese.dates import fiscal_year, fiscal_year_label
from organizations.actors import actor_of
from organizations.permissions import Permission, permission


def _year(request: HttpRequest) -> int:
    """As asked for, or the one that runs."""
    asked = request.GET.get("year", "")
    return (
        int(asked) if asked.isdecimal() and len(asked) == 4 and asked >= "1990" else fiscal_year(timezone.localdate())
    )


def _named(year: int) -> str:
    return fiscal_year_label(date(year, 4, 1))


def _to_list(year: int) -> HttpResponse:
    return redirect(f"{reverse('cost_list')}?year={year}")


@permission(Permission.NETWORK_READ)
@require_GET
def cost_list(request: HttpRequest) -> HttpResponse:
    """A fiscal year: what each programme comes to, then its costs, the latest first."""
    actor = actor_of(request)
    year = _year(request)
    this_year = fiscal_year(timezone.localdate())
    years = sorted({*access.years_of(actor), year, this_year}, reverse=True)
    context = {
        "year": year,
        "year_label": _named(year),
        "years": [(one, _named(one)) for one in years],
        "shares": shares_of(actor, year),
        "page": page_of(request, access.costs_of(actor, year), "-paid_on", "-pk"),
        "may_manage": actor.may(Permission.NETWORK_MANAGE),
    }
    return render(request, "agreements/networks/costs.html", context)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def programme_new(request: HttpRequest) -> HttpResponse:
    """A programme in a fiscal year."""
    actor = actor_of(request)
    form = ProgrammeForm(request.POST or None, initial={"fiscal_year": _year(request)})
    status = 200
    if request.method == "POST":
        status = save(form, lambda: actions.add_programme(actor=actor, terms=form.terms()))
        if status == 302:
            messages.success(request, _("The programme is recorded."))
            return _to_list(form.cleaned_data["fiscal_year"])
    context = {"form": form, "programme": None}
    return render(request, "agreements/networks/programme_form.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, rate, ceiling."""
    actor = actor_of(request)
    found = access.access_programme(actor, pk)
    form = ProgrammeForm(request.POST or None, initial=ProgrammeForm.of(found))
    status = 200
    if request.method == "POST":
        status = save(form, lambda: actions.edit_programme(actor=actor, programme=found, terms=form.terms()))
        if status == 302:
            messages.success(request, _("Saved."))
            return _to_list(form.cleaned_data["fiscal_year"])
    context = {"form": form, "programme": found}
    return render(request, "agreements/networks/programme_form.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def cost_new(request: HttpRequest) -> HttpResponse:
    """Record a payment."""
    actor = actor_of(request)
    programmes = access.programmes_of(actor, _year(request))
    first: dict[str, object] = {"paid_on": timezone.localdate(), "programme": programmes[0].pk if programmes else None}
    first |= {name: request.GET[name] for name in ("network", "conference") if request.GET.get(name, "").isdecimal()}
    form = CostForm(request.POST or None, actor=actor, initial=first)
    status = 200
    if request.method == "POST":
        status = save(form, lambda: actions.record_cost(actor=actor, payment=form.payment()))
        if status == 302:
            messages.success(request, _("The cost is recorded."))
            programme = access.access_programme(actor, form.cleaned_data["programme"])
            return _to_list(programme.fiscal_year)
    context = {"form": form, "has_programme": bool(access.years_of(actor))}
    return render(request, "agreements/networks/cost_form.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@require_POST
def cost_strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike one out; it stays legible and counts no more."""
    actor = actor_of(request)
    found = access.access_cost(actor, pk)
    actions.strike_cost(actor=actor, cost=found)
    messages.success(request, _("It is struck out and counts no more."))
    return _to_list(found.programme.fiscal_year)


@permission(Permission.NETWORK_READ)
@require_GET
def cost_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The return of the year as a workbook."""
    actor = actor_of(request)
    costs = list(access.costs_of(actor, year).filter(struck_at=None).order_by("programme", "paid_on", "pk"))
    return xlsx_answer(f"{year} {_('subsidy return')}", return_xlsx(year, shares_of(actor, year), costs))
