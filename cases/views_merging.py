"""The same household twice: looking for it, merging two cases, and undoing that."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from cases import merging
from cases.access import access_case, access_merge
from cases.errors import CaseRefusal
from cases.forms_merging import MergeForm, SameForm
from cases.merge_page import merge_page, undo_page
from cases.models import Case
from cases.same import same_as
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.CASE_WRITE)
@get_or_post
def case_same(request: HttpRequest, number: str) -> HttpResponse:
    """Which other case may be this household: suggestions with reasons, or a number that somebody knows."""
    actor = actor_of(request)
    found = access_case(actor, number)
    form = SameForm(request.POST if request.method == "POST" else None, actor=actor, case=found)
    if form.is_valid() and form.other:
        return redirect("case_merge", number=number, other=form.other.number)
    suggested = same_as(actor, found)
    _record(actor, AccessKind.VIEW, [found])
    if suggested:
        _record(actor, AccessKind.LIST, [one.case for one in suggested])
    context = {"case": found, "suggested": suggested, "form": form}
    return render(request, "cases/same.html", context, status=400 if form.is_bound else 200)


def _record(actor: Actor, kind: AccessKind, cases: list[Case]) -> None:
    ids = [case.pk for case in cases]
    record_access(actor=actor, kind=kind, subject="cases.case", ids=ids, purpose="same household")


@permission(Permission.CASE_WRITE)
@get_or_post
def case_merge(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Both side by side; a person confirms that they are one household, and says which case stays."""
    actor = actor_of(request)
    pair = access_case(actor, number), access_case(actor, other)
    if request.method == "GET":
        ended = next((case for case in pair if case.merged_into_id), None)
        return redirect("case", number=ended.number) if ended else merge_page(request, actor, pair)
    form = MergeForm(request.POST, pair=pair)
    if not form.is_valid():
        return merge_page(request, actor, pair, form=form, status=400)
    stays = next(case for case in pair if case.number == form.cleaned_data["stays"])
    gone = next(case for case in reversed(pair) if case is not stays)
    try:
        with transaction.atomic():
            merging.merge_cases(actor=actor, source=gone, target=stays, versions=form.versions)
    except CaseRefusal as refusal:
        now = access_case(actor, number), access_case(actor, other)
        return merge_page(request, actor, now, refusal=str(refusal.sentence), status=409)
    messages.success(request, _("The two cases are one. It can be undone at any time, under “Same household”."))
    return redirect("case", number=stays.number)


@permission(Permission.CASE_WRITE)
@get_or_post
def case_apart(request: HttpRequest, number: str) -> HttpResponse:
    """Undo: the merged case stands by itself again."""
    actor = actor_of(request)
    merge = access_merge(actor, number)
    if request.method == "GET":
        return undo_page(request, actor, merge)
    try:
        with transaction.atomic():
            merging.undo_merge(actor=actor, merge=merge)
    except CaseRefusal as refusal:
        return undo_page(request, actor, access_merge(actor, number), refusal=str(refusal.sentence), status=409)
    messages.success(request, _("Undone. The two cases stand by themselves again."))
    return redirect("case", number=number)
