"""折り返し電話の希望 at the agency's door: who waits, one of them, what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from audit.paging import page_newest_first
from cases.errors import CaseRefusal
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from outreach.access_callbacks import access_callback, callbacks, waiting
from outreach.callbacks import finish, read, tried
from outreach.forms_callbacks import CallbackForm
from outreach.models import CallbackOutcome, CallbackRequest


@permission(Permission.CALLBACK_HANDLE)
@require_GET
def callback_list(request: HttpRequest) -> HttpResponse:
    """Those who wait, the longest first; then those dealt with. No name and no number stands here."""
    actor = actor_of(request)
    done = page_newest_first(request, callbacks(actor).filter(done_at__isnull=False), "done_at")
    context = {"waiting": waiting(actor) if done.is_first else [], "page": done}
    return render(request, "outreach/callback_list.html", context)


@permission(Permission.CALLBACK_HANDLE)
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was typed, and what came of ringing."""
    actor = actor_of(request)
    wanted = access_callback(actor, pk)
    form = CallbackForm(request.POST or None, initial={"version": wanted.version})
    if form.is_valid() and _done(actor, wanted, form):
        messages.success(request, _("This is noted."))
        if form.cleaned_data["result"] == "tried":
            return redirect("callback", pk=pk)
        return redirect("callback_list")
    return _page(request, actor, access_callback(actor, pk), form)


def _done(actor: Actor, wanted: CallbackRequest, form: CallbackForm) -> bool:
    result, version = form.cleaned_data["result"], form.cleaned_data["version"]
    try:
        if result == "tried":
            tried(actor=actor, request=wanted, version=version)
        else:
            finish(actor=actor, request=wanted, outcome=CallbackOutcome(result), version=version)
    except CaseRefusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _page(request: HttpRequest, actor: Actor, wanted: CallbackRequest, form: CallbackForm) -> HttpResponse:
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="outreach.callbackrequest", ids=[wanted.pk], purpose="call back"
    )
    failed = form.is_bound and bool(form.errors)
    if failed:
        form = form.again(wanted.version)
    context = {"wanted": wanted, "asked": read(wanted), "form": form}
    status = 409 if failed and form.non_field_errors() else 400 if failed else 200
    return render(request, "outreach/callback.html", context, status=status)
