"""An agency's own words on its leaflets: draft, preview, publish, versions."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.access_leaflets import access_version, known_language, versions
from documents.errors import IndiscreetWording, LeafletRefusal, MissingGlyph, PaperTooLong, PdfUnavailable
from documents.forms_leaflets import TextForm, VersionForm
from documents.leaflet import leaflet_pdf
from documents.leaflet_fields import differences
from documents.leaflet_languages import KNOWN
from documents.leaflet_texts import merged, published, wording
from documents.leaflet_writing import bring_back, draft_of, publish, save_draft
from documents.leaflets import NoDesk, access_agency, content_of
from documents.models import LeafletText, PaperSize
from documents.views import pdf_answer, unavailable
from organizations.actors import Actor, actor_of
from organizations.models import SupportAgency
from organizations.permissions import Permission, permission


@permission(Permission.LEAFLET_EDIT)
@require_GET
def leaflet_texts(request: HttpRequest, code: str) -> HttpResponse:
    """Each language: whose words are printed."""
    agency = access_agency(actor_of(request), code)
    rows = LeafletText.objects.filter(agency=agency).order_by("number")
    own = {row.language: row for row in rows if row.published_at}
    drafts = {row.language: row for row in rows if not row.published_at}
    lines = [(key, one, own.get(key), drafts.get(key)) for key, one in KNOWN.items()]
    context = {"agency": agency, "lines": lines, "has_own": bool(own)}
    return render(request, "documents/pages/leaflet_texts.html", context)


@permission(Permission.LEAFLET_EDIT)
@require_http_methods(["GET", "POST"])
def leaflet_text(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The draft, text by text; saving keeps it and prints nothing yet."""
    actor = actor_of(request)
    agency, draft = access_agency(actor, code), draft_of(access_agency(actor, code), known_language(language))
    form = _form(request, agency, language, draft)
    if form.is_valid() and _saved(actor, agency, language, form):
        messages.success(request, _("The draft is kept. Nothing is printed with it until it is published."))
        return redirect("leaflet_text", code=code, language=language)
    return _page(request, agency, language, form)


def _form(request: HttpRequest, agency: SupportAgency, language: str, draft: LeafletText | None) -> TextForm:
    stock = KNOWN[language].words
    words = merged(stock, draft.words) if draft else wording(agency, language).words
    first = {"version": draft.version if draft else 0, "note": draft.note if draft else ""}
    return TextForm(request.POST or None, language=language, words=words, initial=first)


def _saved(actor: Actor, agency: SupportAgency, language: str, form: TextForm) -> bool:
    said = form.cleaned_data
    try:
        with transaction.atomic():
            save_draft(
                actor=actor,
                agency=agency,
                language=language,
                words=form.words(),
                note=said["note"],
                version=said["version"],
            )
    except LeafletRefusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _page(request: HttpRequest, agency: SupportAgency, language: str, form: TextForm) -> HttpResponse:
    """After a refusal what was typed stands in the form, and what a colleague wrote beside it."""
    draft, failed = draft_of(agency, language), form.is_bound and bool(form.errors)
    theirs: list[Any] = []
    if failed and form.non_field_errors() and draft:
        stored = merged(form.stock, draft.words)
        theirs = differences(merged(form.stock, form.words()), stored)
        form.data = {**form.data.dict(), "version": str(draft.version)}  # type: ignore[attr-defined]  # a QueryDict
    context = {
        "agency": agency,
        "language": language,
        "known": KNOWN[language],
        "form": form,
        "draft": draft,
        "published": published(agency, language),
        "versions": versions(agency, language),
        "theirs": theirs,
        "sizes": PaperSize.choices,
    }
    status = (409 if form.non_field_errors() else 400) if failed else 200
    return render(request, "documents/pages/leaflet_text.html", context, status=status)


@permission(Permission.LEAFLET_EDIT)
@require_POST
def leaflet_publish(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """From now on printed like this."""
    actor = actor_of(request)
    agency, form = access_agency(actor, code), VersionForm(request.POST)
    known_language(language)
    if not form.is_valid():
        return redirect("leaflet_text", code=code, language=language)
    try:
        with transaction.atomic():
            publish(actor=actor, agency=agency, language=language, version=form.cleaned_data["version"])
    except LeafletRefusal as refusal:
        return unavailable(request, refusal.sentence, 409)
    messages.success(request, _("Published. Leaflets are printed with these words from now on."))
    return redirect("leaflet_text", code=code, language=language)


@permission(Permission.LEAFLET_EDIT)
@require_GET
def leaflet_preview(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The draft as it would be printed, in a size."""
    agency, size = access_agency(actor_of(request), code), request.GET.get("size", "a4")
    draft = draft_of(agency, known_language(language))
    words = merged(KNOWN[language].words, draft.words) if draft else wording(agency, language).words
    try:
        content = content_of(agency, language=language)
        paper = leaflet_pdf(content, language=language, size=size if size in PaperSize else "a4", words=words)
    except PdfUnavailable as trouble:
        return unavailable(request, str(trouble), 503)
    except (NoDesk, IndiscreetWording, PaperTooLong, MissingGlyph) as trouble:
        return unavailable(request, str(trouble), 409)
    return pdf_answer(paper, f"{agency.name} {language} {size}.pdf")


@permission(Permission.LEAFLET_EDIT)
@require_http_methods(["GET", "POST"])
def leaflet_version(request: HttpRequest, code: str, language: str, number: int) -> HttpResponse:
    """What a version says otherwise than what is printed now; and the way back to it. 0 is Tsunagi's own words."""
    actor = actor_of(request)
    agency, stock = access_agency(actor, code), KNOWN[known_language(language)].words
    row = access_version(agency, language, number) if number else None
    if request.method == "POST":
        return _brought_back(request, agency, language, number)
    draft = draft_of(agency, language)
    words = merged(stock, row.words) if row else stock
    context = {
        "agency": agency,
        "language": language,
        "known": KNOWN[language],
        "row": row,
        "number": number,
        "differences": differences(wording(agency, language).words, words),
        "draft": draft,
        "version": draft.version if draft else 0,
    }
    return render(request, "documents/pages/leaflet_version.html", context)


def _brought_back(request: HttpRequest, agency: SupportAgency, language: str, number: int) -> HttpResponse:
    form = VersionForm(request.POST)
    if not form.is_valid():
        return redirect("leaflet_version", code=agency.code, language=language, number=number)
    version = form.cleaned_data["version"]
    try:
        with transaction.atomic():
            bring_back(actor=actor_of(request), agency=agency, language=language, number=number, version=version)
    except LeafletRefusal as refusal:
        return unavailable(request, refusal.sentence, 409)
    messages.success(request, _("These words are the draft now. Look at it, and publish it."))
    return redirect("leaflet_text", code=agency.code, language=language)
