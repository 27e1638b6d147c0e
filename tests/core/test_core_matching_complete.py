"""The search by keys finds what comparing with everybody finds: an invented town, and careless reports about it."""

from importlib import import_module
from itertools import groupby
from random import Random

import pytest
from django.apps import apps
from django.db import connection

from benchmarks.people import CITY, told, town
from cases.matching import MOST, is_enough, known_of, reasons, suggestions, weight
from cases.matching.searching import Member, in_common
from cases.models import Case, Household, Person
from japanese.dates import today


@pytest.fixture
def drawn():
    """(members of the town, reports about them and about strangers): the same each time."""
    draw = Random(1)  # noqa: S311 - invented households, the same each time
    members, strangers = list(town(draw, 600)), list(town(draw, 40))
    return members, [told(draw, draw.choice(members)) for _n in range(160)] + [told(draw, one) for one in strangers]


@pytest.fixture
def cases(cast, drawn):
    """household of the town → its open case."""
    return {key: _put(cast, key, list(people)) for key, people in groupby(drawn[0], key=lambda one: one.household)}


def _put(cast, key, people):
    household = Household(municipality=cast.tamana, address=people[0].features.address)
    household.clean_keys()
    household.save()
    persons = [
        Person(municipality=cast.tamana, household=household, name=said.name, kana=said.kana, phone=said.phone,
               birth_on=said.birth_on)
        for said in (one.features for one in people)
    ]  # fmt: skip
    for person in persons:
        person.clean_keys()
        person.save()
    return Case.objects.create(
        municipality=cast.tamana, agency=cast.tamana_agency, number=f"t-{key}", household=household,
        person=persons[0], opened_on=today(),
    )  # fmt: skip


def everybody(drawn, cases, report):
    """(case, reasons) by comparing with each of the town."""
    asked, found = known_of(report, CITY), []
    for key, people in groupby(drawn[0], key=lambda one: one.household):
        signals = in_common(asked, [Member(known_of(one.features, CITY), n) for n, one in enumerate(people)]).signals
        if is_enough(signals):
            found.append((-weight(signals), -cases[key].pk, cases[key], reasons(signals)))
    return [one[2:] for one in sorted(found, key=lambda one: one[:2])[:MOST]]


def test_the_search_by_keys_finds_what_comparing_with_everybody_finds(cast, acting, drawn, cases):
    with acting("caseworker") as worker:
        for report in drawn[1]:
            found = [(one.case, one.reasons) for one in suggestions(worker, report)]
            assert found == everybody(drawn, cases, report), report


def test_a_household_of_the_town_is_among_its_own_suggestions(cast, acting, drawn, cases):
    with acting("caseworker") as worker:
        for one in drawn[0][::9]:
            found = suggestions(worker, one.features)
            assert found[0].score >= 40 and cases[one.household] in [suggestion.case for suggestion in found]


def test_what_was_there_before_gets_its_keys(db, cases):
    """As the migration does it, under forced row security."""
    fill = import_module("cases.migrations.0003_keys_of_what_is_there").fill
    wanted = _keys()
    Household.objects.update(address_key="", place_key="", block_key="")
    Person.objects.update(name_key="", kana_key="", phone_key="", kana_head="", kana_tail="")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor(atomic=False) as editor:
        fill(apps, editor)
    assert _keys() == wanted


def _keys():
    places = Household.objects.order_by("pk").values_list("address_key", "place_key", "block_key")
    people = Person.objects.order_by("pk").values_list("name_key", "kana_key", "phone_key", "kana_head", "kana_tail")
    return [*places, *people]
