"""A party reads its copies of agreements, comments and answers. They name no household, so no access log."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.access_criteria import agreed_with_us
from agreements.access_portal import access_copy, facts_of, is_open, own_copies
from agreements.actions import opinions
from agreements.copy_pdf import copy_pdf
from agreements.copy_words import articles_of, state_of, term_in_words
from agreements.criteria import whole_rule
from agreements.errors import AgreementRefusal
from agreements.forms_review import CommentForm, OpinionForm
from agreements.models import PartyCopy
from agreements.texts import difference
from audit.paging import page_newest_first
from documents.answering import pdf
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@permission(Permission.AGREEMENT_REVIEW)
@require_GET
def party_copies(request: HttpRequest) -> HttpResponse:
    """Everything that was sent to the organisation, the latest first."""
    page = page_newest_first(request, own_copies(actor_of(request)), "sent_at")
    lines = [(copy, state_of(copy, timezone.localdate())) for copy in page.rows]
    return render(request, "agreements/portal/copies.html", {"lines": lines, "page": page})


@permission(Permission.AGREEMENT_REVIEW)
@require_GET
def party_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The text, what changed since the version before, what was said; with `?article=` the comment is begun on it."""
    actor = actor_of(request)
    return _page(request, actor, access_copy(actor, pk))


def _page(
    request: HttpRequest,
    actor: Actor,
    copy: PartyCopy,
    *,
    comment_form: CommentForm | None = None,
    opinion_form: OpinionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = facts_of(actor, copy)
    context: dict[str, Any] = {
        "facts": facts,
        "copy": copy,
        "state": state_of(copy, timezone.localdate(), facts.opinion is not None),
        "articles": articles_of(copy.content, facts.comments),
        "on_the_whole": [one for one in facts.comments if one.article == 0],
        "term": term_in_words(copy.content["term"]),
        "changes": difference(facts.before.content, copy.content) if facts.before else [],
        "comment_form": comment_form or _comment_form(copy, initial={"article": request.GET.get("article", "0")}),
        "opinion_form": opinion_form or OpinionForm(),
    }
    return render(request, "agreements/portal/copy.html", context, status=status)


def _comment_form(copy: PartyCopy, *args: Any, **kwargs: Any) -> CommentForm:
    return CommentForm([one["heading"] for one in copy.content["articles"]], *args, **kwargs)


@permission(Permission.AGREEMENT_REVIEW)
@require_POST
def party_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment; refused with what was typed kept where the copy is open no more."""
    actor = actor_of(request)
    copy = access_copy(actor, pk)
    form = _comment_form(copy, request.POST)
    if not form.is_valid():
        return _page(request, actor, copy, comment_form=form, status=400)
    if not _said(form, lambda: opinions.comment(actor=actor, copy=copy, **form.cleaned_data)):
        return _page(request, actor, copy, comment_form=form, status=409)
    messages.success(request, _("Your comment was sent to the municipality."))
    return redirect(f"{reverse('party_copy', kwargs={'pk': pk})}#comments")


@permission(Permission.AGREEMENT_REVIEW)
@require_POST
def party_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Agreed, or changes are asked for."""
    actor = actor_of(request)
    copy = access_copy(actor, pk)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, copy, opinion_form=form, status=400)
    if not _said(form, lambda: opinions.give_opinion(actor=actor, copy=copy, **form.cleaned_data)):
        return _page(request, actor, copy, opinion_form=form, status=409)
    messages.success(request, _("Your answer was sent to the municipality."))
    return redirect("party_copy", pk=pk)


def _said(form: forms.Form, say: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            say()
    except AgreementRefusal as refused:
        form.add_error(None, forms.ValidationError(str(refused.sentence), code=refused.code))
        return False
    return True


@permission(Permission.REPORT_CREATE)
@require_GET
def agreed_criteria(request: HttpRequest) -> HttpResponse:
    """What goes by the utility's agreements: how far, by which rules, and how that was changed."""
    found = agreed_with_us(actor_of(request))
    lines = [(one, [whole_rule(rule) for rule in one.rules]) for one in found]
    return render(request, "agreements/portal/agreed.html", {"lines": lines})


@permission(Permission.AGREEMENT_REVIEW)
@require_GET
def party_copy_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy as a paper; what is only proposed says so in its name."""
    copy = access_copy(actor_of(request), pk)
    name = f"{copy.number} {copy.title} {copy.version_number}"
    return pdf(request, f"{name} {_('draft')}.pdf" if is_open(copy) else f"{name}.pdf", lambda: copy_pdf(copy))
