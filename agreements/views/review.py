"""Opinions of the parties: sent, what they said by article, replies, what came on paper, back to a draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.access import access_agreement, access_comment
from agreements.actions import reviewing as verbs
from agreements.forms_life import ReplyForm, SaidForm, SendForm
from agreements.models import Agreement, AgreementVersion, PartyCopy, PartyOpinion, ReviewComment
from cases.answering import done, pressed
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@dataclass(frozen=True)
class Answer:
    """What one party says of a version: its latest opinion, and how many comments it made."""

    copy: PartyCopy
    opinion: PartyOpinion | None
    comments: int


@permission(Permission.AGREEMENT_MANAGE)
@require_GET
def agreement_review(request: HttpRequest, number: str) -> HttpResponse:
    """What was sent, and what came back, the latest version first."""
    return _page(request, access_agreement(actor_of(request), number))


def _page(
    request: HttpRequest,
    found: Agreement,
    *,
    send: SendForm | None = None,
    said: SaidForm | None = None,
    reply: tuple[int, ReplyForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = _version_shown(found, request.GET.get("version", ""))
    context: dict[str, Any] = {
        "agreement": found,
        "versions": list(found.versions.order_by("-number")),
        "shown": shown,
        "answers": _answers(shown) if shown else [],
        "articles": _by_article(shown, reply) if shown else [],
        "is_draft": found.signed_on is None and found.dropped_at is None and found.review_sent_at is None,
        "is_sent": found.signed_on is None and found.review_sent_at is not None,
        "send_form": send or SendForm(initial=SendForm.fresh(found)),
        "said_form": said or _said_form(found),
    }
    return render(request, "agreements/review.html", context, status=status)


def _said_form(found: Agreement, data: Any = None) -> SaidForm:
    others = [(p.organization_id, p.organization.name) for p in found.parties.all()]
    parties = [one for one in others if one[0] != found.municipality_id]
    return SaidForm(data, parties=parties, articles=[one["heading"] for one in found.articles])


def _version_shown(found: Agreement, wanted: str) -> AgreementVersion | None:
    rows = found.versions.order_by("-number")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    return rows.filter(number=number).first() or rows.filter(reason="review").first() or rows.first()


def _answers(version: AgreementVersion) -> list[Answer]:
    """Three queries, however many parties."""
    copies = list(version.copies.select_related("organization").order_by("pk"))
    latest: dict[int, PartyOpinion] = {}
    for opinion in PartyOpinion.objects.filter(copy__in=copies).order_by("at", "pk"):
        latest[opinion.copy_id] = opinion
    count: dict[int, int] = {}
    for pk in ReviewComment.objects.filter(copy__in=copies).values_list("copy_id", flat=True):
        count[pk] = count.get(pk, 0) + 1
    return [Answer(copy, latest.get(copy.pk), count.get(copy.pk, 0)) for copy in copies]


def _by_article(version: AgreementVersion, reply: tuple[int, ReplyForm] | None) -> list[tuple[int, str, list[Any]]]:
    """(number, heading, [(comment, its reply form)]) of articles on which something was said; 0 is the whole."""
    rows = ReviewComment.objects.filter(copy__version=version).select_related("organization", "reply")
    found: dict[int, list[Any]] = {}
    for comment in rows.order_by("at", "pk"):
        bound = reply[1] if reply and reply[0] == comment.pk else ReplyForm(auto_id=f"id_reply{comment.pk}_%s")
        found.setdefault(comment.article, []).append((comment, None if hasattr(comment, "reply") else bound))
    headings = [one["heading"] for one in version.content["articles"]]
    return [(n, headings[n - 1] if 0 < n <= len(headings) else "", found[n]) for n in sorted(found)]


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_send(request: HttpRequest, number: str) -> HttpResponse:
    """The text of now goes to the parties."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    form = SendForm(request.POST)
    if form.is_valid() and done(form, lambda: verbs.send_for_review(actor=actor, agreement=found, **form.cleaned_data)):
        messages.success(
            request, _("The parties have it at the portal. Print it for those who have no log-in, and send it to them.")
        )
        return redirect("agreement_review", number)
    return _page(request, found, send=form, status=400)


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_back(request: HttpRequest, number: str) -> HttpResponse:
    """Back to a draft, for a next version."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    words = _("It is a draft again. What the parties said stays below.")
    return pressed(
        request,
        lambda: verbs.back_to_draft(actor=actor, agreement=found, version=found.version),
        words,
        "agreement_review",
        number,
    )


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_said(request: HttpRequest, number: str) -> HttpResponse:
    """What came by letter, by telephone or in person."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    form = _said_form(found, request.POST)
    if form.is_valid() and done(form, lambda: _record(actor, found, form)):
        messages.success(request, _("What was said is noted."))
        return redirect("agreement_review", number)
    return _page(request, found, said=form, status=400)


def _record(actor: Actor, found: Agreement, form: SaidForm) -> None:
    said = form.cleaned_data
    about = {"actor": actor, "agreement": found, "organization_id": said["organization"], "words": said["words"]}
    if said["agrees"]:
        verbs.record_opinion(**about, agrees=said["agrees"] == "yes")
    if said["words"].strip() and said["agrees"] != "yes":
        verbs.record_comment(**about, article=said["article"] or 0)


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def comment_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Reply to a comment; its party reads it at the portal."""
    actor = actor_of(request)
    comment = access_comment(actor, pk)
    found = access_agreement(actor, comment.copy.agreement.number)
    form = ReplyForm(request.POST, auto_id=f"id_reply{pk}_%s")
    if form.is_valid() and done(
        form,
        lambda: verbs.reply_to(
            actor=actor,
            comment=comment,
            taken_up=form.cleaned_data["taken_up"] == "yes",
            words=form.cleaned_data["words"],
        ),
    ):
        messages.success(request, _("The reply is there."))
        return redirect("agreement_review", found.number)
    return _page(request, found, reply=(pk, form), status=400)
