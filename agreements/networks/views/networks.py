"""Networks: the list, one, founded, changed, ended; the register as of a day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.models import Network
from agreements.networks import access
from agreements.networks.actions import networks as actions
from agreements.networks.forms.networks import AsOfForm, EndForm, NetworkForm
from agreements.networks.pages import get_or_post, recorded_now, save, seen_version
from agreements.networks.suggesting import next_after
from agreements.networks.xlsx import register_xlsx, xlsx_answer
from audit.paging import page_of
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission

#: So much of each log is shown on the page of a network.
LATELY = 5


@permission(Permission.NETWORK_READ)
@require_GET
def network_list(request: HttpRequest) -> HttpResponse:
    """The municipality's networks, those that stand first by name."""
    actor = actor_of(request)
    page = page_of(request, access.networks_of(actor, timezone.localdate()), "name", "pk")
    context = {"page": page, "may_manage": actor.may(Permission.NETWORK_MANAGE)}
    return render(request, "agreements/networks/list.html", context)


@permission(Permission.NETWORK_READ)
@require_GET
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """One: what for, how many members, conferences and exchanges of late."""
    actor = actor_of(request)
    return _page(request, actor, access.access_network(actor, pk))


def _page(
    request: HttpRequest, actor: Actor, found: Network, end: EndForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    last = access.last_held(found)
    suggested = next_after(last, today) if last and last.held_on <= today and not found.ended_on else None
    context = {
        "network": found,
        "members_now": access.members_on(found, today).count(),
        "conferences": access.conferences_of(found).order_by("-held_on", "-pk")[:LATELY],
        "exchanges": access.exchanges_of(found, member=None, means="", struck=False).order_by("-on", "-pk")[:LATELY],
        "suggested": suggested,
        "may_manage": actor.may(Permission.NETWORK_MANAGE) and found.ended_on is None,
        "end_form": end or EndForm(initial={"version": found.version, "on": today}),
    }
    return render(request, "agreements/networks/network.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def network_new(request: HttpRequest) -> HttpResponse:
    """Found a network."""
    actor = actor_of(request)
    form = NetworkForm(request.POST or None, actor=actor, initial={"founded_on": timezone.localdate()})
    status = 200
    if request.method == "POST":
        made: list[Network] = []
        status = save(form, lambda: made.append(actions.found_network(actor=actor, wanted=form.body())))
        if made:
            messages.success(request, _("The network is recorded. Next, add its members."))
            return redirect("network", pk=made[0].pk)
    context = {"form": form, "network": None}
    return render(request, "agreements/networks/network_form.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def network_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change it; where somebody else did meanwhile, what was typed stays beside what stands now."""
    actor = actor_of(request)
    found = access.access_network(actor, pk)
    first = {**NetworkForm.of(found), "version": found.version}
    form = NetworkForm(request.POST or None, actor=actor, initial=first)
    status = 200
    if request.method == "POST":
        version = seen_version(request)
        status = save(
            form,
            lambda: actions.edit_network(actor=actor, network=found, wanted=form.body(), version=version),
            lambda: found.version,
        )
        if status == 302:
            messages.success(request, _("Saved."))
            return redirect("network", pk=pk)
    now = recorded_now(form, NetworkForm.of(found)) if status == 409 else []
    context = {"form": form, "network": found, "recorded_now": now}
    return render(request, "agreements/networks/network_form.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@require_POST
def network_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The network ends, and every membership with it."""
    actor = actor_of(request)
    found = access.access_network(actor, pk)
    form = EndForm(request.POST)
    status = save(
        form,
        lambda: actions.end_network(
            actor=actor, network=found, on=form.cleaned_data["on"], version=form.cleaned_data["version"]
        ),
        lambda: found.version,
    )
    if status != 302:
        return _page(request, actor, found, form, status)
    messages.success(request, _("The network has ended. What was recorded stays."))
    return redirect("network", pk=pk)


@permission(Permission.NETWORK_READ)
@require_GET
def network_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who was a member on a day, on one page for printing."""
    found = access.access_network(actor_of(request), pk)
    form = AsOfForm(request.GET)
    valid = form.is_valid()
    day = (form.cleaned_data["on"] if valid else None) or timezone.localdate()
    context = {"network": found, "form": form, "day": day, "members": access.members_on(found, day) if valid else []}
    return render(request, "agreements/networks/register.html", context, status=200 if valid else 400)


@permission(Permission.NETWORK_READ)
@require_GET
def network_register_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    found = access.access_network(actor_of(request), pk)
    form = AsOfForm(request.GET)
    day = (form.cleaned_data["on"] if form.is_valid() else None) or timezone.localdate()
    return xlsx_answer(f"{found.name} {day.isoformat()}", register_xlsx(found, day, access.members_on(found, day)))
