"""What the papers of a consent say: the form to sign, and the receipt of a withdrawal."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from cases.models import Case
from cases.subjects import subjects_of
from consent.gate import tokyo_day
from consent.models import Consent, LegalProvision
from consent.provisions import provision_of_consent, provisions_of_consent
from consent.recipients import offered
from consent.reports import reports_about
from consent.vocabulary import ConsentMeans, Item, Purpose, WithdrawnVia
from documents.consent_form import ConsentFormContent, consent_form_pdf
from documents.leaflets import content_of
from documents.withdrawal_receipt import WithdrawalContent, withdrawal_receipt_pdf
from organizations.actors import Actor
from organizations.models import Organization, SupportAgency

#: So many recipients have room on the sheet; more are written where it says "other".
MOST_NAMES = 6


def blank_form(actor: Actor, agency: SupportAgency, style: str) -> bytes:
    """For anybody whom the agency, or a company that works with it, explains it to. Raises as `documents` does, and NoDesk."""
    names = [agency.name, agency.municipality.name]
    if actor.is_utility:
        names.append(actor.organization_name)
    return consent_form_pdf(_form(agency, names), style=style)


def form_of_case(actor: Actor, case: Case, style: str) -> bytes:
    """With the case's number, name and address, and the companies that reported; nothing is ticked."""
    choices = offered(actor, reports_about(actor, subjects_of(case)))
    names = [name for _pk, name in (*choices.near, *choices.companies)]
    who = {
        "case_number": case.number,
        "name": case.person.name,
        "address_of_person": case.household.address,
    }
    return consent_form_pdf(_form(case.agency, names[:MOST_NAMES], **who), style=style)


def _form(agency: SupportAgency, recipients: Sequence[str], **who: str) -> ConsentFormContent:
    today = timezone.localdate()
    desk, found = content_of(agency, language="ja"), provisions_of_consent(today)
    return ConsentFormContent(
        agency_name=desk.agency_name,
        municipality_name=desk.municipality_name,
        desk_name=desk.desk_name,
        phone=desk.phone,
        fax=desk.fax,
        address=desk.address,
        hours=desk.hours,
        closed_text=desk.closed_text,
        printed_on=today,
        items=Item.values,
        recipients=recipients,
        purposes=Purpose.values,
        provisions=_printed(found),
        unchecked=_unchecked(found),
        **who,
    )


def receipt_of_withdrawal(agency: SupportAgency, rows: Sequence[Consent], name: str, style: str) -> bytes:
    """For the person of this name: when and how they took it back, what exactly, and what follows.

    `rows` are those of one yes. The provision is the one in force on the day of the withdrawal.
    """
    return withdrawal_receipt_pdf(_receipt(agency, rows, name), style=style)


def _receipt(agency: SupportAgency, rows: Sequence[Consent], name: str) -> WithdrawalContent:
    consent, desk = rows[0], content_of(agency, language="ja")
    if consent.withdrawn_at is None:
        raise ValueError("this consent is not withdrawn")
    found = [one for one in [provision_of_consent(consent, tokyo_day(consent.withdrawn_at))] if one]
    return WithdrawalContent(
        agency_name=desk.agency_name,
        municipality_name=desk.municipality_name,
        desk_name=desk.desk_name,
        phone=desk.phone,
        fax=desk.fax,
        hours=desk.hours,
        closed_text=desk.closed_text,
        number=f"{consent.pk}",
        name=name,
        withdrawn_at=timezone.localtime(consent.withdrawn_at),
        via=consent.withdrawn_via if consent.withdrawn_via in WithdrawnVia.values else "",
        given_at=timezone.localtime(consent.given_at),
        means=ConsentMeans(consent.means),
        items=_ordered(Item.values, consent.items),
        recipients=_names({pk for row in rows for pk in row.recipients}),
        purposes=_ordered(Purpose.values, consent.purposes),
        issued_on=timezone.localdate(),
        provisions=_printed(found),
        unchecked=_unchecked(found),
    )


def _ordered(vocabulary: Iterable[str], kept: Iterable[str]) -> list[str]:
    return [one for one in vocabulary if one in set(kept)]


def _names(ids: set[int]) -> list[str]:
    return list(Organization.objects.filter(pk__in=ids).order_by("name", "pk").values_list("name", flat=True))


def _printed(provisions: Iterable[LegalProvision]) -> list[tuple[str, str, str]]:
    return [(one.statute, one.article, one.text) for one in provisions]


def _unchecked(provisions: Iterable[LegalProvision]) -> bool:
    return any(one.checked_on is None for one in provisions)
