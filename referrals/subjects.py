"""The reports of a case name the subjects of its consents and disclosures."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from cases.models import Case
from cases.subjects import case_number_source, subject_source
from referrals.models import Triage


@subject_source
def reports_of(case: Case) -> Iterable[UUID]:
    """The submission of each report that was taken into the case."""
    return Triage.objects.filter(case=case).values_list("referral__submission", flat=True)


@case_number_source
def cases_of(subjects: Collection[UUID], municipality_id: int) -> Mapping[UUID, str]:
    """submission → number of the case that the report was taken into; one query."""
    accepted = Triage.objects.filter(
        municipality_id=municipality_id, referral__submission__in=subjects, case__isnull=False
    )
    return dict(accepted.values_list("referral__submission", "case__number"))
