"""What two records of a household can have in common, what it weighs, and how it is said."""

from collections.abc import Collection
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: From here on a person is asked to look.
ENOUGH = 30


class Signal(StrEnum):
    """One thing in common, or, the last one, a thing that differs."""

    PHONE = "phone"
    ADDRESS = "address"
    SUPPLY_POINT = "supply_point"
    CUSTOMER = "customer"
    NAME = "name"
    KANA = "kana"
    BIRTH = "birth"
    BUILDING = "building"
    BLOCK = "block"
    KANA_ALIKE = "kana_alike"
    PHONE_ALIKE = "phone_alike"
    ANOTHER_ROOM = "another_room"
    TOWN = "town"
    NAME_ALIKE = "name_alike"
    SURNAME = "surname"
    OTHER_BIRTH = "other_birth"


_SAID: dict[Signal, tuple[int, Promise]] = {
    Signal.PHONE: (40, _("same telephone number")),
    Signal.ADDRESS: (40, _("same address")),
    Signal.SUPPLY_POINT: (35, _("same place of supply")),
    Signal.CUSTOMER: (35, _("same customer number at the same company")),
    Signal.NAME: (30, _("same name")),
    Signal.KANA: (30, _("same name in kana")),
    Signal.BIRTH: (25, _("same date of birth")),
    Signal.BUILDING: (24, _("same building")),
    Signal.BLOCK: (20, _("same town and first number")),
    Signal.KANA_ALIKE: (18, _("name in kana alike")),
    Signal.PHONE_ALIKE: (15, _("telephone number alike")),
    Signal.ANOTHER_ROOM: (14, _("same building, another room")),
    Signal.TOWN: (12, _("same town")),
    Signal.NAME_ALIKE: (10, _("name alike")),
    Signal.SURNAME: (8, _("same family name")),
    Signal.OTHER_BIRTH: (-20, _("but another date of birth")),
}

#: What can be found by an equal key. Nothing is suggested without one of them, however much else there is,
#: so that a search by keys finds all that comparing everybody with everybody would.
ANCHORS = frozenset(
    {
        Signal.PHONE,
        Signal.ADDRESS,
        Signal.SUPPLY_POINT,
        Signal.CUSTOMER,
        Signal.NAME,
        Signal.KANA,
        Signal.KANA_ALIKE,
        Signal.BUILDING,
        Signal.ANOTHER_ROOM,
        Signal.BLOCK,
    }
)
#: What tells who bears the name.
NAMES = frozenset({Signal.NAME, Signal.KANA, Signal.KANA_ALIKE, Signal.NAME_ALIKE})
#: Of each of these only the first that holds is said.
_LADDERS = (
    (Signal.PHONE, Signal.PHONE_ALIKE),
    (Signal.ADDRESS, Signal.BUILDING, Signal.ANOTHER_ROOM, Signal.BLOCK, Signal.TOWN),
    (Signal.NAME, Signal.NAME_ALIKE, Signal.SURNAME),
    (Signal.KANA, Signal.KANA_ALIKE),
    (Signal.BIRTH, Signal.OTHER_BIRTH),
)


def weight(found: Collection[Signal]) -> int:
    """The sum; of several members of a household the signals are put together first (see `strongest`)."""
    return sum(_SAID[one][0] for one in found)


def strongest(found: Collection[Signal]) -> frozenset[Signal]:
    """Without what a stronger signal says already: the same address is in the same town."""
    weaker = {one for ladder in _LADDERS for one in [step for step in ladder if step in found][1:]}
    return frozenset(found) - weaker


def is_enough(found: Collection[Signal]) -> bool:
    """Whether a person should look at it."""
    return not ANCHORS.isdisjoint(found) and weight(found) >= ENOUGH


def reasons(found: Collection[Signal]) -> tuple[Promise, ...]:
    """In words, the weightiest first."""
    return tuple(said for signal, (_weight, said) in _SAID.items() if signal in found)
