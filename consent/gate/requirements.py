"""How a fact is held against what the law requires of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Generic, Protocol, TypeVar
from unicodedata import category

from consent.gate.facts import Id
from consent.gate.verdicts import Objection, Proof, RefusalCode
from consent.vocabulary import Item

Fact = TypeVar("Fact")
Context = TypeVar("Context")

# Letters by category, yet drawn as nothing: the Hangul fillers.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def says_something(text: str) -> bool:
    """Whether a reader would see a word: at least one letter or digit.

    Spaces of any width, invisible characters and bare punctuation say nothing.
    """
    return any(category(character)[0] in "LN" and character not in _FILLERS for character in text)


@dataclass(frozen=True, slots=True)
class Requirement(Generic[Fact, Context]):
    """One thing the law asks of a fact in a context, and the code of its refusal."""

    otherwise: RefusalCode
    holds: Callable[[Fact, Context], bool]


def sift(
    facts: Iterable[Fact], context: Context, requirements: Sequence[Requirement[Fact, Context]]
) -> list[Fact] | Objection:
    """The facts that meet every requirement; if there is none, the objection to the nearest miss.

    The requirements stand in the order in which a person would explain them. A fact more never
    turns a finding into an objection: the gate asks "is there one", never "is there none".
    """
    reached = [(_met(fact, context, requirements), fact) for fact in facts]
    good = [fact for count, fact in reached if count == len(requirements)]
    nearest = max((count for count, _ in reached), default=0)
    return good or Objection(requirements[nearest].otherwise)


def _met(fact: Fact, context: Context, requirements: Sequence[Requirement[Fact, Context]]) -> int:
    """How many of the requirements are met before the first that is not."""
    return sum(1 for _ in takewhile(lambda requirement: requirement.holds(fact, context), requirements))


class Reaching(Protocol):
    """A fact that reaches some items and no others: a consent, a request, a recorded reason."""

    @property
    def id(self) -> Id: ...
    @property
    def items(self) -> frozenset[Item]: ...


def cover(name: str, facts: Iterable[Reaching], items: frozenset[Item], otherwise: RefusalCode) -> Proof | Objection:
    """Whether the facts together reach every item; the proof names those that reach one."""
    useful = [fact for fact in facts if fact.items & items]
    missing = items.difference(*(fact.items for fact in useful))
    if missing:
        return Objection(otherwise, items=missing)
    return Proof(tuple(f"{name}:{fact.id}" for fact in useful))
