"""名寄せ of two cases: which others may be the same household, and what two have in common."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from cases.matching import (
    Features,
    Signal,
    Suggestion,
    known_of,
    reasons,
    signals_between,
    strongest,
    suggestions,
)
from cases.models import Case
from organizations.actors import Actor

AlikeOf = Callable[[Actor, Case], Mapping[int, Collection[Signal]]]
_alike: list[AlikeOf] = []


def alike_source(source: AlikeOf) -> AlikeOf:
    """Declare in `alike.py` what an app knows cases to have in common: case → signals of each other case, in one query."""
    _alike.append(source)
    return source


def features_of(case: Case) -> Features:
    """Person and household as received."""
    person = case.person
    return Features(person.name, person.kana, person.phone, case.household.address, person.birth_on)


def same_as(actor: Actor, case: Case) -> list[Suggestion]:
    """Other cases that may be this household, with the reasons."""
    return suggestions(actor, features_of(case), also=_also(actor, case), leave_out=[case.pk])


def in_common(actor: Actor, one: Case, other: Case) -> tuple[Promise, ...]:
    """All that two cases have in common, in words; empty where there is nothing."""
    asked, known = (known_of(features_of(case), actor.municipality_name) for case in (one, other))
    return reasons(strongest({*signals_between(asked, known, whole=True), *_also(actor, one).get(other.pk, ())}))


def _also(actor: Actor, case: Case) -> Mapping[int, Collection[Signal]]:
    autodiscover_modules("alike")
    found: dict[int, set[Signal]] = defaultdict(set)
    for source in _alike:
        for other, signals in source(actor, case).items():
            found[other] |= set(signals)
    return found
