"""Keeps the days of an agreement's paths in step with its term: the portal reads them and no agreement."""

from datetime import date

from agreements.access import facts_of
from agreements.models import AgreedPath, Agreement
from agreements.rules import ending_of

#: A path of an agreement that is not signed, or never comes into force, begins on this day.
NEVER = date(9999, 12, 31)


def sync_paths(agreement: Agreement) -> None:
    """Whenever signing, a notice or a successor may have changed the term. Part of the caller's transaction."""
    first, last = days_of(agreement)
    AgreedPath.objects.filter(agreement=agreement).update(
        in_force_from=first,
        in_force_until=last,
        agreement_number=agreement.number,
        agreement_title=agreement.title,
    )


def days_of(agreement: Agreement) -> tuple[date, date | None]:
    """First and last day of the agreement's paths; the last is None while nothing ends it."""
    first = agreement.in_force_from
    if agreement.signed_on is None or first is None:
        return NEVER, None
    ending = ending_of(agreement, *facts_of(agreement))
    if ending is not None and ending.last < first:
        return NEVER, None
    return first, ending.last if ending else None
