"""A utility's manager registers the company's own systems, renews their secrets, ends them."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.access import offices_of
from referrals.access_machines import MachineLine, access_machine, last_sign_in, machines_of, municipalities_served
from referrals.actions.machines import Made, end_machine, make_machine, renew_secret, state_addresses
from referrals.errors import ReferralRefusal
from referrals.forms.machines import AddressesForm, MachineForm


@permission(Permission.MACHINE_MANAGE)
@require_GET
def machine_list(request: HttpRequest) -> HttpResponse:
    """The company's own systems, and which municipalities let them report."""
    actor = actor_of(request)
    served = municipalities_served(actor)
    lines = [(line, [line.allowed_by(town) for town in served]) for line in machines_of(actor)]
    return render(request, "referrals/portal/machine_list.html", {"lines": lines})


@permission(Permission.MACHINE_MANAGE)
@require_http_methods(["GET", "POST"])
def machine_new(request: HttpRequest) -> HttpResponse:
    """Register a system. The answer shows its secret, this once."""
    actor = actor_of(request)
    form = MachineForm(request.POST or None, offices=offices_of(actor), initial={"submission": uuid4()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            made = make_machine(
                actor=actor,
                submission=data["submission"],
                name=data["name"],
                office_id=data["office"],
                networks=data["networks"],
            )
        return _secret(request, made)
    return render(request, "referrals/portal/machine_new.html", {"form": form}, status=400 if form.errors else 200)


def _secret(request: HttpRequest, made: Made) -> HttpResponse:
    if not made.secret:
        messages.info(request, _("This system is registered already. Its secret was shown then, and only then."))
        return redirect("machine", pk=made.machine.pk)
    context = {"made": made, "token_url": request.build_absolute_uri(reverse("api_token"))}
    return render(request, "referrals/portal/machine_secret.html", context)


@permission(Permission.MACHINE_MANAGE)
@require_GET
def machine(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One system: what it is, who lets it report from where."""
    return _page(request, access_machine(actor_of(request), pk))


def _page(request: HttpRequest, line: MachineLine, *, status: int = 200, **more: Any) -> HttpResponse:
    towns = {town.pk: town for town in municipalities_served(actor_of(request))}
    towns |= {row.municipality_id: row.municipality for row in line.allowances}
    context = {
        "line": line,
        "machine": line.machine,
        "allowed": [line.allowed_by(town) for town in sorted(towns.values(), key=lambda town: town.code)],
        "last_sign_in": last_sign_in(line.machine),
        "form": AddressesForm(initial={"networks": "\n".join(line.addresses)}),
        **more,
    }
    return render(request, "referrals/portal/machine.html", context, status=status)


@permission(Permission.MACHINE_MANAGE)
@require_POST
def machine_addresses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """State anew from where the system sends."""
    actor = actor_of(request)
    line = access_machine(actor, pk)
    form = AddressesForm(request.POST)
    if not form.is_valid():
        return _page(request, line, form=form, status=400)
    try:
        with transaction.atomic():
            state_addresses(actor=actor, machine=line.machine, networks=form.cleaned_data["networks"])
    except ReferralRefusal as refusal:
        return _page(request, line, refusal=str(refusal.sentence), status=409)
    messages.success(request, _("Saved. New addresses count as soon as a municipality allows them."))
    return redirect("machine", pk=pk)


@permission(Permission.MACHINE_MANAGE)
@require_POST
def machine_renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new secret, shown this once; the old one ends."""
    actor = actor_of(request)
    line = access_machine(actor, pk)
    try:
        with transaction.atomic():
            made = renew_secret(actor=actor, machine=line.machine)
    except ReferralRefusal as refusal:
        return _page(request, line, refusal=str(refusal.sentence), status=409)
    return _secret(request, made)


@permission(Permission.MACHINE_MANAGE)
@require_POST
def machine_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The system reports no more."""
    actor = actor_of(request)
    line = access_machine(actor, pk)
    with transaction.atomic():
        end_machine(actor=actor, machine=line.machine)
    messages.success(request, _("The system has ended. It can neither send nor ask from now on."))
    return redirect("machine_list")
