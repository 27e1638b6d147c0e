"""Finding the few records worth comparing, by indexed keys, and what they suggest.

Row security lets PostgreSQL use an index for plain equalities only (they cannot leak), so every key is
one: no LIKE, no array overlap, no trigram.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from cases.matching.scoring import Features, Known, known_of, signals_between
from cases.matching.signals import NAMES, Signal, is_enough, reasons, strongest, weight
from cases.models import Case, CaseStatus, Household, Person
from japanese.text import BOUND, AddressParts, halves, halves_near, reading, reading_skeleton
from organizations.actors import Actor
from organizations.permissions import Permission

MOST = 10
SUPPORTED_BEFORE = timedelta(days=365)

#: By id of a case: what the caller knows in common another way (an equal supply point number).
Also = Mapping[int, Collection[Signal]]


@dataclass(frozen=True)
class Suggestion:
    """A case, and in words why it may be the same household. `member`: who bears the name, if not the case's own person."""

    case: Case
    reasons: tuple[Promise | str, ...]
    score: int = 0
    member: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a household; without a person, the household's address alone, for its people may have moved."""

    known: Known
    person_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Common:
    """What is asked and a household have in common, and the person who bears a name alike."""

    signals: frozenset[Signal] = frozenset()
    bearer: Member | None = None


def suggestions(
    actor: Actor, features: Features, also: Also | None = None, leave_out: Collection[int] = ()
) -> list[Suggestion]:
    """Cases that may be the same household, the weightiest first: open ones, and those closed within a year.

    Nothing for those who may not see cases. `leave_out` are ids of cases that are not asked about.
    """
    if actor.municipality_id is None or not actor.may(Permission.CASE_READ):
        return []
    asked, also = known_of(features, actor.municipality_name), also or {}
    named = _households_of(actor, also)
    members = members_near(actor.municipality_id, asked, named)
    found = {key: in_common(asked, people, whole=key in named) for key, people in members.items()}
    likely = {key for key, common in found.items() if is_enough(common.signals)} | named
    common = _by_case(actor, likely, found, also)
    ranked = [_suggestion(case, one) for case, one in common if case.pk not in leave_out and is_enough(one.signals)]
    return sorted(ranked, key=lambda one: (-one.score, one.case.status != CaseStatus.OPEN, -one.case.pk))[:MOST]


def in_common(asked: Known, members: Iterable[Member], *, whole: bool = False) -> Common:
    """The signals of all members of a household put together."""
    found: set[Signal] = set()
    bearer, most = None, 0
    for member in members:
        signals = signals_between(asked, member.known, whole=whole)
        found |= signals
        if (named := weight(signals & NAMES)) > most:
            bearer, most = member, named
    return Common(strongest(found), bearer)


def _suggestion(case: Case, common: Common) -> Suggestion:
    bearer = common.bearer
    other = bearer.name if bearer and bearer.person_id not in (None, case.person_id) else ""
    return Suggestion(case, reasons(common.signals), weight(common.signals), other)


def _by_case(
    actor: Actor, households: Collection[int], found: Mapping[int, Common], also: Also
) -> list[tuple[Case, Common]]:
    """Each case that can be asked about, with what it and all that was merged into it have in common."""
    cases = _cases(actor, households)
    gathered: dict[int, list[Common]] = defaultdict(list)
    for case in cases.values():
        gathered[_leading(case, cases).pk] += [
            found.get(case.household_id, Common()),
            Common(frozenset(also.get(case.pk, ()))),
        ]
    lately = timezone.localdate() - SUPPORTED_BEFORE
    return [(case, _together(gathered[pk])) for pk, case in cases.items() if _is_asked_about(case, lately)]


def _together(several: Iterable[Common]) -> Common:
    signals: frozenset[Signal] = frozenset()
    bearer = None
    for one in several:
        signals, bearer = signals | one.signals, bearer or one.bearer
    return Common(strongest(signals), bearer)


def _is_asked_about(case: Case, since: date) -> bool:
    return not case.merged_into_id and (case.closed_on is None or case.closed_on >= since)


