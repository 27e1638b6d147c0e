"""A leaflet was handed out: counted, without anybody's data."""

from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals.access import access_guidance, agencies_for, offices_of
from referrals.actions import record_guidance
from referrals.errors import ReferralRefusal
from referrals.forms.guidance import GuidanceForm, language_name


@permission(Permission.GUIDANCE_RECORD)
@require_http_methods(["GET", "POST"])
def guidance(request: HttpRequest) -> HttpResponse:
    """Which leaflet, how, and how many."""
    actor = actor_of(request)
    offices, agencies = offices_of(actor), agencies_for(actor)
    if request.method == "GET":
        form = GuidanceForm(offices, agencies, initial={"submission": uuid4()})
    else:
        form = GuidanceForm(offices, agencies, request.POST)
        if form.is_valid() and (pk := _recorded(actor, form)):
            return redirect("guidance_done", pk=pk)
    context = {"form": form, "agencies": agencies}
    return render(request, "referrals/portal/guidance.html", context, status=_status(form))


def _recorded(actor: Actor, form: GuidanceForm) -> int | None:
    try:
        with transaction.atomic():
            said = form.cleaned_data
            return record_guidance(
                actor=actor,
                office_id=said["office"],
                agency_id=said["agency"],
                language=said["language"],
                channel=said["channel"],
                count=said["count"],
                submission=said["submission"],
            ).pk
    except ReferralRefusal as refused:
        form.add_error(None, str(refused.sentence))
        return None


def _status(form: GuidanceForm) -> int:
    """409 where the form was right and the action could not be done all the same."""
    return 409 if form.is_bound and form.non_field_errors() else 200


@permission(Permission.GUIDANCE_RECORD)
@require_GET
def guidance_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Thanks, and the leaflet for the next time."""
    record = access_guidance(actor_of(request), pk)
    context = {"record": record, "language": language_name(record.language)}
    return render(request, "referrals/portal/guidance_done.html", context)
