"""Conferences: planned, changed, held, closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.models import Conference
from agreements.networks import access
from agreements.networks.actions import conferences as actions
from agreements.networks.forms.conferences import ConferenceForm, MinutesForm, VersionForm
from agreements.networks.pages import get_or_post, recorded_now, save, seen_version
from agreements.networks.papers import agenda_paper
from agreements.networks.suggesting import next_after
from audit.paging import page_of
from documents.answering import issued
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@permission(Permission.NETWORK_READ)
@require_GET
def conference_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a network, the latest first."""
    network = access.access_network(actor_of(request), pk)
    page = page_of(request, access.conferences_of(network), "-held_on", "-pk")
    return render(request, "agreements/networks/conference_list.html", {"network": network, "page": page})


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def conference_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan one; the form begins with what the last one suggests."""
    actor = actor_of(request)
    network = access.access_network(actor, pk)
    last = access.last_held(network)
    form = ConferenceForm(request.POST or None, initial=next_after(last, timezone.localdate()) if last else {})
    status = 200
    if request.method == "POST":
        made: list[Conference] = []
        status = save(form, lambda: made.append(_planned(actor, pk, form)))
        if made:
            messages.success(request, _("The conference is planned."))
            return redirect("conference", pk=made[0].pk)
    context = {"network": network, "form": form, "conference": None, "last": last}
    return render(request, "agreements/networks/conference_form.html", context, status=status)


def _planned(actor: Actor, pk: int, form: ConferenceForm) -> Conference:
    return actions.plan_conference(actor=actor, network=access.access_network(actor, pk), plan=form.plan())


@permission(Permission.NETWORK_READ)
@require_GET
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """One: agenda, who came, minutes, and what is next."""
    actor = actor_of(request)
    return _page(request, actor, access.access_conference(actor, pk))


def _page(
    request: HttpRequest, actor: Actor, found: Conference, verb: VersionForm | None = None, status: int = 200
) -> HttpResponse:
    members = access.members_on(found.network, found.held_on)
    recorded = access.attendance_of(found)
    came = [row for row in recorded.values() if row.came]
    is_open = found.closed_at is None and found.cancelled_at is None
    context = {
        "conference": found,
        "network": found.network,
        "members": members.count(),
        "recorded": len(recorded),
        "came": len(came),
        "people": sum(row.people for row in came),
        "is_past": found.held_on <= timezone.localdate(),
        "is_open": is_open,
        "may_manage": actor.may(Permission.NETWORK_MANAGE) and is_open,
        "verb_form": verb,
    }
    return render(request, "agreements/networks/conference.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def conference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, day, place and agenda."""
    actor = actor_of(request)
    found = access.access_conference(actor, pk)
    first = ConferenceForm.of(found)
    form = ConferenceForm(request.POST or None, initial={**first, "version": found.version})
    status = 200
    if request.method == "POST":
        version = seen_version(request)
        status = save(
            form,
            lambda: actions.edit_conference(actor=actor, conference=found, plan=form.plan(), version=version),
            lambda: found.version,
        )
        if status == 302:
            messages.success(request, _("Saved."))
            return redirect("conference", pk=pk)
    now = recorded_now(form, first) if status == 409 else []
    context = {"network": found.network, "form": form, "conference": found, "recorded_now": now}
    return render(request, "agreements/networks/conference_form.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def conference_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said."""
    actor = actor_of(request)
    found = access.access_conference(actor, pk)
    first = {"minutes": found.minutes}
    form = MinutesForm(request.POST or None, initial={**first, "version": found.version})
    status = 200
    if request.method == "POST":
        status = save(
            form,
            lambda: actions.write_minutes(
                actor=actor,
                conference=found,
                minutes=form.cleaned_data["minutes"],
                version=form.cleaned_data["version"],
            ),
            lambda: found.version,
        )
        if status == 302:
            messages.success(request, _("Saved."))
            return redirect("conference", pk=pk)
    now = recorded_now(form, first) if status == 409 else []
    context = {"network": found.network, "form": form, "conference": found, "recorded_now": now}
    return render(request, "agreements/networks/minutes.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@require_POST
def conference_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closed with attendance and minutes."""
    return _verb(request, pk, actions.close_conference, _("The conference is closed."))


@permission(Permission.NETWORK_MANAGE)
@require_POST
def conference_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    return _verb(request, pk, actions.cancel_conference, _("The conference is cancelled."))


def _verb(request: HttpRequest, pk: int, do: actions.Verb, words: str) -> HttpResponse:
    actor = actor_of(request)
    found = access.access_conference(actor, pk)
    form = VersionForm(request.POST)
    status = save(form, lambda: do(actor=actor, conference=found, version=form.cleaned_data["version"]))
    if status != 302:
        return _page(request, actor, found, form, status)
    messages.success(request, words)
    return redirect("conference", pk=pk)


@permission(Permission.NETWORK_READ)
@require_GET
def conference_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """次第 as a PDF, kept from its first printing on."""
    found = access.access_conference(actor_of(request), pk)
    return issued(request, f"{found.title} 次第.pdf", agenda_paper(found))
