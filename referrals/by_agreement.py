"""A report that is made by an agreement: whether it lies within it, and only what was agreed of it."""

from dataclasses import replace

from agreements.models import AgreedPath
from agreements.reach import beyond, items_of, own_path, sentence_of
from organizations.models import SupportAgency, Utility
from referrals.errors import ReferralRefusal
from referrals.report import Report, limited


def path_for(report: Report, utility: Utility | None, agency: SupportAgency) -> AgreedPath | None:
    """The path that the report names, None where it names none of the utility's own; the gate refuses that.

    ReferralRefusal where the household lies beyond it. In danger to life nothing agreed stands in the way.
    """
    path = own_path(utility.pk, report.path_id) if utility else None
    if path is None:
        return None
    found = beyond(
        path,
        municipality_id=agency.municipality_id,
        office_id=report.office_id,
        address=report.household.address,
    )
    if found is None:
        return path
    if report.danger_to_life:
        return None
    raise ReferralRefusal(found, sentence_of(found, path))


def within(report: Report, path: AgreedPath | None) -> Report:
    """The report without the items that were not agreed on, and without hearing back where that was not agreed."""
    if path is None or report.danger_to_life:
        return report
    items, stated = items_of(path), report.consent
    if items is not None:
        report = replace(report, household=limited(report.household, items))
    if stated is not None and not path.feedback:
        report = replace(report, consent=replace(stated, to_feedback=False))
    return report
