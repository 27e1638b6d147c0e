"""A broken portal, with the rows of its own scope: what it may not write for others is not written, whatever it tries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from organizations.models import RoleAssignment, RoleKind, User
from organizations.scope import log_in_as, scope
from organizations.tenancy import tables
from support_meetings.actions.answers import record_answer
from support_meetings.actions.declaring import record_pledge, sign_pledge
from support_meetings.models import (
    Acceptance,
    Appointment,
    CooperationAnswer,
    CooperationRequest,
    CopyOpening,
    Medium,
    PaperCopy,
    Pledge,
    SummonsReply,
)
from tests.meeting.paper_cast import issued
from tests.meeting.request_cast import issued as asked_of
from tests.meeting.request_cast import said
from tests.meetings import Gathering, seat, summon, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(cast: Any, world: Any) -> Gathering:
    """The member of the electricity company, and a second one of the water bureau who has not signed yet."""
    here = whole(cast, world.own_case)
    person = User.objects.create(email="second@example.jp", name="第二の人", password="!")
    RoleAssignment.objects.create(
        user=person, organization=cast.tamana, municipality=cast.tamana, role=RoleKind.MEETING_MEMBER
    )
    seat(here, "second", user=person, organization=cast.suido, pledged=False)
    summon(here, "second")
    return here


@pytest.fixture
def copies(cast: Any, world: Any, acting: Any, gathering: Gathering) -> dict[str, PaperCopy]:
    """Each of the two has one; the second was pledged when it was issued."""
    pledge = _pledge(gathering.appointments["second"], gathering.appointments["second"].user_id)
    pledge.save()
    made = issued(cast, world, acting, gathering)
    Pledge.objects.filter(pk=pledge.pk).delete()
    return made


def _pledge(appointment: Appointment, user_id: int | None, **fields: Any) -> Pledge:
    words = {"signed_name": "第二の人", "means": "screen", "text": "誓います。", "recorded_by_id": user_id}
    return Pledge(
        **{"appointment": appointment, "user_id": user_id, "municipality_id": appointment.municipality_id, **words}
        | fields
    )


def _answer(request: CooperationRequest, organization_id: int, user_id: int, **fields: Any) -> CooperationAnswer:
    here = {"municipality_id": request.municipality_id, "request": request, "kind": "nothing"}
    return CooperationAnswer(**{**here, "organization_id": organization_id, "recorded_by_id": user_id, **fields})


def _denied(acting: Any, name: str, row: Any) -> None:
    with acting(name), pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        row.save(force_insert=True)
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_forged_pledge_is_not_written_and_the_true_one_still_is(cast: Any, acting: Any, gathering: Gathering) -> None:
    mine, other = gathering.appointments["member"], gathering.appointments["second"]
    _denied(acting, "member", _pledge(other, mine.user_id))
    cast.roles["second"] = RoleAssignment.objects.select_related("user", "organization", "municipality").get(
        user=other.user
    )
    with acting("second") as second:
        signed = sign_pledge(actor=second, appointment=other, signed_name="第二の人")
    assert signed.user_id == other.user_id


def test_nor_does_a_forged_one_stand_in_the_way_of_the_paper(acting: Any, gathering: Gathering) -> None:
    mine, other = gathering.appointments["member"], gathering.appointments["second"]
    _denied(acting, "member", _pledge(other, mine.user_id))
    with acting("lead") as lead:
        record_pledge(actor=lead, appointment=other, signed_name="第二の人", on=timezone.localdate())
    assert Pledge.objects.get(appointment=other).means == "paper"


def test_no_answer_to_serve_is_written_for_another(acting: Any, gathering: Gathering) -> None:
    mine, other = gathering.appointments["member"], gathering.appointments["second"]
    row = Acceptance(
        municipality_id=other.municipality_id,
        appointment=other,
        user_id=mine.user_id,
        accepted=False,
        means="screen",
        recorded_by_id=mine.user_id,
    )
    _denied(acting, "member", row)


@pytest.mark.parametrize("lie", ["paper", "recorded_by", "municipality"])
def test_the_portal_writes_nothing_in_the_secretariats_name_or_into_another_town(
    cast: Any, acting: Any, gathering: Gathering, lie: str
) -> None:
    mine = gathering.appointments["member"]
    Pledge.objects.filter(appointment=mine).delete()
    wrong: dict[str, dict[str, Any]] = {
        "paper": {"means": "paper"},
        "recorded_by": {"recorded_by_id": cast.roles["lead"].user.pk},
        "municipality": {"municipality_id": cast.kitakyushu.pk},
    }
    _denied(acting, "member", _pledge(mine, mine.user_id, **wrong[lie]))


def test_nobody_opens_or_answers_what_is_somebody_elses(
    acting: Any, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    me, town = gathering.appointments["member"].user_id, gathering.meeting.municipality_id
    here = {"municipality_id": town, "user_id": me}
    _denied(acting, "member", CopyOpening(**here, copy=copies["second"], device="c" * 16))
    _denied(acting, "member", SummonsReply(**here, summons=gathering.summonses["second"], is_coming=False))


def test_an_opening_of_the_own_copy_is_not_hidden_in_another_town(
    cast: Any, acting: Any, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    me = gathering.appointments["member"].user_id
    _denied(
        acting,
        "member",
        CopyOpening(municipality_id=cast.kitakyushu.pk, user_id=me, copy=copies["member"], device="c" * 16),
    )


def test_another_organisations_request_is_not_answered(cast: Any, acting: Any, gathering: Gathering) -> None:
    theirs = asked_of(acting, gathering, cast.suido.pk)
    staff = cast.roles["staff"]
    _denied(acting, "staff", _answer(theirs, cast.denki.pk, staff.user_id))
    _denied(acting, "staff", _answer(theirs, cast.suido.pk, staff.user_id))


def test_what_came_on_paper_is_recorded_by_the_secretariat_alone(cast: Any, acting: Any, gathering: Gathering) -> None:
    ours = asked_of(acting, gathering, cast.denki.pk)
    _denied(acting, "staff", _answer(ours, cast.denki.pk, cast.roles["staff"].user_id, on_paper=True))
    with acting("lead") as lead:
        assert record_answer(actor=lead, request=ours, said=said()).on_paper


VERBS = {
    "update": "UPDATE {} SET municipality_id = municipality_id",
    "delete": "DELETE FROM {}",
}
OURS = sorted(model._meta.db_table for model in tables() if model._meta.app_label == "support_meetings")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("table", OURS)
def test_the_portal_changes_and_removes_nothing_of_a_meeting(
    cast: Any, copies: dict[str, PaperCopy], table: str, verb: str
) -> None:
    everything = {"municipality": cast.tamana.pk, "organization": cast.denki.pk, "user": copies["member"].reader_id}
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with log_in_as("portal"), scope(**everything), denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(VERBS[verb].format(table))


#: Tables of a meeting that the portal reads at all, and the setting of the scope without which it reads none.
READ = {
    "support_meetings_acceptance": "user",
    "support_meetings_appointment": "user",
    "support_meetings_cooperationanswer": "organization",
    "support_meetings_cooperationrequest": "organization",
    "support_meetings_copyopening": "user",
    "support_meetings_historicalappointment": "user",
    "support_meetings_historicalmember": "user",
    "support_meetings_historicalsupportmeeting": "municipality",
    "support_meetings_member": "user",
    "support_meetings_papercopy": "user",
    "support_meetings_pledge": "user",
    "support_meetings_summons": "user",
    "support_meetings_summonsreply": "user",
    "support_meetings_supportmeeting": "municipality",
}


def _readable(table: str, **here: Any) -> int | None:
    with log_in_as("portal"), scope(**here), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(f'SELECT count(*) FROM "{table}"')
        except DatabaseError:
            return None
        return int(cursor.fetchone()[0])


def test_the_portal_reads_each_table_by_one_setting_or_not_at_all(
    cast: Any, acting: Any, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    asked_of(acting, gathering, cast.denki.pk)
    whole_scope = {"municipality": cast.tamana.pk, "organization": cast.denki.pk, "user": copies["member"].reader_id}
    assert {table for table in OURS if _readable(table, **whole_scope) is not None} == READ.keys()
    for table, setting in READ.items():
        without = {name: value for name, value in whole_scope.items() if name != setting}
        assert _readable(table, **without) == 0, table


JOINS: dict[str, Callable[[PaperCopy], str]] = {
    "the paper of a copy": lambda copy: f"SELECT p.lines FROM support_meetings_paper p WHERE p.id = {copy.paper_id}",
    "the case of an item": lambda copy: (
        "SELECT i.case_id FROM support_meetings_papercopy c"
        " JOIN support_meetings_agendaitem i ON i.id = c.item_id_for_gate"
    ),
    "the ledger's row": lambda copy: (
        "SELECT d.reference FROM support_meetings_papercopy c JOIN consent_disclosure d ON d.id = c.disclosure_id"
    ),
    "the history of an item": lambda copy: "SELECT question FROM support_meetings_historicalagendaitem",
    "a view of the whole": lambda copy: (
        "CREATE VIEW everything AS SELECT * FROM support_meetings_paper; SELECT * FROM everything"
    ),
    "a table of one's own": lambda copy: "CREATE TABLE public.kept AS SELECT * FROM support_meetings_papercopy",
    "a number that is not ours to give": lambda copy: "SELECT nextval('support_meetings_paper_id_seq')",
}


@pytest.mark.parametrize("way", JOINS)
def test_no_way_round_leads_to_a_paper(cast: Any, copies: dict[str, PaperCopy], way: str) -> None:
    everything = {"municipality": cast.tamana.pk, "organization": cast.denki.pk, "user": copies["member"].reader_id}
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with log_in_as("portal"), scope(**everything), denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(JOINS[way](copies["member"]))


@pytest.mark.parametrize("login", ["agency", "worker", "owner"])
def test_the_portal_takes_no_other_log_ins_place(db: None, login: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role('tsunagi_portal', %s, 'MEMBER')", [f"tsunagi_{login}"])
        assert cursor.fetchone() == (False,)


def test_a_copy_on_paper_has_no_reader_at_the_portal(copies: dict[str, PaperCopy]) -> None:
    assert (copies["commissioner"].medium, copies["commissioner"].reader_id) == (Medium.PAPER, None)
