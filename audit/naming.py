"""By what a person knows the rows that the log names by their keys: a case's number, a receipt."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import ValidationError

from audit.models import AccessRecord

Names = dict[tuple[str, str], str]


def names_of(records: Iterable[AccessRecord]) -> Names:
    """(subject, key) → number, in one query for each kind of row; no name of a person is asked for.

    A model says with `known_as` which of its fields (or a related one's) that is.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for record in records:
        keys[record.subject] |= {str(key) for key in record.subject_ids}
    return {(subject, key): number for subject in keys for key, number in _numbers(subject, keys[subject])}


def _numbers(subject: str, keys: set[str]) -> list[tuple[str, str]]:
    try:
        model = apps.get_model(subject)
    except (LookupError, ValueError):
        return []  # a code of former days stands as it was written
    field = getattr(model, "known_as", "")
    if not field:
        return []
    try:
        found = list(model._default_manager.filter(pk__in=keys).values_list("pk", field))
    except (ValueError, ValidationError):
        return []
    return [(str(key), str(number)) for key, number in found]
