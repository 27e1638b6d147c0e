"""Matching suggests with reasons and never merges (rules 17 and 18)."""

import pytest
from django.utils import timezone

from cases.actions import Intake, open_case
from cases.matching import MOST, Features, suggestions
from cases.models import Case, CaseStatus
from tests.core.intakes import INTAKE

NOBODY = Features(name="", kana="", phone="", address="")

ALIKE = {
    "telephone": {"phone": "０９６８（１１）２２２２"},
    "name": {"name": "玉名　花子"},
    "kana": {"kana": "ﾀﾏﾅ ﾊﾅｺ"},
    "address": {"address": "熊本県玉名市岩崎１－１"},
}


@pytest.mark.parametrize("stated", ALIKE.values(), ids=ALIKE)
def test_one_equal_fact_suggests_with_its_reason(acting, known, stated):
    with acting("caseworker") as worker:
        (found,) = suggestions(worker, Features(**{**vars(NOBODY), **stated}))
    assert found.case == known and len(found.reasons) == 1


def test_a_place_of_supply_suggests_too(acting, known):
    with acting("caseworker") as worker:
        (found,) = suggestions(worker, NOBODY, frozenset({known.pk}))
        assert found.case == known and len(found.reasons) == 1


def test_nothing_known_suggests_nothing(acting, known):
    with acting("caseworker") as worker:
        assert suggestions(worker, NOBODY) == []
        assert suggestions(worker, Features(name="別人", kana="ベツジン", phone="000", address="東京都")) == []


def test_closed_cases_and_other_towns_are_not_suggested(cast, acting, known):
    features = Features(name=INTAKE.name, kana=INTAKE.kana, phone=INTAKE.phone, address=INTAKE.address)
    with acting("other_caseworker") as elsewhere:
        assert suggestions(elsewhere, features, frozenset({known.pk})) == []
    assert suggestions(cast.actor("other_caseworker"), features, frozenset({known.pk})) == []
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=timezone.localdate())
    with acting("caseworker") as worker:
        assert suggestions(worker, features) == []


def test_among_many_of_one_name_the_one_with_more_in_common_comes_first(cast, acting):
    with acting("caseworker") as worker:
        best = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=INTAKE)
        for number in range(6 * MOST):
            other = Intake(**{**vars(INTAKE), "kana": "", "phone": "", "address": f"別の町{number}"})
            open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=other)
        found = suggestions(worker, Features(INTAKE.name, INTAKE.kana, INTAKE.phone, INTAKE.address))
    assert len(found) == MOST and found[0].case == best and len(found[0].reasons) == 4


def test_names_stand_as_received_byte_for_byte(cast, acting):
    odd = Intake(**{**vars(INTAKE), "name": "神　﨑㈱𠮷", "kana": "ﾌﾟﾛ", "address": "一番三号〜２"})
    with acting("caseworker") as worker:
        case = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=odd)
    stored = Case.objects.select_related("person", "household").get(pk=case.pk)
    assert (stored.person.name, stored.person.kana, stored.household.address) == (odd.name, odd.kana, odd.address)
