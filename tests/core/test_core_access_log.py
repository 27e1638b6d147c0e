"""The access log: every record is a link of a chain, and nobody who serves can mend it."""

import threading
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actions import record_access
from audit.chain import first_broken_number
from audit.models import AccessKind, AccessRecord, ChainHead
from organizations.scope import scope


def look(actor, *ids):
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=ids or (1,), purpose="case page")


@pytest.fixture
def looked(cast, acting):
    """Five records of 玉名's agency, one of 北九州's; the organisation's id."""
    for number in range(5):
        with acting("caseworker" if number % 2 else "lead") as actor:
            look(actor, number)
    with acting("other_caseworker") as other:
        look(other)
    return cast.tamana_agency.pk


def chain(organization_id):
    return list(AccessRecord.objects.filter(organization_id=organization_id).order_by("number"))


def test_records_are_numbered_and_each_holds_the_one_before(looked):
    records = chain(looked)
    assert [record.number for record in records] == [1, 2, 3, 4, 5]
    assert [record.previous_hash for record in records] == ["", *(record.hash for record in records[:-1])]
    assert len({record.hash for record in records}) == 5 and all(len(record.hash) == 64 for record in records)
    assert first_broken_number(looked) is None


def test_it_says_who_saw_what_when_and_why(cast, acting):
    subject = uuid4()
    with acting("caseworker") as worker:
        record_access(actor=worker, kind=AccessKind.PRINT, subject="cases.case", ids=[7, subject], purpose="paper")
    record = AccessRecord.objects.get()
    assert (record.user_id, record.role, record.municipality_id) == (worker.user_id, worker.role, cast.tamana.pk)
    assert (record.kind, record.subject, record.purpose) == ("print", "cases.case", "paper")
    assert record.subject_ids == ["7", str(subject)]


def test_each_organisation_has_a_chain_of_its_own(cast, looked):
    assert [record.number for record in chain(cast.kitakyushu_agency.pk)] == [1]
    assert first_broken_number(cast.kitakyushu_agency.pk) is None


CHANGES = {
    "who": "user_id = (SELECT max(id) FROM organizations_user)",
    "what": "subject_ids = '[\"99\"]'",
    "when": "at = at - interval '1 second'",
    "why": "purpose = 'something else'",
    "how": "kind = 'export'",
    "role": "role = 'auditor'",
    "town": "municipality_id = (SELECT max(organization_ptr_id) FROM organizations_municipality)",
    "hash": "hash = repeat('0', 64)",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_record_that_was_changed_shows(looked, change):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_accessrecord SET {change} WHERE organization_id = %s AND number = 3", [looked])
        assert cursor.rowcount == 1
    assert first_broken_number(looked) == 3


def test_a_record_that_was_changed_and_sealed_again_shows_at_the_next(looked):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_accessrecord SET purpose = 'x' WHERE organization_id = %(o)s AND number = 3;"
            "UPDATE audit_accessrecord a SET hash = audit_digest(a) WHERE organization_id = %(o)s AND number = 3",
            {"o": looked},
        )
    assert first_broken_number(looked) == 4


def test_a_record_that_was_taken_out_shows(looked):
    AccessRecord.objects.filter(organization_id=looked, number=2).delete()
    assert first_broken_number(looked) == 3


def test_taking_out_the_first_shows(looked):
    AccessRecord.objects.filter(organization_id=looked, number=1).delete()
    assert first_broken_number(looked) == 2


def test_cutting_off_the_end_shows_against_the_head(looked):
    AccessRecord.objects.filter(organization_id=looked, number=5).delete()
    assert first_broken_number(looked) is None
    assert ChainHead.objects.get(pk=looked).number == 5


def test_a_number_and_hash_that_were_brought_along_are_not_taken(cast, acting):
    with acting("caseworker") as worker:
        AccessRecord.objects.create(
            municipality_id=worker.tenant, organization_id=worker.organization_id, user_id=worker.user_id,
            role=worker.role, kind=AccessKind.VIEW, subject="cases.case", subject_ids=[], purpose="x",
            number=99, hash="0" * 64, previous_hash="1" * 64,
        )  # fmt: skip
    record = AccessRecord.objects.get()
    assert (record.number, record.previous_hash) == (1, "") and record.hash != "0" * 64
    assert first_broken_number(worker.organization_id) is None


def test_the_auditor_checks_with_the_agencys_log_in(acting, looked):
    with acting("auditor"):
        assert first_broken_number(looked) is None
    AccessRecord.objects.filter(organization_id=looked, number=2).delete()
    with acting("auditor"):
        assert first_broken_number(looked) == 3


@pytest.mark.parametrize("login", ["caseworker", "admin", "auditor", "staff"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_accessrecord SET purpose = 'x'",
        "DELETE FROM audit_accessrecord",
        "TRUNCATE audit_accessrecord",
        "UPDATE audit_chainhead SET number = 0",
        "DELETE FROM audit_chainhead",
        "SELECT * FROM audit_chainhead",
        "ALTER TABLE audit_accessrecord DISABLE TRIGGER audit_chain",
    ],
)
def test_nobody_who_serves_changes_or_removes_a_record(acting, looked, login, statement):
    with acting(login), pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)
    assert first_broken_number(looked) is None and len(chain(looked)) == 5


def test_the_portal_adds_its_own_and_reads_none(cast, acting, looked):
    with acting("staff") as staff:
        look(staff)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            AccessRecord.objects.exists()
    (record,) = chain(cast.denki.pk)
    assert (record.number, record.municipality_id) == (1, None)


def test_nobody_writes_a_record_in_anothers_name(cast, acting):
    forgers = {"staff": cast.suido.pk, "caseworker": cast.kitakyushu_agency.pk}
    for name, other in forgers.items():
        with acting(name) as actor, pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AccessRecord.objects.create(
                municipality=None if name == "staff" else cast.kitakyushu, organization_id=other,
                user_id=actor.user_id, role=actor.role, kind=AccessKind.VIEW, subject="cases.case", purpose="x",
            )  # fmt: skip
    assert not AccessRecord.objects.exists()


def test_what_is_rolled_back_was_not_seen_and_leaves_no_gap(acting, looked):
    with acting("caseworker") as worker:
        with transaction.atomic():
            look(worker)
            transaction.set_rollback(True)
        look(worker)
    assert [record.number for record in chain(looked)] == [1, 2, 3, 4, 5, 6]
    assert first_broken_number(looked) is None


def test_many_at_once_make_one_chain(committed, at_once):
    worker, meet = committed.actor("caseworker"), threading.Barrier(4, timeout=20)

    def work():
        meet.wait()
        for number in range(5):
            with scope(municipality=worker.municipality_id, organization=worker.organization_id):
                look(worker, number)

    for future in at_once("agency", work, work, work, work):
        future.result()
    assert [record.number for record in chain(worker.organization_id)] == list(range(1, 21))
    assert first_broken_number(worker.organization_id) is None
