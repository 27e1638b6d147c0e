"""Batches of leaflets: ordered, printed, handed over, counted."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.paging import page_newest_first
from documents.access_leaflets import access_batch, access_line, batches, lines_of, offices_for, totals
from documents.errors import IndiscreetWording, LeafletRefusal, MissingGlyph, PaperTooLong, PdfUnavailable
from documents.forms_leaflets import BatchForm, HandedForm
from documents.leaflet_batches import Order, batch_pdf, hand_over, make_batch, place_of
from documents.leaflets import NoDesk, access_agency
from documents.models import LeafletBatch
from documents.views import pdf_answer, unavailable
from japanese.dates import fiscal_year, today
from organizations.actors import Actor, actor_of
from organizations.models import Office, SupportAgency
from organizations.permissions import Permission, permission

#: The first year that a list of totals is asked for.
_FIRST_YEAR = 2020


@permission(Permission.LEAFLET_EDIT)
@require_GET
def leaflet_batches(request: HttpRequest) -> HttpResponse:
    """What was printed, and per place and year how much, and what came of it."""
    actor = actor_of(request)
    year, now = _year(request), fiscal_year(today())
    context = {
        "page": page_newest_first(request, batches(actor), "made_at"),
        "totals": totals(actor, year),
        "year": year,
        "years": range(now, _FIRST_YEAR - 1, -1),
    }
    return render(request, "documents/pages/leaflet_batches.html", context)


def _year(request: HttpRequest) -> int:
    asked, now = request.GET.get("year", ""), fiscal_year(today())
    return int(asked) if asked.isascii() and asked.isdigit() and _FIRST_YEAR <= int(asked) <= now else now


@permission(Permission.LEAFLET_EDIT)
@require_http_methods(["GET", "POST"])
def leaflet_batch_new(request: HttpRequest, code: str) -> HttpResponse:
    """Which offices, languages, size, and how many."""
    actor = actor_of(request)
    agency = access_agency(actor, code)
    offices = offices_for(agency)
    names = {pk: f"{office.utility.name} {office.name}" for pk, office in offices.items()}
    first = {"submission": uuid.uuid4(), "size": "a4", "languages": ["ja"], "own": True, "copies": 50}
    form = BatchForm(request.POST or None, offices=names, initial=first)
    if form.is_valid():
        batch = make_batch(
            actor=actor, agency=agency, order=_order(form, offices), submission=form.cleaned_data["submission"]
        )
        return redirect("leaflet_batch", pk=batch.pk)
    context = {"agency": agency, "form": form}
    return render(request, "documents/pages/leaflet_batch_new.html", context, status=400 if form.is_bound else 200)


def _order(form: BatchForm, offices: dict[int, Office]) -> Order:
    said = form.cleaned_data
    return Order(
        size=said["size"],
        languages=said["languages"],
        copies=said["copies"],
        offices=[offices[int(pk)] for pk in said["offices"]],
        places=said["places"],
        own=said["own"],
    )


@permission(Permission.LEAFLET_EDIT)
@require_http_methods(["GET", "POST"])
def leaflet_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Its lines, the file, and where each line's leaflets went."""
    actor = actor_of(request)
    batch = access_batch(actor, pk)
    form = HandedForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and _handed(actor, batch, form):
        messages.success(request, _("This is noted."))
        return redirect("leaflet_batch", pk=pk)
    return _page(request, batch, form)


def _handed(actor: Actor, batch: LeafletBatch, form: HandedForm) -> bool:
    said = form.cleaned_data
    line = access_line(batch, said["line"])
    try:
        with transaction.atomic():
            hand_over(actor=actor, line=line, on=said["handed_on"], to=said["handed_to"])
    except LeafletRefusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _page(request: HttpRequest, batch: LeafletBatch, form: HandedForm | None) -> HttpResponse:
    lines = [(line, place_of(batch.agency, line.channel), _form_of(line.pk, form)) for line in lines_of(batch)]
    context: dict[str, Any] = {"batch": batch, "lines": lines, "form": form}
    failed = form is not None and bool(form.errors)
    return render(request, "documents/pages/leaflet_batch.html", context, status=409 if failed else 200)


def _form_of(line: int, sent: HandedForm | None) -> HandedForm:
    """The one that was sent for this line, with what is wrong; for others an empty one."""
    if sent is not None and sent.data.get("line") == str(line):
        return sent
    return HandedForm(initial={"line": line, "handed_on": today()}, auto_id=f"id_{line}_%s")


@permission(Permission.LEAFLET_EDIT)
@require_GET
def leaflet_batch_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All leaflets of the batch, after the sheet that lists them."""
    batch = access_batch(actor_of(request), pk)
    try:
        paper = batch_pdf(batch, lines_of(batch))
    except PdfUnavailable as trouble:
        return unavailable(request, str(trouble), 503)
    except (NoDesk, IndiscreetWording, PaperTooLong, MissingGlyph) as trouble:
        return unavailable(request, str(trouble), 409)
    return pdf_answer(paper, f"{_named(batch.agency)} {batch.made_at:%Y-%m-%d}.pdf")


def _named(agency: SupportAgency) -> str:
    return _("Leaflets of %(agency)s") % {"agency": agency.name}
