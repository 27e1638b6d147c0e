"""Finding cases: the list by key, the search by folded keys, and what other apps add to both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseStatus
from japanese.codes import normalise_digits
from japanese.text import kana_key, name_key, phone_key
from organizations.actors import Actor

SIZE = 50
LEAST_DIGITS = 4  # of a telephone number, so that "0" does not find everybody


@dataclass(frozen=True)
class Hint:
    """What an app adds to a line of the case list, such as the next stop date."""

    words: str
    tone: str = "neutral"


@dataclass(frozen=True)
class Hit:
    """What an app found for a search: a case, or a page of its own where there is no case yet.

    `subject` is what the label shows, as the access log names it: ("app.model", id).
    """

    reason: str | Promise
    subject: tuple[str, UUID]
    case_id: int | None = None
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Found:
    """A case, and in words why it was found."""

    case: Case
    reasons: tuple[str | Promise, ...]


@dataclass(frozen=True)
class Result:
    """What a search found. `more`: there is more than is shown."""

    cases: list[Found]
    elsewhere: list[Hit]
    more: bool


HintsOf = Callable[[list[int]], Mapping[int, Hint]]
Finder = Callable[[Actor, str], Iterable[Hit]]
_hints: list[HintsOf] = []
_finders: list[Finder] = []


def hint_source(source: HintsOf) -> HintsOf:
    """Declare in `panels.py` what an app adds to lines of the case list: ids → hint of each, in one query."""
    _hints.append(source)
    return source


def finder(source: Finder) -> Finder:
    """Declare in `panels.py` what else an app finds."""
    _finders.append(source)
    return source


def hints(cases: list[Case]) -> dict[int, list[Hint]]:
    """The hints of all apps for these cases."""
    autodiscover_modules("panels")
    gathered: dict[int, list[Hint]] = {case.pk: [] for case in cases}
    for source in _hints:
        for case_id, hint in source(list(gathered)).items():
            gathered[case_id].append(hint)
    return gathered


def listed(actor: Actor, *, state: str, mine: bool, before: int | None) -> tuple[list[Case], int | None]:
    """(cases, key of the next page or None), the newest first. `before` is the key of the page."""
    rows = Case.objects.visible_to(actor).with_summary().order_by("-pk")
    if state in CaseStatus.values:
        rows = rows.filter(status=state)
    if mine:
        rows = rows.filter(assigned_to_id=actor.user_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: SIZE + 1])
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else None


def search(actor: Actor, text: str) -> Result:
    """Cases by number, name, reading, telephone, each from its beginning, and what other apps find."""
    autodiscover_modules("panels")
    hits = [hit for one in _finders for hit in one(actor, text)]
    by_id = {hit.case_id: hit.reason for hit in hits if hit.case_id is not None}
    asked = Q(pk__in=list(by_id))
    wanted = _wanted(text)
    for path, (key, _reason) in wanted.items():
        asked |= Q(**{f"{path}__startswith": key})
    rows = list(Case.objects.visible_to(actor).with_summary().filter(asked).order_by("-status", "-pk")[: SIZE + 1])
    cases = [Found(case, _reasons(case, wanted, by_id)) for case in rows[:SIZE]]
    return Result(cases, [hit for hit in hits if hit.case_id is None], len(rows) > SIZE)


Wanted = dict[str, tuple[str, Promise]]


def _wanted(text: str) -> Wanted:
    """Which folded key would have to begin how, with the reason in words."""
    keys = {
        "number": (case_number(text), _("case number")),
        "person__name_key": (name_key(text), _("name")),
        "person__kana_key": (kana_key(text), _("name in kana")),
        "person__phone_key": (_phone(text), _("telephone")),
    }
    return {path: (key, reason) for path, (key, reason) in keys.items() if key}


def case_number(text: str) -> str:
    """A case number (2026-0001) typed in full-width digits or without its dash; a year alone is none."""
    digits = normalise_digits(text)
    return f"{digits[:4]}-{digits[4:]}" if digits.isdecimal() and len(digits) > 4 else ""


def _phone(text: str) -> str:
    digits = phone_key(text)
    return digits if len(digits) >= LEAST_DIGITS else ""


def _reasons(case: Case, wanted: Wanted, by_id: Mapping[int, str | Promise]) -> tuple[str | Promise, ...]:
    stored = {
        "number": case.number,
        "person__name_key": case.person.name_key,
        "person__kana_key": case.person.kana_key,
        "person__phone_key": case.person.phone_key,
    }
    own = [reason for path, (key, reason) in wanted.items() if stored[path].startswith(key)]
    return (*own, *([by_id[case.pk]] if case.pk in by_id else []))
