"""How evidence leaves the house: as a file to be saved, never as something that a browser runs."""

from django.http import HttpResponse

from consent.models import ConsentEvidence, EvidenceKind
from organizations.sealing import unseal

_ENDINGS = {EvidenceKind.PDF: "pdf", EvidenceKind.JPEG: "jpg", EvidenceKind.PNG: "png"}


def evidence_response(evidence: ConsentEvidence) -> HttpResponse:
    """The bytes as they were given. The name says nothing of anybody; whoever calls has recorded the access."""
    kind = EvidenceKind(evidence.kind)
    name = f"consent-{evidence.consent_id}-{str(evidence.pk)[:8]}.{_ENDINGS[kind]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(unseal(bytes(evidence.content)), content_type=kind.value, headers=headers)
