"""Which open cases may be about the same household. Suggests with reasons; a person confirms (rule 18)."""

from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.db.models import BooleanField, ExpressionWrapper, IntegerField, Q
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseStatus
from japanese.text import address_key, kana_key, name_key, phone_key
from organizations.actors import Actor

MOST = 10


@dataclass(frozen=True)
class Features:
    """What is known of the household, as received."""

    name: str
    kana: str
    phone: str
    address: str


@dataclass(frozen=True)
class Suggestion:
    """A case, and in words why it may be the same household."""

    case: Case
    reasons: tuple[Promise | str, ...]


def suggestions(actor: Actor, features: Features, also: frozenset[int] = frozenset()) -> list[Suggestion]:
    """Open cases that share a telephone, an address or a name; the ones with most reasons first.

    `also` are ids of cases that the caller knows of another way (an equal supply point number).
    """
    wanted = _keys(features)
    same = [Q(**{lookup: value}) for lookup, (value, _reason) in wanted.items() if value]
    same += [Q(pk__in=also)] if also else []
    if not same:
        return []
    # The database ranks: in a large town fifty share a name, and the one with the telephone must not be cut off.
    alike = reduce(add, (Cast(ExpressionWrapper(one, BooleanField()), IntegerField()) for one in same))
    cases = Case.objects.visible_to(actor).with_summary().filter(reduce(or_, same), status=CaseStatus.OPEN)
    best = cases.annotate(alike=alike).order_by("-alike", "-pk")[:MOST]
    return [Suggestion(case, _reasons(case, wanted, also)) for case in best]


def _keys(features: Features) -> dict[str, tuple[str, Promise | str]]:
    return {
        "person__phone_key": (phone_key(features.phone), _("same telephone number")),
        "household__address_key": (address_key(features.address), _("same address")),
        "person__name_key": (name_key(features.name), _("same name")),
        "person__kana_key": (kana_key(features.kana), _("same name in kana")),
    }


def _reasons(
    case: Case, wanted: dict[str, tuple[str, Promise | str]], also: frozenset[int]
) -> tuple[Promise | str, ...]:
    stored = {
        "person__phone_key": case.person.phone_key,
        "household__address_key": case.household.address_key,
        "person__name_key": case.person.name_key,
        "person__kana_key": case.person.kana_key,
    }
    same = [reason for lookup, (value, reason) in wanted.items() if value and stored[lookup] == value]
    return (*same, *([_("same place of supply")] if case.pk in also else []))
