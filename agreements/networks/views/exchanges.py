"""The exchange log of a network: written at its top, filtered, struck out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.models import ExchangeMeans, Network
from agreements.networks import access
from agreements.networks.actions import exchanges as actions
from agreements.networks.forms.exchanges import ExchangeFilterForm, ExchangeForm
from agreements.networks.pages import save
from audit.paging import page_of
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@permission(Permission.NETWORK_READ)
@require_GET
def exchange_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The log, the latest first."""
    actor = actor_of(request)
    return _page(request, actor, access.access_network(actor, pk))


def _page(
    request: HttpRequest, actor: Actor, network: Network, form: ExchangeForm | None = None, status: int = 200
) -> HttpResponse:
    chosen = ExchangeFilterForm(request.GET, network=network)
    said = chosen.cleaned_data if chosen.is_valid() else {}
    rows = access.exchanges_of(
        network, member=said.get("member"), means=said.get("means", ""), struck=bool(said.get("struck"))
    )
    first = {"on": timezone.localdate(), "means": ExchangeMeans.PHONE, "member": said.get("member")}
    context = {
        "network": network,
        "page": page_of(request, rows, "-on", "-pk"),
        "filter_form": chosen,
        "is_filtered": any(said.values()),
        "may_manage": actor.may(Permission.NETWORK_MANAGE),
        "form": form or ExchangeForm(network=network, initial=first),
    }
    return render(request, "agreements/networks/exchanges.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@require_POST
def exchange_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one down."""
    actor = actor_of(request)
    network = access.access_network(actor, pk)
    form = ExchangeForm(request.POST, network=network)
    status = save(form, lambda: actions.record_exchange(actor=actor, network=network, talk=form.talk()))
    if status != 302:
        return _page(request, actor, network, form, status)
    messages.success(request, _("The exchange is recorded."))
    return redirect("exchange_list", pk=pk)


@permission(Permission.NETWORK_MANAGE)
@require_POST
def exchange_strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike one out; it stays legible."""
    actor = actor_of(request)
    found = access.access_exchange(actor, pk)
    actions.strike_exchange(actor=actor, exchange=found)
    messages.success(request, _("It is struck out. It stays legible among the struck-out ones."))
    return redirect("exchange_list", pk=found.network_id)
