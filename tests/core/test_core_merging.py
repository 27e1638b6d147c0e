"""Two cases become one and two again: every row, and every reason why not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.actions import add_note, assign, close_case, lock_open, open_case, reopen_case
from cases.errors import CaseRefusal
from cases.merging import merge_cases, undo_merge
from cases.models import Case, CaseMerge, CaseNote, CaseStatus, Flag, FlagKind, Household, NoteKind, Severity
from cases.moving import contents, movers
from cases.subjects import case_numbers, subjects_of
from cases.sweeping import sweep_as_worker
from cases.waiting import what_waits
from outreach.actions import Made, plan_visit, record_visit
from outreach.models import Outcome, Visit
from referrals.actions import accept_into_case, update_supply
from referrals.clock import bars
from referrals.models import StopBasis, Supply, Triage
from tests.core.intakes import INTAKE

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=7)
LATER = TODAY + timedelta(days=30)


def versions(*cases):
    return {case.number: Case.objects.get(pk=case.pk).version for case in cases}


@pytest.fixture
def merged(acting):
    """`merged(source, target)` as a caseworker; the merge."""

    def merge(source, target, by="caseworker"):
        with acting(by) as worker:
            return merge_cases(actor=worker, source=source, target=target, versions=versions(source, target))

    return merge


@pytest.fixture
def apart(acting):
    def undo(merge, by="caseworker"):
        with acting(by) as worker:
            return undo_merge(actor=worker, merge=CaseMerge.objects.get(pk=merge.pk))

    return undo


@pytest.fixture
def pair(acting, told, taken):
    """(gas and water of one household with all that casework writes, its electricity)."""
    stays = taken(name="同じ 家", scheduled_stop_on=LATER, stop_basis=StopBasis.NOTIFIED)
    gone = taken("other_staff", name="同じ家", supply_kind="water", supply_point="", has_infant=True)
    gas = told("other_staff", name="同じ家", supply_kind="city_gas", supply_point="1" * 17, scheduled_stop_on=SOON,
               stop_basis=StopBasis.NOTIFIED)  # fmt: skip
    now = timezone.now()
    with acting("caseworker") as worker:
        accept_into_case(actor=worker, triage=gas, case=gone)
        add_note(actor=worker, case=gone, kind=NoteKind.CONTACT, body="電話で話した", happened_at=now)
        add_note(actor=worker, case=stays, kind=NoteKind.MEMO, body="まだ会えない", happened_at=now)
        plan_visit(actor=worker, case=gone, planned_for=now)
        made = Made(Outcome.ABSENT, now - timedelta(hours=1), "留守", "もう一度行く", SOON)
        record_visit(actor=worker, case=gone, made=made)
        assign(actor=worker, case=gone, user_id=worker.user_id, version=0)
    sweep_as_worker(TODAY)
    return Case.objects.get(pk=gone.pk), Case.objects.get(pk=stays.pk)


# --- snapshots ---

#: Grows with every act, and is meant to: the record of the merge, of who saw what, and of what was changed when.
_GROWS = {"cases_casemerge", "audit_accessrecord", "audit_chainhead"}


def snapshot() -> dict[str, list[Any]]:
    """Every row of every table, without history and without the counter that guards against stale tabs."""
    return {table: list(_rows(table)) for table in _tables()}


def _tables() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if not hasattr(model, "instance_type") and table not in _GROWS and model._meta.managed:
            yield table


def _rows(table: str) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM \"{table}\" t ORDER BY 1")
        yield from (row for (row,) in cursor.fetchall())


def history_counts() -> dict[str, int]:
    models = [model for model in apps.get_models() if hasattr(model, "instance_type")]
    return {model._meta.db_table: model.objects.count() for model in models}


def test_merge_and_undo_restore_every_row(pair, merged, apart):
    gone, stays = pair
    before, versions_before = snapshot(), history_counts()
    merge = merged(gone, stays)
    changed = {table for table, rows in snapshot().items() if rows != before[table]}
    assert {"cases_case", "cases_casenote", "cases_household", "outreach_visit", "referrals_supply"} <= changed
    apart(merge)
    after = snapshot()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert all(count >= versions_before[table] for table, count in history_counts().items())


def test_merge_and_undo_restore_every_row_the_other_way_round(pair, merged, apart):
    before = snapshot()
    apart(merged(*reversed(pair)))
    assert snapshot() == before


def test_merge_and_undo_of_a_closed_case_leave_it_closed_on_its_day(acting, pair, merged, apart):
    gone, stays = pair
    with acting("caseworker") as worker:
        close_case(actor=worker, case=gone, version=gone.version)
    Case.objects.filter(pk=gone.pk).update(closed_on=TODAY - timedelta(days=40))
    gone.refresh_from_db()
    gone.save()  # so that the history says so too
    before = snapshot()
    merge = merged(gone, stays)
    assert Case.objects.get(pk=gone.pk).closed_on == TODAY - timedelta(days=40)
    apart(merge)
    assert snapshot() == before


def test_twice_there_and_back(pair, merged, apart):
    before = snapshot()
    for _n in range(2):
        apart(merged(*pair))
    assert snapshot() == before
    assert CaseMerge.objects.count() == 2


# --- what a merge does ---


def test_everything_lies_in_the_case_that_stays(pair, merged):
    gone, stays = pair
    merge = merged(gone, stays)
    for model in (Supply, Triage, CaseNote, Visit):
        assert not model.objects.filter(case=gone).exists(), model
    kinds = sorted(Supply.objects.filter(case=stays).values_list("kind", flat=True))
    assert kinds == ["city_gas", "electricity_retail", "water"]
    assert (Triage.objects.filter(case=stays).count(), Visit.objects.filter(case=stays).count()) == (3, 2)
    assert merge.by.email == "caseworker@example.jp" and merge.undone_at is None
    gone.refresh_from_db()
    assert (gone.status, gone.merged_into, gone.version) == (CaseStatus.CLOSED, stays, 2)


def test_one_household_has_one_stop_clock_and_stands_in_todays_list_once_with_the_nearest_stop(acting, pair, merged):
    gone, stays = pair
    merged(gone, stays)
    with acting("caseworker") as worker:
        lines = [line for line in what_waits(worker) if line.subject == ("cases.case", stays.pk)]
        assert not [line for line in what_waits(worker) if line.subject == ("cases.case", gone.pk)]
    assert len(lines) == 1 and lines[0].icon == "flame"
    clock = bars(Supply.objects.filter(case=stays).select_related("utility"), TODAY)
    assert len(clock) == 3 and len({bar.today_x for bar in clock}) == 1


def test_the_latest_contact_and_what_was_missing_are_taken_over(pair, merged):
    gone, stays = pair
    merged(gone, stays)
    stays.refresh_from_db()
    assert (stays.last_contact_on, stays.next_step, stays.next_on) == (TODAY, "もう一度行く", SOON)
    assert stays.assigned_to_id == gone.assigned_to_id is not None
    assert Household.objects.get(pk=stays.household_id).has_infant


def test_what_the_case_that_stays_has_itself_is_kept(acting, pair, merged, cast):
    gone, stays = pair
    lead = cast.actor("lead").user_id
    Case.objects.filter(pk=stays.pk).update(next_step="自分の", next_on=LATER, assigned_to_id=lead)
    merged(gone, stays)
    stays.refresh_from_db()
    assert (stays.next_step, stays.next_on, stays.assigned_to_id) == ("自分の", LATER, lead)


def test_person_and_household_stay_as_they_were_received(pair, merged):
    gone, stays = pair
    merged(gone, stays)
    again = Case.objects.select_related("person", "household").get(pk=gone.pk)
    assert (again.person.name, again.household_id) == ("同じ家", gone.household_id)
    assert Case.objects.select_related("person").get(pk=stays.pk).person.name == "同じ 家"


def test_consents_and_disclosures_follow_the_reports(acting, pair, merged):
    gone, stays = pair
    subjects = subjects_of(gone)
    assert len(subjects) == 2
    merged(gone, stays)
    assert set(subjects) <= set(subjects_of(stays)) and subjects_of(Case.objects.get(pk=gone.pk)) == []
    with acting("caseworker") as worker:
        assert set(case_numbers(worker, subjects).values()) == {stays.number}


def test_flags_go_along_and_of_two_for_one_reason_one_stays(pair, merged, apart):
    gone, stays = pair
    Flag.objects.all().delete()
    common = {"municipality_id": gone.municipality_id, "severity": Severity.SOON, "due_on": SOON, "raised_on": TODAY}
    twice = [Flag.objects.create(case=case, kind=FlagKind.STOP_NEAR, **common) for case in pair]
    alone = Flag.objects.create(case=gone, kind=FlagKind.LONG_ARREARS, **common)
    merge = merged(gone, stays)
    standing = Flag.objects.filter(resolved_on=None)
    assert set(standing.values_list("case", "kind")) == {(stays.pk, "stop_near"), (stays.pk, "long_arrears")}
    apart(merge)
    assert set(standing.values_list("pk", "case")) == {
        (twice[0].pk, gone.pk),
        (twice[1].pk, stays.pk),
        (alone.pk, gone.pk),
    }


def test_what_a_case_holds_is_told_in_words(pair):
    gone, _stays = pair
    assert contents(gone) == ["支援経過1件", "訪問2件", "供給2件", "情報提供2件"]
    assert len({mover.key for mover in movers()}) == len(movers())


def test_every_table_that_belongs_to_a_case_has_a_mover():
    keys = {mover.key for mover in movers()}
    pointing = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Case and not hasattr(model, "instance_type")
    }
    assert pointing - {"cases.case", "cases.casemerge"} <= keys


# --- the same supply in both ---


@pytest.fixture
def twice(taken, told, acting):
    """(older case, newer case) of one and the same electricity."""
    first = taken(name="同じ 家", at=timezone.now() - timedelta(days=20), scheduled_stop_on=LATER,
                  stop_basis=StopBasis.ESTIMATED)  # fmt: skip
    second = taken(name="同じ家", arrears_months=5, scheduled_stop_on=SOON, stop_basis=StopBasis.NOTIFIED)
    return first, second


def test_of_one_supply_in_both_the_later_clock_stands(twice, merged, apart):
    first, second = twice
    before = snapshot()
    merge = merged(second, first)
    supply = Supply.objects.get(case=first)
    assert (supply.scheduled_stop_on, supply.stop_basis, supply.arrears_months) == (SOON, StopBasis.NOTIFIED, 5)
    assert LATER in supply.history.values_list("scheduled_stop_on", flat=True)
    apart(merge)
    assert snapshot() == before


def test_an_earlier_clock_overrides_nothing(twice, merged, apart):
    first, second = twice
    before = snapshot()
    merge = merged(first, second)
    supply = Supply.objects.get(case=second)
    assert (supply.scheduled_stop_on, supply.arrears_months) == (SOON, 5)
    apart(merge)
    assert snapshot() == before


def test_a_shared_clock_that_moved_since_cannot_be_divided(acting, twice, merged, apart):
    first, second = twice
    merge = merged(second, first)
    with acting("caseworker") as worker:
        update_supply(
            actor=worker,
            supply=Supply.objects.select_related("case").get(case=first),
            scheduled_stop_on=LATER,
            basis=StopBasis.NOTIFIED,
            deferred_until=None,
        )
    before = snapshot()
    with pytest.raises(CaseRefusal) as refused:
        apart(merge)
    assert refused.value.code == "clock_moved" and "取り消せません" in str(refused.value.sentence)
    assert snapshot() == before


# --- what was added since ---


def test_what_was_added_since_stays(acting, told, pair, merged, apart):
    gone, stays = pair
    merge = merged(gone, stays)
    late = told(
        "other_staff", name="同じ家", supply_kind="water", supply_point="", customer_number="2", has_illness=True
    )
    with acting("caseworker") as worker:
        add_note(actor=worker, case=stays, kind=NoteKind.MEMO, body="統合のあと", happened_at=timezone.now())
        accept_into_case(actor=worker, triage=late, case=stays)
    apart(merge)
    assert CaseNote.objects.get(body="統合のあと").case == stays
    assert Triage.objects.get(pk=late.pk).case == stays
    assert Household.objects.get(pk=stays.household_id).has_illness


def test_what_somebody_wrote_since_is_not_taken_back(acting, told, pair, merged, apart):
    gone, stays = pair
    merge = merged(gone, stays)
    Case.objects.filter(pk=stays.pk).update(next_step="新しい予定")
    late = told(name="同じ 家", has_infant=True)
    with acting("caseworker") as worker:
        accept_into_case(actor=worker, triage=late, case=stays)
    apart(merge)
    stays.refresh_from_db()
    assert stays.next_step == "新しい予定" and stays.last_contact_on is None and stays.assigned_to_id is None
    assert Household.objects.get(pk=stays.household_id).has_infant


# --- refusals ---


def refused(code, verb, *args):
    before = snapshot()
    with pytest.raises(CaseRefusal) as found:
        verb(*args)
    assert found.value.code == code and str(found.value.sentence)
    assert snapshot() == before


def test_a_case_with_itself(pair, merged):
    refused("same_case", merged, pair[0], pair[0])


def test_a_case_with_itself_in_the_database(cast, pair):
    for broken in (
        lambda: Case.objects.filter(pk=pair[0].pk).update(merged_into=pair[0], status="closed", closed_on=TODAY),
        lambda: Case.objects.filter(pk=pair[0].pk).update(merged_into=pair[1]),
        lambda: CaseMerge.objects.create(
            municipality=cast.tamana, source=pair[0], target=pair[0], by_id=cast.actor("lead").user_id
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_a_second_click(pair, merged):
    merged(*pair)
    refused("case_merged", merged, *pair)
    refused("case_merged", merged, *reversed(pair))
    assert CaseMerge.objects.count() == 1


def test_into_a_closed_case(acting, pair, merged):
    gone, stays = pair
    with acting("caseworker") as worker:
        close_case(actor=worker, case=stays, version=stays.version)
    refused("case_closed", merged, gone, stays)


@pytest.mark.parametrize("stale", [0, 1])
def test_a_stale_tab(acting, pair, stale):
    gone, stays = pair
    shown = versions(gone, stays)
    shown[pair[stale].number] -= 1

    def merge():
        with acting("caseworker") as worker:
            merge_cases(actor=worker, source=gone, target=stays, versions=shown)

    refused("changed_meanwhile", merge)


def test_nothing_more_is_written_to_a_merged_case(acting, told, pair, merged):
    gone, stays = pair
    merged(gone, stays)
    late = told("other_staff", name="同じ家", supply_kind="water", supply_point="")
    with acting("caseworker") as worker:
        for verb in (
            lambda: lock_open(worker, gone),
            lambda: reopen_case(actor=worker, case=gone, version=2),
            lambda: close_case(actor=worker, case=gone, version=2),
            lambda: plan_visit(actor=worker, case=gone, planned_for=timezone.now()),
            lambda: accept_into_case(actor=worker, triage=late, case=gone),
        ):
            with pytest.raises(CaseRefusal) as found, transaction.atomic():
                verb()
            assert found.value.code == "case_merged"
            assert gone.number in str(found.value.sentence) and stays.number in str(found.value.sentence)


def test_an_undo_is_undone_once(pair, merged, apart):
    merge = merged(*pair)
    apart(merge)
    refused("already_undone", apart, merge)


def test_the_last_merge_is_undone_first(cast, acting, pair, merged, apart):
    gone, stays = pair
    with acting("caseworker") as worker:
        third = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=INTAKE)
    before = snapshot()
    first = merged(gone, stays)
    second = merged(third, stays)
    refused("later_merge", apart, first)
    apart(second)
    apart(first)
    assert snapshot() == before


def test_a_chain_is_undone_from_its_end(cast, acting, pair, merged, apart):
    gone, stays = pair
    with acting("caseworker") as worker:
        third = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=INTAKE)
    before = snapshot()
    first = merged(gone, stays)
    second = merged(stays, third)
    assert Supply.objects.filter(case=third).count() == 3
    refused("merged_on", apart, first)
    apart(second)
    apart(first)
    assert snapshot() == before


def test_while_the_case_that_stays_is_closed(acting, pair, merged, apart):
    gone, stays = pair
    merge = merged(gone, stays)
    with acting("caseworker") as worker:
        close_case(actor=worker, case=stays, version=versions(stays)[stays.number])
    refused("case_closed", apart, merge)


def test_something_that_went_elsewhere_meanwhile(cast, acting, pair, merged, apart):
    gone, stays = pair
    with acting("caseworker") as worker:
        third = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=INTAKE)
    merge = merged(gone, stays)
    Visit.objects.filter(pk=merge.moved["outreach.visit"]["rows"][0]).update(case=third)
    refused("moved_on", apart, merge)


# --- two municipalities ---


def test_a_case_of_another_municipality_is_not_there(cast, acting, pair, taken, told):
    gone, _stays = pair
    elsewhere = told(name="同じ 家", postal_code="803-0813", address="北九州市小倉北区城内1-1")
    with acting("other_caseworker") as other:
        foreign = open_case(actor=other, agency_id=cast.kitakyushu_agency.pk, intake=INTAKE)
    assert elsewhere.municipality_id == foreign.municipality_id
    shown = {gone.number: gone.version, foreign.number: 0}
    for source, target in ((gone, foreign), (foreign, gone)):
        with acting("caseworker") as worker, pytest.raises(Case.DoesNotExist):
            merge_cases(actor=worker, source=source, target=target, versions=shown)
        with pytest.raises(Case.DoesNotExist):  # the fence alone
            merge_cases(actor=cast.actor("caseworker"), source=source, target=target, versions=shown)
    assert not CaseMerge.objects.exists()


def test_a_merge_of_another_municipality_cannot_be_undone(cast, acting, pair, merged):
    merge = merged(*pair)
    with acting("other_caseworker") as other, pytest.raises(Case.DoesNotExist):
        undo_merge(actor=other, merge=merge)
    with pytest.raises(Case.DoesNotExist):
        undo_merge(actor=cast.actor("other_caseworker"), merge=merge)
    assert CaseMerge.objects.get().undone_at is None


def test_the_agency_can_neither_remove_a_merge_nor_rewrite_history(acting, pair, merged):
    merge = merged(*pair)
    with acting("caseworker"):
        for broken in (lambda: merge.delete(), lambda: Supply.history.update(arrears_yen=1)):
            with pytest.raises(DatabaseError), transaction.atomic():
                broken()


def test_the_record_of_a_merge_holds_keys_and_no_data(pair, merged):
    moved = str(merged(*pair).moved)
    assert "同じ" not in moved and "電話" not in moved and "岩崎" not in moved
