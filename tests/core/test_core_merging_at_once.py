"""Two clicks at the same moment, on connections that logged in at the agency's door for real."""

import threading

import pytest

from cases.actions import open_case
from cases.errors import CaseRefusal
from cases.merging import merge_cases, undo_merge
from cases.models import Case, CaseMerge
from tests.core.intakes import INTAKE
from tests.core.test_core_numbers import as_person


@pytest.fixture
def pair(committed, at_once):
    """Two cases of one household, committed."""
    worker, agency = committed.actor("caseworker"), committed.tamana_agency.pk

    def opened():
        with as_person(worker):
            return [open_case(actor=worker, agency_id=agency, intake=INTAKE) for _n in range(2)]

    return at_once("agency", opened)[0].result()


def both_at_once(committed, at_once, work):
    """What each of two threads gave, or why it was refused."""
    worker, meet = committed.actor("caseworker"), threading.Barrier(2, timeout=20)

    def one(turn):
        def run():
            meet.wait()
            with as_person(worker):
                try:
                    return work(worker, turn)
                except CaseRefusal as refusal:
                    return refusal.code

        return run

    return [future.result() for future in at_once("agency", one(0), one(1))]


@pytest.mark.parametrize("crossed", [False, True])
def test_of_two_merges_at_the_same_moment_one_is_made_and_neither_hangs(committed, at_once, pair, crossed):
    shown = {case.number: case.version for case in pair}

    def merge(worker, turn):
        source, target = reversed(pair) if crossed and turn else pair
        return merge_cases(actor=worker, source=source, target=target, versions=shown)

    done = both_at_once(committed, at_once, merge)
    assert sorted(map(str, done))[-1] == "case_merged" and CaseMerge.objects.count() == 1
    assert Case.objects.exclude(merged_into=None).count() == 1


def test_of_two_undos_at_the_same_moment_one_is_made(committed, at_once, pair):
    worker, shown = committed.actor("caseworker"), {case.number: case.version for case in pair}

    def merge():
        with as_person(worker):
            return merge_cases(actor=worker, source=pair[0], target=pair[1], versions=shown)

    merged = at_once("agency", merge)[0].result()
    done = both_at_once(committed, at_once, lambda actor, _turn: undo_merge(actor=actor, merge=merged))
    assert sorted(map(str, done))[-1] == "already_undone"
    assert Case.objects.filter(merged_into=None, status="open").count() == 2
