"""A new agreement, its head, its parties; given up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.access import access_agreement
from agreements.actions import drafting as verbs
from agreements.actions.parties import MOST_PARTIES, PartyLine, organizations_to_choose, set_parties
from agreements.clause_texts import TITLES
from agreements.forms import EditHeadForm, HeadForm
from agreements.forms_parties import PartiesPage, role_of
from agreements.models import Agreement, AgreementKind, PeriodUnit
from cases.answering import done, pressed
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.AGREEMENT_MANAGE)
@get_or_post
def agreement_new(request: HttpRequest) -> HttpResponse:
    """What it is called and how long it runs; the usual articles come with it."""
    actor = actor_of(request)
    first = {
        "kind": AgreementKind.NOTIFICATION,
        "title": TITLES[AgreementKind.NOTIFICATION],
        "number": verbs.proposed_number(actor),
        "renews_itself": True,
        "renewal_months": 12,
        "notice_period": 1,
        "notice_unit": PeriodUnit.MONTHS,
        "generated": ["contacts", "slip", "criteria"],
    }
    form = HeadForm(request.POST or None, initial=first)
    made: list[Agreement] = []
    if form.is_valid() and done(form, lambda: made.append(verbs.begin_agreement(actor=actor, head=form.head()))):
        messages.success(request, _("The draft is there, with the usual articles. Next, choose the parties."))
        return redirect("agreement_parties", made[0].number)
    context = {"form": form, "agreement": None}
    return render(request, "agreements/head_form.html", context, status=400 if form.errors else 200)


@permission(Permission.AGREEMENT_MANAGE)
@get_or_post
def agreement_head(request: HttpRequest, number: str) -> HttpResponse:
    """Change title, number and term of a draft."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    initial = {**HeadForm.of(found), "version": found.version}
    form = EditHeadForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and done(form, lambda: _save_head(actor, found, form)):
            messages.success(
                request, _("Saved. The article on the term is left as it is; look at it if you changed the term.")
            )
            return redirect("agreement", form.cleaned_data["number"])
        status, form = _conflict(actor, found, form, status)
    context = {"form": form, "agreement": found, "saved": access_agreement(actor, number) if status == 409 else None}
    return render(request, "agreements/head_form.html", context, status=status)


def _save_head(actor: Actor, found: Agreement, form: EditHeadForm) -> None:
    verbs.save_head(actor=actor, agreement=found, version=form.cleaned_data["version"], head=form.head())


def _conflict(actor: Actor, found: Agreement, form: EditHeadForm, status: int) -> tuple[int, EditHeadForm]:
    """What was typed, with the version of now: a second "save" overwrites knowingly."""
    if any(error.code == "changed_meanwhile" for error in form.non_field_errors().as_data()):
        now = access_agreement(actor, found.number).version
        form.data = {**_as_lists(form.data), "version": str(now)}
        return 409, form
    return status, form


def _as_lists(data: Any) -> dict[str, Any]:
    """What was posted; several boxes of one name as a list."""
    return {name: data.getlist(name) if name == "generated" else data.get(name) for name in data}


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_drop(request: HttpRequest, number: str) -> HttpResponse:
    """Give a draft up."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    words = _("The draft is given up. It can still be read.")
    return pressed(
        request,
        lambda: verbs.drop_agreement(actor=actor, agreement=found, version=found.version),
        words,
        "agreement",
        number,
    )


@permission(Permission.AGREEMENT_MANAGE)
@get_or_post
def agreement_parties(request: HttpRequest, number: str) -> HttpResponse:
    """Who the parties are, in which order, and who signs for each; fifty are as easy as three."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    page = PartiesPage.posted(request.POST) if request.method == "POST" else PartiesPage.of(found, request.GET)
    status = 200
    if request.method == "POST" and page.do != "search":
        status = 400
        if page.is_valid() and done(page.form, lambda: _save_parties(actor, found, page)):
            messages.success(request, _("Saved."))
            return redirect(_after(number, page))
        if page.has_conflict:
            found, status = access_agreement(actor, number), 409
            page.version = found.version
    return render(request, "agreements/parties.html", _parties_context(actor, found, page, status), status=status)


def _after(number: str, page: PartiesPage) -> str:
    if page.do == "done":
        return reverse("agreement_edit", args=[number])
    query = f"?{urlencode({'q': page.query})}" if page.query else ""
    return reverse("agreement_parties", args=[number]) + query


def _save_parties(actor: Actor, found: Agreement, page: PartiesPage) -> None:
    lines = page.kept()
    if page.new_name:
        made = page.new_organization(actor)
        lines.append(PartyLine(made.pk, role_of(made), ""))
    lines += [PartyLine(one.pk, role_of(one), "") for one in page.picked_organizations()]
    set_parties(actor=actor, agreement=found, version=page.version, lines=lines)


def _parties_context(actor: Actor, found: Agreement, page: PartiesPage, status: int) -> dict[str, Any]:
    choices = organizations_to_choose(actor, page.query, [line.organization_id for line in page.lines])
    return {
        "agreement": found,
        "page": page,
        "names": page.names(),
        "choices": choices[:MOST_PARTIES],
        "has_more": len(choices) > MOST_PARTIES,
        "saved": [party.organization.name for party in found.parties.all()] if status == 409 else None,
    }
