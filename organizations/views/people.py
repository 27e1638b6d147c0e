"""People: invite, see, end access; accept an invitation; thresholds."""

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations import actions
from organizations.access import access_invitation, access_role, colleagues, open_invitations
from organizations.actors import actor_of
from organizations.errors import OrganizationRefusal
from organizations.forms import AcceptForm, InvitationForm, ThresholdsForm
from organizations.models import Municipality, RoleKind, User
from organizations.permissions import MAY_INVITE, Permission, permission


@permission(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Who may do what in this organisation; the form invites one more."""
    actor = actor_of(request)
    roles = MAY_INVITE.get(actor.role, ())
    form = InvitationForm(request.POST or None, roles=roles)
    letter = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        letter = actions.invite(actor=actor, email=data["email"], name=data["name"], role=RoleKind(data["role"]))
        form = InvitationForm(roles=roles)
    context = {
        "form": form,
        "letter": letter,
        "roles": colleagues(actor),
        "invitations": open_invitations(actor),
        "actor": actor,
    }
    return render(request, "organizations/people.html", context, status=400 if form.errors else 200)


@permission(Permission.PEOPLE_MANAGE)
@require_POST
def end_access(request: HttpRequest, pk: int) -> HttpResponse:
    """End a colleague's access at once."""
    actor = actor_of(request)
    role = access_role(actor, pk)
    try:
        with transaction.atomic():
            actions.end_role(actor=actor, role=role)
        messages.success(request, _("The access has ended. Open pages of this person close at their next click."))
    except OrganizationRefusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("people")


@permission(Permission.PUBLIC)
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: a new person sets a password, somebody known confirms."""
    try:
        found = access_invitation(token)
    except Http404:
        return render(request, "organizations/invitation_gone.html", status=404)
    person = request.user if isinstance(request.user, User) else None
    known = person is not None and person.email == found.email
    form = AcceptForm(request.POST or None, email=found.email, name=found.name)
    if request.method == "POST" and (known or form.is_valid()):
        try:
            with transaction.atomic():
                joined = actions.accept(
                    invitation=found,
                    password=form.cleaned_data.get("password", "") if not known else "",
                    signed_in=person,
                )
        except OrganizationRefusal as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("account_login")
        if not known:
            login(request, joined, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("home")
    return render(request, "organizations/invitation.html", {"invitation": found, "form": form, "known": known})


@permission(Permission.SETTINGS_WRITE)
@require_http_methods(["GET", "POST"])
def thresholds(request: HttpRequest) -> HttpResponse:
    """When follow-up raises a flag in this municipality."""
    actor = actor_of(request)
    municipality = Municipality.objects.get(pk=actor.tenant)
    form = ThresholdsForm(request.POST or None, instance=municipality)
    if request.method == "POST" and form.is_valid():
        actions.set_thresholds(actor=actor, wanted=actions.Thresholds(**form.cleaned_data))
        messages.success(request, _("Saved. The next sweep of flags uses it."))
        return redirect("thresholds")
    return render(request, "organizations/thresholds.html", {"form": form}, status=400 if form.errors else 200)
