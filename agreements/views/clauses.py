"""Clauses to choose from: those of Tsunagi, the municipality's wording of them, and its own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.actions.clauses import offer_clause, save_clause
from agreements.clauses import BROUGHT, PLACEHOLDERS, Clause, all_clauses, kinds_in_words
from agreements.forms import ClauseForm
from agreements.models import AgreementKind, ClauseTemplate
from cases.answering import done, pressed
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission

get_or_post = require_http_methods(["GET", "POST"])


def _rows(actor: Actor) -> list[ClauseTemplate]:
    return list(ClauseTemplate.objects.filter(municipality_id=actor.tenant))


@permission(Permission.AGREEMENT_MANAGE)
@require_GET
def clause_list(request: HttpRequest) -> HttpResponse:
    """Every clause, those no longer offered at the end."""
    clauses = [(one, kinds_in_words(one)) for one in all_clauses(_rows(actor_of(request)))]
    clauses.sort(key=lambda line: bool(line[0].own and line[0].own.retired_at))
    return render(request, "agreements/clause_list.html", {"clauses": clauses})


@permission(Permission.AGREEMENT_MANAGE)
@get_or_post
def clause_new(request: HttpRequest) -> HttpResponse:
    """A clause of the municipality's own."""
    first = {"version": 0, "order": 500, "kinds": [AgreementKind.NOTIFICATION, AgreementKind.WATCHING]}
    return _form_page(request, "", None, ClauseForm(request.POST or None, initial=first))


@permission(Permission.AGREEMENT_MANAGE)
@get_or_post
def clause(request: HttpRequest, key: str) -> HttpResponse:
    """The municipality's wording of a clause."""
    found = _find(actor_of(request), key)
    return _form_page(request, key, found, ClauseForm(request.POST or None, initial=_initial(found)))


def _find(actor: Actor, key: str) -> Clause:
    found = next((one for one in all_clauses(_rows(actor)) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _initial(found: Clause) -> dict[str, object]:
    if found.own is not None:
        return ClauseForm.of(found.own)
    return {
        "version": 0,
        "heading": found.heading,
        "paragraphs": "\n".join(found.paragraphs),
        "kinds": sorted(found.kinds),
        "is_usual": found.is_usual,
        "order": found.order,
    }


def _form_page(request: HttpRequest, key: str, found: Clause | None, form: ClauseForm) -> HttpResponse:
    actor, status = actor_of(request), 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and done(form, lambda: _save(actor, key, form)):
            messages.success(request, _("Saved. New agreements get this wording; those that there are keep theirs."))
            return redirect("clause_list")
        if any(error.code == "changed_meanwhile" for error in form.non_field_errors().as_data()):
            found, status = _find(actor, key), 409
            version = str(found.own.version if found.own else 0)
            form.data = {**form.data.dict(), "kinds": form.data.getlist("kinds"), "version": version}  # type: ignore[attr-defined]  # a QueryDict
    context = {
        "form": form,
        "clause": found,
        "brought": BROUGHT.get(key),
        "saved": found if status == 409 else None,
        "placeholders": PLACEHOLDERS,
    }
    return render(request, "agreements/clause_form.html", context, status=status)


def _save(actor: Actor, key: str, form: ClauseForm) -> None:
    save_clause(actor=actor, key=key, version=form.cleaned_data["version"], wording=form.wording())


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def clause_offer(request: HttpRequest, key: str) -> HttpResponse:
    """No longer offer it, or offer it again."""
    actor = actor_of(request)
    _find(actor, key)
    again = request.POST.get("offered") == "yes"
    words = _("It is offered again.") if again else _("It is no longer offered. Agreements that have it keep it.")
    return pressed(request, lambda: offer_clause(actor=actor, key=key, offered=again), words, "clause_list")
