"""A party's copy as a paper, drawn from the text that was frozen for it."""

from datetime import date

from agreements.models import PartyCopy
from documents.agreement import AgreementContent, agreement_pdf


def copy_pdf(copy: PartyCopy) -> bytes:
    """The paper. ValueError past ten parties, PdfUnavailable where this machine cannot draw."""
    return agreement_pdf(content_of(copy))


def content_of(copy: PartyCopy) -> AgreementContent:
    """What is printed: nothing but what the party was sent."""
    text = copy.content
    signed = text.get("signed_on")
    return AgreementContent(
        title=text["title"],
        number=copy.number,
        municipality_name=copy.municipality.name,
        parties=[(one["name"], one["address"], one["title"], one["signatory"]) for one in text["parties"]],
        preamble=text["preamble"],
        articles=[(one["heading"], one["paragraphs"]) for one in text["articles"]],
        closing=text["closing"],
        signed_on=date.fromisoformat(signed) if signed else None,
        annexes=text["annexes"],
    )
