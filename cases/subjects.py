"""Which disclosures and consents belong to which case.

The ledger knows a household only by the number of the report that spoke of it (`subject`). The app that
has the reports says in its `subjects.py` which of them lie in a case, and in which case one lies; the
module is found like `admin.py`, so that neither the ledger nor `cases` imports the reports.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

from cases.models import Case
from organizations.actors import Actor
from organizations.permissions import Permission

SubjectsOf = Callable[[Case], Iterable[UUID]]
NumbersOf = Callable[[Collection[UUID], int], Mapping[UUID, str]]

_subjects: list[SubjectsOf] = []
_numbers: list[NumbersOf] = []


def subject_source(source: SubjectsOf) -> SubjectsOf:
    """Declare what an app knows of: case → the subjects that were taken into it."""
    _subjects.append(source)
    return source


def case_number_source(source: NumbersOf) -> NumbersOf:
    """Declare the way back: (subjects, municipality) → the case number of each that lies in a case."""
    _numbers.append(source)
    return source


def subjects_of(case: Case) -> list[UUID]:
    """All subjects under which consents and disclosures about this case's household are kept."""
    autodiscover_modules("subjects")
    return [subject for source in _subjects for subject in source(case)]


def case_numbers(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, str]:
    """The case number of each subject that lies in a case; empty for those who may not read cases."""
    if not subjects or actor.municipality_id is None or not actor.may(Permission.CASE_READ):
        return {}
    autodiscover_modules("subjects")
    found: dict[UUID, str] = {}
    for source in _numbers:
        found.update(source(subjects, actor.municipality_id))
    return found
