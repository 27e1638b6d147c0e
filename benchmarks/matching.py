"""How fast a report's household is found among many, and how well, beside comparing it with everybody, all in one run.

    ./run python benchmarks/matching.py [--people 100000] [--queries 1000] [--sample 50]

1. `cases.matching.suggestions`, as the page of a new report asks it: under the agency's log-in and row security, from the
   report as it came to the cases with their reasons.
2. All against all: the very same scoring of everybody, whose keys are folded already and lie in memory, so that neither
   the database nor the folding of the town counts. It takes a second or two for one report, so it is done for the first
   `--sample` reports; precision and recall of both ways are told for these same reports.

What is true is known, because the town and the reports about it are invented (`people.py`): four fifths of the reports are
about somebody of the town, written by another hand; one fifth about people whom nobody knows.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import ground

SEED = 20261124
CASEWORKER = "soudan@tamana.example.jp"
BATCH = 5_000


@dataclass(frozen=True)
class Question:
    """A report as it came, and whose household it is; -1 where nobody's."""

    features: Any
    household: int


@dataclass(frozen=True)
class Answers:
    """For each question the households that were suggested, the likeliest first, and how long it took in all."""

    suggested: list[list[int]]
    seconds: float


def main() -> None:
    """Measure and print; status 1 where the search is less than four times as fast or finds other households."""
    options = ArgumentParser()
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=1_000)
    options.add_argument("--sample", type=int, default=50)
    asked = options.parse_args()
    with ground.database():
        people, questions = drawn(asked.people, asked.queries)
        numbers = put(people)
        with at_the_agency() as actor:
            search(actor, questions[:20], numbers)  # so that nothing is read for the first time
            found = search(actor, questions, numbers)
        compared = everybody(people, questions[: asked.sample])
    print(told(asked.people, questions, found, compared))
    sys.exit(0 if is_as_promised(found, compared) else 1)


def drawn(people: int, queries: int) -> tuple[list[Any], list[Question]]:
    """The town, and the reports; those about strangers are drawn from another town of the same names."""
    from benchmarks.people import told as said
    from benchmarks.people import town

    draw = Random(SEED)  # noqa: S311 - invented households, the same each time
    members, strangers = list(town(draw, people)), list(town(draw, queries))
    questions = []
    for n in range(queries):
        if n % 5 == 4:
            questions.append(Question(said(draw, strangers[n]), -1))
        else:
            member = draw.choice(members)
            questions.append(Question(said(draw, member), member.household))
    return members, questions


# --- the town in the database ---


def put(members: Sequence[Any]) -> dict[int, int]:
    """A household, its people and an open case for each, written as administrator; case → household of the town."""
    from organizations.models import SupportAgency

    agency = SupportAgency.objects.select_related("municipality").get(code=ground.AGENCY)
    numbers: dict[int, int] = {}
    with unbound():
        houses = (list(group) for _key, group in groupby(members, key=lambda member: member.household))
        while batch := list(islice(houses, BATCH)):
            for case, house in zip(_written(agency, batch), batch, strict=True):
                numbers[case.pk] = house[0].household
        _settle()
    return numbers


def _written(agency: Any, batch: list[list[Any]]) -> list[Any]:
    """Households, people and cases as the product's own models fold them."""
    from django.db import transaction

    from cases.models import Case, Household, Person
    from japanese.dates import today

    town = agency.municipality
    places = [Household(municipality=town, address=house[0].features.address) for house in batch]
    for place in places:
        place.clean_keys()
    with transaction.atomic():
        Household.objects.bulk_create(places)
        people = [_person(town, place, member) for place, house in zip(places, batch, strict=True) for member in house]
        Person.objects.bulk_create(people)
        first = {person.household_id: person for person in reversed(people)}
        cases = [
            Case(municipality=town, agency=agency, number=f"b-{place.pk}", household=place, person=first[place.pk],
                 opened_on=today())
            for place in places
        ]  # fmt: skip
        return Case.objects.bulk_create(cases)


def _person(town: Any, place: Any, member: Any) -> Any:
    from cases.models import Person

    said = member.features
    person = Person(
        municipality=town, household=place, name=said.name, kana=said.kana, phone=said.phone, birth_on=said.birth_on
    )
    person.clean_keys()
    return person