def _cases(actor: Actor, households: Collection[int]) -> dict[int, Case]:
    """The households' cases, and those into which they were merged."""
    if not households:
        return {}
    rows = Case.objects.visible_to(actor).with_summary()
    cases = {case.pk: case for case in rows.filter(household_id__in=households)}
    while further := {case.merged_into_id for case in cases.values() if case.merged_into_id} - cases.keys():
        cases |= {case.pk: case for case in rows.filter(pk__in=further)}
    return cases


def _leading(case: Case, cases: Mapping[int, Case]) -> Case:
    while case.merged_into_id:
        case = cases[case.merged_into_id]
    return case


def _households_of(actor: Actor, also: Also) -> set[int]:
    if not also:
        return set()
    return set(Case.objects.visible_to(actor).filter(pk__in=list(also)).values_list("household_id", flat=True))


def members_near(municipality_id: int, asked: Known, households: Collection[int] = ()) -> Mapping[int, list[Member]]:
    """household → everybody in it, of each that shares a key with what is asked, and of `households`."""
    members: dict[int, list[Member]] = defaultdict(list)
    for pk, address, place in _places(municipality_id, asked):
        members[pk].append(Member(_at(address, place)))
    people = Person.objects.filter(municipality_id=municipality_id)
    near = {*members, *households}
    for wanted in (_equal(asked), _alike(asked)):
        if wanted:
            near |= set(people.filter(*wanted).values_list("household_id", flat=True))
    for row in people.filter(household_id__in=near).values_list(*_COLUMNS):
        household, member = _member(row)
        members[household].append(member)
    return members


def _places(municipality_id: int, asked: Known) -> list[tuple[int, str, str]]:
    """Households at the same address or in the same part of the town."""
    keys = {"address_key": asked.address, "block_key": asked.place.block}
    same = [Q(**{field: key}) for field, key in keys.items() if key]
    if not same:
        return []
    rows = Household.objects.filter(reduce(or_, same), municipality_id=municipality_id)
    return list(rows.values_list("pk", "address_key", "place_key"))


def _equal(asked: Known) -> list[Q]:
    """Same telephone, name or reading, each found in an index of its own; empty where nothing is known."""
    keys = [{"phone_key": asked.phone}, {"name_key": asked.name}]
    if asked.skeleton:
        keys.append(dict(zip(("kana_head", "kana_tail"), halves(asked.skeleton), strict=True)))
    known = [Q(**key) for key in keys if all(key.values())]
    return [reduce(or_, known)] if known else []


def _alike(asked: Known) -> list[Q]:
    """A reading at most one mistake away, found by its index, and what would make that enough, looked at after it.

    Common family names have thousands of such readings. Alone one is not enough, so only those are fetched that
    have a town, a date of birth or a telephone number to go with it; a nearer place is found by its own key.
    """
    heads, tails = halves_near(asked.skeleton)
    besides = []
    if asked.place.town:
        besides.append(Q(household__place_key__startswith=f"{asked.place.town}{BOUND}"))
    if asked.birth_on:
        besides.append(Q(birth_on=asked.birth_on))
    if asked.phone:
        half = max(len(asked.phone) // 2, 1)  # a digit other, more or fewer leaves one of these as it is
        besides.append(Q(phone_key__startswith=asked.phone[:half]) | Q(phone_key__endswith=asked.phone[-half:]))
    if not heads or not besides:
        return []
    return [Q(kana_head__in=heads) | Q(kana_tail__in=tails), reduce(or_, besides)]


_COLUMNS = (
    "pk",
    "household_id",
    "name",
    "name_key",
    "kana_key",
    "phone_key",
    "birth_on",
    "household__address_key",
    "household__place_key",
)


def _member(row: tuple[Any, ...]) -> tuple[int, Member]:
    """(household, person) of a row of `_COLUMNS`."""
    pk, household, name, folded, kana, phone, birth_on, address, place = row
    read = reading(folded, kana)
    known = Known(folded, "", read, reading_skeleton(read), phone, birth_on, address, AddressParts.of_key(place))
    return household, Member(known, pk, name)


def _at(address: str, place: str) -> Known:
    return Known("", "", "", "", "", None, address, AddressParts.of_key(place))
