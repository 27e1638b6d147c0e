"""An agreement as the formal paper: the row as it stands, and the provisions in force when it was signed."""

from django.utils import timezone

from agreements.models import Agreement, AgreementParty
from consent.provisions import StatuteBook
from consent.vocabulary import ProvisionKey as Key
from documents.agreement import AgreementContent
from documents.agreement import agreement_pdf as draw
from organizations.models import Utility

OF_THE_ACT = (Key.ACT_2, Key.ACT_5_3, Key.ACT_8, Key.ACT_9_1, Key.ACT_9_3)
OF_COMPANIES = (Key.APPI_27_1, Key.APPI_27_1_1, Key.APPI_27_1_2)
OF_PUBLIC_BODIES = (Key.APPI_69_1, Key.APPI_69_2_1, Key.APPI_69_2_3, Key.APPI_69_2_4)


def agreement_pdf(agreement: Agreement) -> bytes:
    """The paper; raises ValueError past ten parties, PdfUnavailable where this machine cannot draw."""
    return draw(content_of(agreement))


def content_of(agreement: Agreement) -> AgreementContent:
    """The snapshot that is printed."""
    parties = list(agreement.parties.all())
    return AgreementContent(
        title=agreement.title,
        number=agreement.number,
        municipality_name=agreement.municipality.name,
        parties=[_party(party) for party in parties],
        preamble=agreement.preamble,
        articles=[(article["heading"], article["paragraphs"]) for article in agreement.articles],
        closing=agreement.closing,
        signed_on=agreement.signed_on,
        provisions=_provisions(agreement, parties),
        annexes=agreement.annexes,
    )


def _party(party: AgreementParty) -> tuple[str, str, str, str]:
    return party.organization.name, party.organization.address, party.signatory_title, party.signatory


def _provisions(agreement: Agreement, parties: list[AgreementParty]) -> list[tuple[str, str, str]]:
    """On the day it was signed, or today while it is a draft; the sender's kind decides the articles."""
    day, book = agreement.signed_on or timezone.localdate(), StatuteBook()
    found = (book.on(key, day) for key in _keys(parties))
    return [(one.statute, one.article, one.text) for one in found if one]


def _keys(parties: list[AgreementParty]) -> tuple[Key, ...]:
    utilities = Utility.objects.filter(pk__in=[party.organization_id for party in parties])
    kinds = set(utilities.values_list("is_public_body", flat=True))
    return (*OF_THE_ACT, *(OF_COMPANIES if False in kinds else ()), *(OF_PUBLIC_BODIES if True in kinds else ()))
