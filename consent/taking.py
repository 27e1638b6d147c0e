"""Consents are recorded at the agency, renewed, and proved with a file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.actions import cross, fact_of, lock_act
from consent.errors import ConsentRefusal
from consent.evidence import CheckedFile
from consent.gate import Crossing, Facts
from consent.models import Consent, ConsentEvidence, Disclosure
from consent.reports import ReportAbout, consent_was_given
from consent.sealing import is_sealed
from consent.vocabulary import NOT_BY_THE_PERSON, ConsentMeans, Item, Purpose, WithdrawnVia
from organizations.actors import Actor
from organizations.sealing import seal


@dataclass(frozen=True)
class ConsentSaid:
    """One yes of a person, stated in full (rule 2). `recipients` are organisation ids."""

    given_by: str = field(repr=False)
    given_at: datetime
    means: ConsentMeans
    taken_by: str = field(repr=False)
    words: str = field(repr=False)
    items: frozenset[Item]
    recipients: frozenset[int]
    purposes: frozenset[Purpose]
    expires_on: date | None


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    said: ConsentSaid,
    about: Sequence[ReportAbout],
    submission: UUID,
    renews: Consent | None = None,
    files: Iterable[CheckedFile] = (),
) -> list[Consent]:
    """Keep a yes: one row for each report that it is about, so that the gate finds it at once.

    A company is told of its own reports only; so it stands in the rows about those, and everybody else
    in all. What is renewed ends here: the newer yes may be the narrower one. The same submission sent
    again gives the same rows. ConsentRefusal where somebody else has renewed it meanwhile, or where the
    person has taken it back, or another yes to the same, after what is said here.
    """
    _one_at_a_time(submission)
    recorded = list(Consent.objects.filter(act=submission, municipality_id=actor.tenant).order_by("pk"))
    if recorded:
        return recorded
    _require_not_taken_back(actor, said, about)
    before = _replace(actor, renews, said.given_at) if renews else {}
    rows = [
        _keep(actor, said, one.subject, recipients, submission, before.get(one.subject, renews))
        for one, recipients in _concerned(said.recipients, about)
    ]
    if not rows:
        raise ConsentRefusal("no_report", _("There is no report yet that this consent could be about."))
    for file in files:
        keep_evidence(actor=actor, consent=rows[0], file=file)
    consent_was_given(actor, rows)
    return rows


def _one_at_a_time(key: object) -> None:
    """Two clicks at the same instant: the second waits here and then finds what the first has kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def _concerned(recipients: Collection[int], about: Sequence[ReportAbout]) -> list[tuple[ReportAbout, list[int]]]:
    """Each report with those who may hear of it; reports of which nobody hears are left out."""
    companies = {one.told_by for one in about}
    found = ((one, sorted(r for r in recipients if r == one.told_by or r not in companies)) for one in about)
    return [(one, told) for one, told in found if told]


def _keep(
    actor: Actor, said: ConsentSaid, subject: UUID, recipients: list[int], act: UUID, renews: Consent | None
) -> Consent:
    return Consent.objects.create(
        municipality_id=actor.tenant,
        organization_id=actor.organization_id,
        subject=subject,
        given_by=said.given_by,
        given_at=said.given_at,
        means=said.means,
        taken_by=said.taken_by,
        words=said.words,
        items=sorted(said.items),
        recipients=recipients,
        purposes=sorted(said.purposes),
        expires_on=said.expires_on,
        renews=renews,
        recorded_by_id=actor.user_id,
        act=act,
    )


def _require_not_taken_back(actor: Actor, said: ConsentSaid, about: Sequence[ReportAbout]) -> None:
    """A form that is typed in late does not bring back what the person has taken back since."""
    same = Consent.objects.filter(
        municipality_id=actor.tenant,
        subject__in=[one.subject for one in about],
        recipients__overlap=sorted(said.recipients),
        items__overlap=sorted(said.items),
        purposes__overlap=sorted(said.purposes),
    )
    if same.filter(withdrawn_at__gte=said.given_at).exclude(withdrawn_via__in=NOT_BY_THE_PERSON).exists():
        raise _taken_back_since()


def _taken_back_since() -> ConsentRefusal:
    return ConsentRefusal(
        "withdrawn_since",
        _("The person has taken this consent back since then. Ask again before you record a new one."),
    )


def _replace(actor: Actor, renews: Consent, given_at: datetime) -> dict[UUID, Consent]:
    """End the rows of the earlier yes at this moment; by subject. One that was withdrawn stays as it was."""
    rows = lock_act(actor, renews)
    if any(row.withdrawn_via == WithdrawnVia.RENEWED for row in rows):
        raise ConsentRefusal(
            "renewed_already", _("Somebody has renewed this consent already. The newer one stands on the case page.")
        )
    if any(row.withdrawn_at and row.withdrawn_at >= given_at for row in rows):
        raise _taken_back_since()
    for row in rows:
        if row.withdrawn_at is None:
            row.withdrawn_at, row.withdrawn_via = timezone.now(), WithdrawnVia.RENEWED
            row.save()
    return {row.subject: row for row in rows}


def keep_evidence(*, actor: Actor, consent: Consent, file: CheckedFile, disclosure: Disclosure | None = None) -> bool:
    """Seal a scan or photograph beside its consent; false where the very same file lies there already.

    `disclosure` is the row of its crossing, where it came from somebody else.

    ConsentRefusal where the report was sealed: nobody could ever look at it.
    """
    if is_sealed(consent):
        raise ConsentRefusal("sealed", _("The report of this consent is sealed. Nothing is added to it any more."))
    _one_at_a_time(f"evidence {consent.pk}")
    if _handed_in(actor, consent, file):
        return False
    ConsentEvidence.objects.create(
        consent=consent,
        municipality_id=consent.municipality_id,
        organization_id=actor.organization_id,
        kind=file.kind,
        size=len(file.content),
        sha256=file.sha256,
        content=seal(file.content),
        added_by_id=actor.user_id,
        disclosure=disclosure,
    )
    return True


def _handed_in(actor: Actor, consent: Consent, file: CheckedFile) -> bool:
    same = ConsentEvidence.objects.filter(consent=consent, organization_id=actor.organization_id, sha256=file.sha256)
    return same.exists()


@transaction.atomic
def send_evidence(*, actor: Actor, consent: Consent, crossing: Crossing, file: CheckedFile) -> bool:
    """A company hands in the signed form of a consent that it took: name and address cross again, so the gate is asked.

    False, and nothing crosses, where the very same file was handed in already. LegallyRefused otherwise.
    """
    if consent.organization_id != actor.organization_id:
        raise ValueError("a company proves its own consents only")
    _one_at_a_time(f"evidence {consent.pk}")
    if _handed_in(actor, consent, file):
        return False
    as_it_stands = Consent.objects.get(pk=consent.pk)
    facts = Facts(consents=(fact_of(as_it_stands),))
    passed = cross(actor=actor, crossing=crossing, facts=facts, municipality_id=consent.municipality_id)
    return keep_evidence(actor=actor, consent=as_it_stands, file=file, disclosure=passed.disclosure)
