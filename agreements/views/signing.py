"""Signatures from the signed paper, its scan, and the moment at which all have signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.access import access_agreement, access_scan, facts_of
from agreements.actions import signing as verbs
from agreements.forms_life import ConcludeForm, ScanForm, SignatureForm
from agreements.models import Agreement, AgreementParty, Following, Signature
from agreements.rules import term_of
from cases.answering import done, pressed
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from organizations.sealing import unseal

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
Lines = list[tuple[AgreementParty, Signature | None, SignatureForm]]


@permission(Permission.AGREEMENT_MANAGE)
@require_GET
def agreement_sign(request: HttpRequest, number: str) -> HttpResponse:
    """Who has signed, the scans, and what is still missing."""
    return _page(request, access_agreement(actor_of(request), number))


def _page(
    request: HttpRequest,
    found: Agreement,
    *,
    lines: Lines | None = None,
    scan: ScanForm | None = None,
    conclude: ConcludeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = lines if lines is not None else _lines(found)
    missing = [party for party, signature, _form in lines if signature is None]
    context: dict[str, Any] = {
        "agreement": found,
        "lines": lines,
        "missing": missing,
        "signed_count": len(lines) - len(missing),
        "form_errors": [(party, form) for party, _signature, form in lines if form.is_bound and form.errors],
        "scans": found.scans.defer("content").order_by("pk"),
        "scan_form": scan or ScanForm(),
        "conclude_form": conclude or ConcludeForm(initial=_proposed(found)),
        "is_unsigned": found.signed_on is None and found.dropped_at is None,
    }
    return render(request, "agreements/sign.html", context, status=status)


def _lines(found: Agreement, data: Any = None) -> Lines:
    signatures = {one.party_id: one for one in Signature.objects.filter(party__agreement=found)}
    return [(party, signatures.get(party.pk), _form(party, data)) for party in found.parties.all()]


def _form(party: AgreementParty, data: Any) -> SignatureForm:
    initial = {"title": party.signatory_title, "name": party.signatory}
    return SignatureForm(data, prefix=f"p{party.pk}", initial=initial)


def _proposed(found: Agreement) -> dict[str, Any]:
    """The days of the draft; an amendment keeps the term of what it changes."""
    first, last = found.in_force_from or timezone.localdate(), found.in_force_until
    if last is None and found.previous is not None and found.follows_as == Following.AMENDMENT:
        term = term_of(found.previous, *facts_of(found.previous), first)
        last = term.last if term else None
    return {"version": found.version, "in_force_from": first, "in_force_until": last}


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_signatures(request: HttpRequest, number: str) -> HttpResponse:
    """Signatures of some parties or all, with a day for each that has signed."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    lines = _lines(found, request.POST)
    open_lines = [(party, form) for party, signature, form in lines if signature is None]
    valid = [form.is_valid() for _party, form in open_lines]  # each says what is wrong with it, not the first alone
    if all(valid):
        signed = [_signed(party, form) for party, form in open_lines if form.cleaned_data.get("signed_on")]
        first = open_lines[0][1] if open_lines else SignatureForm({})
        if done(first, lambda: verbs.record_signatures(actor=actor, agreement=found, signed=signed)):
            messages.success(request, _("The signatures are noted."))
            return redirect("agreement_sign", number)
    return _page(request, found, lines=lines, status=400)


def _signed(party: AgreementParty, form: SignatureForm) -> verbs.Signed:
    said = form.cleaned_data
    return verbs.Signed(party.pk, said["signed_on"], said["title"], said["name"])


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_signature_back(request: HttpRequest, number: str, party: int) -> HttpResponse:
    """A signature was entered by mistake."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    words = _("The signature is taken out.")
    return pressed(
        request,
        lambda: verbs.take_signature_back(actor=actor, agreement=found, party_id=party),
        words,
        "agreement_sign",
        number,
    )


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_scan_add(request: HttpRequest, number: str) -> HttpResponse:
    """The signed paper as a file."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid() and done(form, lambda: _add_scan(actor, found, form)):
        messages.success(request, _("The scan is kept, sealed."))
        return redirect("agreement_sign", number)
    return _page(request, found, scan=form, status=400)


def _add_scan(actor: Actor, found: Agreement, form: ScanForm) -> None:
    name, file = form.cleaned_data["file"]
    verbs.add_scan(actor=actor, agreement=found, name=name, file=file)


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they were given, to be saved, never run."""
    scan = access_scan(actor_of(request), pk)
    headers = {
        "Content-Disposition": f'attachment; filename="agreement-scan-{scan.pk}.{_ENDINGS[scan.kind]}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(unseal(bytes(scan.content)), content_type=scan.kind, headers=headers)


@permission(Permission.AGREEMENT_MANAGE)
@require_POST
def agreement_conclude(request: HttpRequest, number: str) -> HttpResponse:
    """All have signed: the text is closed for good, and its term begins."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    form = ConcludeForm(request.POST)
    if form.is_valid() and done(form, lambda: verbs.conclude(actor=actor, agreement=found, **form.cleaned_data)):
        messages.success(request, _("The agreement is signed. Its text never changes now."))
        return redirect("agreement", number)
    return _page(request, access_agreement(actor, number), conclude=form, status=400)
