"""Members of a network: the list, one, and three ways to add: one, by ticking, by pasting names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from agreements.models import NetworkMember
from agreements.networks import access, pasting
from agreements.networks.actions import members as actions
from agreements.networks.forms.networks import FilterForm, MemberForm, NewMemberForm, PasteForm, TickForm, fresh
from agreements.networks.pages import get_or_post, recorded_now, save, seen_version
from audit.paging import page_of
from organizations.actors import actor_of
from organizations.models import Organization
from organizations.permissions import Permission, permission


@permission(Permission.NETWORK_READ)
@require_GET
def network_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Members by name, those of today unless others are asked for."""
    actor = actor_of(request)
    network = access.access_network(actor, pk)
    form = FilterForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    rows = access.members_of(network, words=said.get("words", ""), which=said.get("which") or "now", today=today)
    context = {
        "network": network,
        "page": page_of(request, rows, "organization__name", "pk"),
        "form": form,
        "today": today,
        "is_filtered": bool(said.get("words") or said.get("which")),
        "may_manage": actor.may(Permission.NETWORK_MANAGE) and network.ended_on is None,
    }
    return render(request, "agreements/networks/members.html", context)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def network_member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One body joins."""
    actor = actor_of(request)
    network = access.access_network(actor, pk)
    form = NewMemberForm(request.POST or None, actor=actor, initial=fresh(timezone.localdate()))
    status = 200
    if request.method == "POST":
        status = save(
            form,
            lambda: actions.add_member(actor=actor, network=network, joining=_joining(form), said=form.membership()),
        )
        if status == 302:
            messages.success(request, _("The member is added."))
            return redirect("network_members", pk=pk)
    context = {"network": network, "form": form, "member": None}
    return render(request, "agreements/networks/member.html", context, status=status)


def _joining(form: NewMemberForm) -> actions.Joining:
    said = form.cleaned_data
    contact = form.membership().contact
    if said["organization"]:
        body = Organization.objects.get(pk=said["organization"])
        return actions.Joining(body.name, body.pk, contact)
    known = {pasting.body_key(one.name): one for one in access.known_organizations(form.actor)}
    same = known.get(pasting.body_key(said["other"]))
    return actions.Joining(said["other"], same.pk if same else None, contact)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def network_member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member's days, contact, agreement and note."""
    actor = actor_of(request)
    member = access.access_member(actor, pk)
    first = _recorded(member)
    form = MemberForm(request.POST or None, actor=actor, initial={**first, "version": member.version})
    status = 200
    if request.method == "POST":
        version = seen_version(request)
        status = save(
            form,
            lambda: actions.edit_member(actor=actor, member=member, said=form.membership(), version=version),
            lambda: member.version,
        )
        if status == 302:
            messages.success(request, _("Saved."))
            return redirect("network_members", pk=member.network_id)
    now = recorded_now(form, first) if status == 409 else []
    context = {"network": member.network, "form": form, "member": member, "recorded_now": now}
    return render(request, "agreements/networks/member.html", context, status=status)


def _recorded(member: NetworkMember) -> dict[str, object]:
    names = ("joined_on", "left_on", "contact", "phone", "email", "note")
    return {**{name: getattr(member, name) for name in names}, "agreement": member.agreement_id}


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def network_member_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Many at once: tick those that serve the municipality."""
    actor = actor_of(request)
    network = access.access_network(actor, pk)
    bodies = actions.not_yet_members(actor, network, timezone.localdate())
    form = TickForm(request.POST or None, bodies=bodies, initial=fresh(timezone.localdate()))
    status, joined = 200, 0
    if request.method == "POST":

        def add() -> None:
            nonlocal joined
            wanted = set(form.cleaned_data["organizations"])
            joining = [actions.Joining(one.name, one.pk) for one in bodies if one.pk in wanted]
            joined, _new = actions.add_members(
                actor=actor, network=network, joining=joining, on=form.cleaned_data["joined_on"]
            )

        status = save(form, add)
        if status == 302:
            messages.success(
                request, ngettext("%(n)d member is added.", "%(n)d members are added.", joined) % {"n": joined}
            )
            return redirect("network_members", pk=pk)
    context = {"network": network, "form": form, "bodies": bodies}
    return render(request, "agreements/networks/member_tick.html", context, status=status)


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def network_member_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Many at once: paste names, look at what each line would do, add. What was not understood stays to be mended."""
    actor = actor_of(request)
    network = access.access_network(actor, pk)
    form = PasteForm(request.POST or None, initial=fresh(timezone.localdate()))
    lines: list[pasting.Line] = []
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            status = 200
            lines = pasting.read_lines(actor, network, form.cleaned_data["lines"], form.cleaned_data["joined_on"])
    if lines and "add" in request.POST and pasting.to_add(lines):
        result: list[tuple[int, int]] = []
        day = form.cleaned_data["joined_on"]
        joining = pasting.to_add(lines)
        status = save(
            form,
            lambda: result.append(actions.add_members(actor=actor, network=network, joining=joining, on=day)),
        )
        if result:
            messages.success(request, _added(*result[0]))
            left = pasting.to_mend(lines)
            if not left:
                return redirect("network_members", pk=pk)
            form = PasteForm({"lines": left, "joined_on": request.POST["joined_on"]})
            lines, status = pasting.read_lines(actor, network, left, day), 200
    context = {"network": network, "form": form, "lines": lines, "adding": len(pasting.to_add(lines))}
    return render(request, "agreements/networks/member_paste.html", context, status=status)


def _added(joined: int, new: int) -> str:
    return _("Members added: %(joined)d. New bodies among them: %(new)d.") % {"joined": joined, "new": new}