def _settle() -> None:
    """What PostgreSQL does by itself in the night after."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_household, cases_person, cases_case")


@contextmanager
def unbound() -> Iterator[None]:
    """Django's connection as administrator: whoever migrates may write no household."""
    from django.db import connection

    before, given = dict(connection.settings_dict), ground.administrator()
    connection.close()
    connection.settings_dict.update(USER=given["user"], PASSWORD=given["password"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def at_the_agency() -> Iterator[Any]:
    """A caseworker with the agency's rights and scope."""
    from organizations.actors import Actor
    from organizations.models import RoleAssignment
    from organizations.scope import log_in_as, scope

    roles = RoleAssignment.objects.select_related("user", "organization", "municipality")
    actor = Actor.of(roles.get(user__email=CASEWORKER))
    with (
        log_in_as("agency"),
        scope(municipality=actor.municipality_id, organization=actor.organization_id, user=actor.user_id),
    ):
        yield actor


# --- both ways ---


def search(actor: Any, questions: Sequence[Question], numbers: dict[int, int]) -> Answers:
    """By keys."""
    from cases.matching import suggestions

    started = time.perf_counter()
    found = [suggestions(actor, question.features) for question in questions]
    seconds = time.perf_counter() - started
    return Answers([[numbers[one.case.pk] for one in several] for several in found], seconds)


def everybody(members: Sequence[Any], questions: Sequence[Question]) -> Answers:
    """All against all, with the product's own scoring; folded before the clock starts."""
    from benchmarks.people import CITY
    from cases.matching import known_of
    from cases.matching.searching import Member

    houses: dict[int, list[Member]] = {}
    for n, member in enumerate(members):
        houses.setdefault(member.household, []).append(Member(known_of(member.features, CITY), n))
    started = time.perf_counter()
    suggested = [_likeliest(known_of(question.features, CITY), houses) for question in questions]
    return Answers(suggested, time.perf_counter() - started)


def _likeliest(asked: Any, houses: dict[int, list[Any]]) -> list[int]:
    from cases.matching import MOST, is_enough, weight
    from cases.matching.searching import in_common

    common = {key: in_common(asked, people).signals for key, people in houses.items()}
    ranked = [(-weight(signals), -key) for key, signals in common.items() if is_enough(signals)]
    return [-key for _weight, key in sorted(ranked)[:MOST]]


# --- how well ---


@dataclass(frozen=True)
class Quality:
    """precision: of the reports with a suggestion, those whose first one is right; recall: of the reports about people of
    the town, those whose household is suggested; at_first: as the first one."""

    precision: float
    recall: float
    at_first: float

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}   recall {self.recall:.3f}   as the first one {self.at_first:.3f}"


def quality(questions: Sequence[Question], answers: Answers) -> Quality:
    """Against what is true."""
    both = list(zip(questions, answers.suggested, strict=False))
    firsts = [(question.household, suggested[0]) for question, suggested in both if suggested]
    known = [(question.household, suggested) for question, suggested in both if question.household >= 0]
    return Quality(
        precision=_share(true == first for true, first in firsts),
        recall=_share(true in suggested for true, suggested in known),
        at_first=_share(suggested[:1] == [true] for true, suggested in known),
    )


def _share(facts: Any) -> float:
    several = list(facts)
    return sum(several) / len(several) if several else 0.0


def is_as_promised(found: Answers, compared: Answers) -> bool:
    """At least four times as fast, and on the same reports the very same households in the same order."""
    sample = len(compared.suggested)
    is_faster = found.seconds / len(found.suggested) * 4 <= compared.seconds / sample
    return is_faster and found.suggested[:sample] == compared.suggested


def told(people: int, questions: Sequence[Question], found: Answers, compared: Answers) -> str:
    """The figures."""
    sample, count = len(compared.suggested), len(found.suggested)
    mine, theirs = found.seconds / count, compared.seconds / sample
    part = Answers(found.suggested[:sample], 0)
    same = sum(one == other for one, other in zip(part.suggested, compared.suggested, strict=True))
    return "\n".join(
        (
            f"{people:,} people, {count:,} reports",
            f"by keys                    {mine * 1000:9.2f} ms a report   {quality(questions, found)}",
            f"of these the first {sample}:",
            f"  by keys                                           {quality(questions, part)}",
            f"  all against all          {theirs * 1000:9.2f} ms a report   {quality(questions, compared)}",
            f"  the very same suggestions in the same order for {same} of {sample}",
            f"by keys is {theirs / mine:,.1f} x as fast",
        )
    )


if __name__ == "__main__":
    main()
