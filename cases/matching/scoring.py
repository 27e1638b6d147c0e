"""Two records compared by their folded keys. Pure: no database, no request."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from cases.matching.signals import Signal
from japanese.text import (
    AddressParts,
    address_key,
    address_parts,
    kana_key,
    name_key,
    phone_key,
    reading,
    reading_skeleton,
)

_SHORT_READING = 4  # below, one letter more or less is another name
_SHORT_NAME = 3
_ROOM_DIGITS = 3  # 岩崎163-101: a last number as long as this is a room
_OTHER_BUILDING = 0.4


@dataclass(frozen=True)
class Features:
    """What is known of the household, as received."""

    name: str
    kana: str
    phone: str
    address: str
    birth_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A record by its folded keys; an empty one is not known."""

    name: str
    surname: str
    reading: str
    skeleton: str
    phone: str
    birth_on: date | None
    address: str
    place: AddressParts


def known_of(features: Features, city: str) -> Known:
    """What was received, folded; `city` is the municipality whose name may or may not stand in the address."""
    name = name_key(features.name)
    read = reading(name, kana_key(features.kana))
    return Known(
        name=name,
        surname=surname_of(features.name),
        reading=read,
        skeleton=reading_skeleton(read),
        phone=phone_key(features.phone),
        birth_on=features.birth_on,
        address=address_key(features.address),
        place=address_parts(features.address, city),
    )


def surname_of(name: str) -> str:
    """What stands before the first blank, folded; empty where there is none or where it is one character."""
    first, *others = re.split(r"\s+", unicodedata.normalize("NFKC", name).strip())
    surname = name_key(first) if others else ""
    return surname if len(surname) > 1 else ""


def signals_between(asked: Known, other: Known, *, whole: bool = False) -> frozenset[Signal]:
    """What the two have in common; empty where no key is equal, unless `whole` asks for all there is."""
    found = {*_phone(asked, other), *_name(asked, other), *_reading(asked, other)}
    near = _is_near(asked, other)
    if not (near or whole or found & _BY_KEY):
        return frozenset()
    found |= _birth(asked, other, found)
    if place := _place(asked, other):
        found.add(place)
    return frozenset(found)


_BY_KEY = {Signal.PHONE, Signal.NAME, Signal.KANA, Signal.KANA_ALIKE}


def _is_near(asked: Known, other: Known) -> bool:
    if asked.address and asked.address == other.address:
        return True
    here, there = asked.place, other.place
    return bool(here.numbers and there.numbers) and here.town == there.town and here.numbers[0] == there.numbers[0]


def _phone(asked: Known, other: Known) -> set[Signal]:
    if not asked.phone or not other.phone:
        return set()
    if asked.phone == other.phone:
        return {Signal.PHONE}
    return {Signal.PHONE_ALIKE} if _one_mistake(asked.phone, other.phone, 9) else set()


def _name(asked: Known, other: Known) -> set[Signal]:
    if not asked.name or not other.name:
        return set()
    if asked.name == other.name:
        return {Signal.NAME}
    if _one_mistake(asked.name, other.name, _SHORT_NAME):
        return {Signal.NAME_ALIKE}
    return {Signal.SURNAME} if asked.surname and other.name.startswith(asked.surname) else set()


def _reading(asked: Known, other: Known) -> set[Signal]:
    if not asked.reading or not other.reading:
        return set()
    if asked.reading == other.reading:
        return {Signal.KANA}
    return {Signal.KANA_ALIKE} if _one_mistake(asked.skeleton, other.skeleton, _SHORT_READING) else set()


def _one_mistake(one: str, other: str, at_least: int) -> bool:
    """At most one character more, fewer or other."""
    if min(len(one), len(other)) < at_least:
        return False
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _birth(asked: Known, other: Known, found: set[Signal]) -> set[Signal]:
    """A date that differs tells something only of who seems to be the same person, not of the family."""
    if asked.birth_on is None or other.birth_on is None:
        return set()
    if asked.birth_on == other.birth_on:
        return {Signal.BIRTH}
    return {Signal.OTHER_BIRTH} if found & {Signal.NAME, Signal.KANA, Signal.KANA_ALIKE} else set()


def _place(asked: Known, other: Known) -> Signal | None:
    here, there = asked.place, other.place
    if asked.address and asked.address == other.address:
        return Signal.ADDRESS
    if not here.town or here.town != there.town:
        return None
    if not _is_near(asked, other):
        return Signal.TOWN
    return _within_block(here, there)


def _within_block(here: AddressParts, there: AddressParts) -> Signal:
    """Two addresses with the same town and first number."""
    one, other = sorted((_chain(here), _chain(there)), key=len)
    if _is_other_building(here.building, there.building):
        return Signal.BLOCK
    if one == other:
        return Signal.ADDRESS
    if one == other[: len(one)]:
        return Signal.BUILDING if _is_room(there if _chain(there) == other else here, len(one)) else Signal.BLOCK
    rooms = len(one) == len(other) and one[:-1] == other[:-1] and _ends_in_room(here) and _ends_in_room(there)
    return Signal.ANOTHER_ROOM if rooms else Signal.BLOCK


def _chain(place: AddressParts) -> tuple[str, ...]:
    """All numbers: 岩崎163 コーポ玉名101 and 岩崎163-101 have the same."""
    return (*place.numbers, place.room) if place.room else place.numbers


def _is_room(longer: AddressParts, known: int) -> bool:
    """Whether what the longer address has beyond the shorter one's numbers is a room in a building."""
    beyond = _chain(longer)[known:]
    return len(beyond) == 1 and (known > 1 or _ends_in_room(longer))


def _ends_in_room(place: AddressParts) -> bool:
    return bool(place.room) or (len(place.numbers) > 1 and len(place.numbers[-1]) >= _ROOM_DIGITS)


def _is_other_building(one: str, other: str) -> bool:
    """Two names that nobody would take for one; a name that is left out says nothing."""
    return bool(one and other) and Levenshtein.normalized_similarity(one, other) < _OTHER_BUILDING
