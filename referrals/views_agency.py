"""New reports and what becomes of them; the supplies of a case."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from cases.access import access_case
from cases.errors import CaseRefusal
from cases.forms import SearchForm
from cases.models import Case
from cases.pages import case_page
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals import actions
from referrals.access_triage import access_supply, access_triage, decided_page, same_household, waiting_page
from referrals.alike import also_waiting
from referrals.errors import ReferralRefusal
from referrals.forms_triage import AddForm, CloseForm, OpenForm, SettleForm, SupplyDateForm
from referrals.models import CloseReason, StopBasis
from referrals.supply_views import refused_supply
from referrals.triage_page import refused_page, triage_page
from referrals.triage_words import state_of, summary


@permission(Permission.REFERRAL_TRIAGE)
@require_GET
def triage_list(request: HttpRequest) -> HttpResponse:
    """Reports that wait for a decision; with ?show=done those that were dealt with."""
    actor = actor_of(request)
    done = request.GET.get("show") == "done"
    rows, following = (decided_page if done else waiting_page)(actor, request.GET.get("after", ""))
    ids = [row.referral_id for row in rows]
    record_access(actor=actor, kind=AccessKind.LIST, subject="referrals.referral", ids=ids, purpose="triage list")
    address = reverse("triage_list")
    context = {
        "lines": [(row, summary(row.referral), state_of(row) if done else None) for row in rows],
        "done": done,
        "tabs": [
            {"label": _("to be dealt with"), "url": address, "current": not done},
            {"label": _("dealt with"), "url": f"{address}?show=done", "current": done},
        ],
        "next_url": f"?{'show=done&' if done else ''}after={following}" if following else "",
        "search_form": SearchForm(),
    }
    return render(request, "referrals/agency/triage_list.html", context)


@permission(Permission.REFERRAL_TRIAGE)
@require_GET
def triage(request: HttpRequest, receipt: str) -> HttpResponse:
    """One report as received, with its ground, and what can be done with it."""
    actor = actor_of(request)
    return triage_page(request, actor, access_triage(actor, receipt))


@permission(Permission.REFERRAL_TRIAGE)
@require_POST
def triage_open_case(request: HttpRequest, receipt: str) -> HttpResponse:
    """A new case for the household; with other reports that wait, where somebody judged them to be of the same."""
    actor = actor_of(request)
    found = access_triage(actor, receipt)
    form = OpenForm(request.POST, waiting=also_waiting(actor, found.referral))
    if not form.is_valid():
        return triage_page(request, actor, found, open_form=form, status=400)
    try:
        with transaction.atomic():
            case = actions.accept_into_new_case(actor=actor, triage=found)
            for other in form.together:
                actions.accept_into_case(actor=actor, triage=other, case=case)
    except (ReferralRefusal, CaseRefusal) as refusal:
        return refused_page(request, actor, receipt, refusal)
    return _to_case(request, case, _("The case is open. Decide who goes there first."))


@permission(Permission.REFERRAL_TRIAGE)
@require_POST
def triage_add_to_case(request: HttpRequest, receipt: str) -> HttpResponse:
    """Add the report to a case that a person judged to be the same household."""
    actor = actor_of(request)
    found = access_triage(actor, receipt)
    form = AddForm(request.POST, actor=actor, suggested=same_household(actor, found.referral))
    if not form.is_valid() or form.case is None:
        return triage_page(request, actor, found, add_form=form, status=400)
    try:
        with transaction.atomic():
            case = actions.accept_into_case(actor=actor, triage=found, case=form.case)
    except (ReferralRefusal, CaseRefusal) as refusal:
        return refused_page(request, actor, receipt, refusal, add_form=form)
    return _to_case(request, case, _("The report is added to this case."))


@permission(Permission.REFERRAL_TRIAGE)
@require_POST
def triage_close(request: HttpRequest, receipt: str) -> HttpResponse:
    """Close the report without a case."""
    actor = actor_of(request)
    found = access_triage(actor, receipt)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return triage_page(request, actor, found, close_form=form, status=400)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            actions.close_report(actor=actor, triage=found, reason=CloseReason(said["reason"]), note=said["note"])
    except ReferralRefusal as refusal:
        return refused_page(request, actor, receipt, refusal, close_form=form)
    messages.success(request, _("The report is closed."))
    return redirect("triage_list")


def _to_case(request: HttpRequest, case: Case, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("case", number=case.number)


@permission(Permission.CASE_WRITE)
@require_POST
def supply_update(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A new stop date or a deferral; the earlier date stays in the history."""
    actor = actor_of(request)
    case = access_case(actor, number)
    supply = access_supply(actor, case, pk)
    form = SupplyDateForm(request.POST, prefix=f"date-{pk}")

    def do() -> None:
        said = form.cleaned_data
        actions.update_supply(
            actor=actor,
            supply=supply,
            scheduled_stop_on=said["scheduled_stop_on"],
            basis=StopBasis(said["basis"]),
            deferred_until=said["deferred_until"],
        )

    return _supply_done(request, actor, case, (pk, "date", form), do)


@permission(Permission.CASE_WRITE)
@require_POST
def supply_settle(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The arrears were settled, or the supply was stopped."""
    actor = actor_of(request)
    case = access_case(actor, number)
    supply = access_supply(actor, case, pk)
    form = SettleForm(request.POST, prefix=f"settle-{pk}")

    def do() -> None:
        said = form.cleaned_data
        actions.settle_supply(actor=actor, supply=supply, on=said["on"], stopped=said["outcome"] == "stopped")

    return _supply_done(request, actor, case, (pk, "settle", form), do)


def _supply_done(
    request: HttpRequest, actor: Actor, case: Case, sent: tuple[int, str, Form], do: Callable[[], None]
) -> HttpResponse:
    """Written, or the case page with the form as it was typed."""
    form, status = sent[2], 400
    if form.is_valid():
        try:
            with transaction.atomic():
                do()
        except (ReferralRefusal, CaseRefusal) as refusal:
            form.add_error(None, str(refusal.sentence))
            status = 409
        else:
            messages.success(request, _("Saved: the supply."))
            return redirect(reverse("case", args=[case.number]) + "#supplies")
    return case_page(request, actor, case, refused_supply(actor, case, sent), status)
