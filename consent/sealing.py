"""The words of consents and grounds, taken out when the report that rested on them is sealed."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from cases.subjects import case_numbers
from consent.models import Consent, ProtectionGround
from consent.reports import reports_about
from consent.vocabulary import SEALED
from organizations.actors import Actor

_WORDS: dict[type[Model], tuple[str, ...]] = {
    Consent: ("given_by", "words"),
    ProtectionGround: ("why_protect", "why_no_consent"),
}


def take_out_words(subject: UUID, *, has_case: bool) -> dict[str, dict[str, dict[str, str]]]:
    """{model: {key: words}} of all on which a report rests, taken out of the rows and their history.

    For the worker, in the transaction that keeps what is returned. With a case, the consents that its
    caseworkers have recorded themselves stay: they are their own, and what the case rests on.
    """
    consents = Consent.objects.filter(subject=subject)
    if has_case:
        consents = consents.filter(recorded_by__isnull=True)
    return {
        "consent": _take_out(Consent, consents),
        "protection": _take_out(ProtectionGround, ProtectionGround.objects.filter(subject=subject)),
    }


def is_sealed(row: Consent | ProtectionGround) -> bool:
    """Whether the words were taken out; the scan of a form is then shown to nobody either."""
    return (row.given_by if isinstance(row, Consent) else row.why_protect) == SEALED


def conceal(actor: Actor, rows: Sequence[Consent] | Sequence[ProtectionGround]) -> None:
    """Take the words out of these objects whose report is sealed, before the worker has come by. They are not saved."""
    subjects = {row.subject for row in rows if not is_sealed(row)}
    sealed = {one.subject for one in reports_about(actor, subjects) if one.is_sealed} if subjects else set()
    in_cases = case_numbers(actor, sealed)
    for row in rows:
        is_own = isinstance(row, Consent) and row.recorded_by_id is not None and row.subject in in_cases
        if row.subject in sealed and not is_own:
            for name in _WORDS[type(row)]:
                setattr(row, name, SEALED)


def _take_out(model: Any, rows: Iterable[Any]) -> dict[str, dict[str, str]]:
    names = _WORDS[model]
    taken = {str(row.pk): {name: getattr(row, name) for name in names} for row in rows}
    blank = dict.fromkeys(names, SEALED)
    model.objects.filter(pk__in=taken).update(**blank)
    model.history.filter(id__in=taken).update(**blank)
    return taken
