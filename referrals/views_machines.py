"""A municipality's administrator decides which systems of utilities report, and from which addresses."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals.access_machines import Allowed, MachineLine, access_machine_here, machines_here, own_municipality
from referrals.actions.machines import allow_machine, end_allowance
from referrals.errors import ReferralRefusal
from referrals.forms.machines import AllowForm


@permission(Permission.MACHINE_ALLOW)
@require_GET
def machine_list(request: HttpRequest) -> HttpResponse:
    """The systems of utilities that serve this municipality; those that wait for an allowance first."""
    actor = actor_of(request)
    here = own_municipality(actor)
    lines = [(line, line.allowed_by(here)) for line in machines_here(actor)]
    return render(request, "referrals/agency/machine_list.html", {"lines": lines})


@permission(Permission.MACHINE_ALLOW)
@require_GET
def machine(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One system: whose it is, from where it wants to report, from where it may."""
    actor = actor_of(request)
    line = access_machine_here(actor, pk)
    return _page(request, line, _allowed(actor, line))


def _allowed(actor: Actor, line: MachineLine) -> Allowed:
    return line.allowed_by(own_municipality(actor))


def _page(request: HttpRequest, line: MachineLine, allowed: Allowed, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "line": line,
        "machine": line.machine,
        "allowed": allowed,
        "form": AllowForm(allowed=allowed),
        **more,
    }
    return render(request, "referrals/agency/machine.html", context, status=status)


@permission(Permission.MACHINE_ALLOW)
@require_POST
def machine_allow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Allow the chosen addresses; what was allowed before ends."""
    actor = actor_of(request)
    line = access_machine_here(actor, pk)
    allowed = _allowed(actor, line)
    form = AllowForm(request.POST, allowed=allowed)
    if not form.is_valid():
        return _page(request, line, allowed, form=form, status=400)
    try:
        with transaction.atomic():
            allow_machine(actor=actor, machine=line.machine, networks=form.cleaned_data["networks"])
    except ReferralRefusal as refusal:
        return _page(request, line, allowed, refusal=str(refusal.sentence), status=409)
    messages.success(request, _("Allowed. The system may report from these addresses at once."))
    return redirect("machine_list")


@permission(Permission.MACHINE_ALLOW)
@require_POST
def machine_disallow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The system reports nothing more to this municipality."""
    actor = actor_of(request)
    line = access_machine_here(actor, pk)
    with transaction.atomic():
        end_allowance(actor=actor, machine=line.machine)
    messages.success(request, _("The allowance has ended. The system reports nothing more to us."))
    return redirect("machine_list")
