"""Rows of another municipality: row security alone keeps them away, and so does the ORM's fence alone (rule 21)."""

from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agreements.models import Agreement, AgreementKind
from audit.access import records
from audit.models import AccessKind, AccessRecord
from cases.models import Case, CaseMerge, CaseNote, Flag, FlagKind, Household, Person, Severity
from consent.access import consents_of, ledger, protections_of
from consent.models import Consent, ConsentEvidence, Disclosure, ProtectionGround
from documents.models import IssuedDocument
from notifications.access import notices, undone
from notifications.models import Notice, OutboxItem
from organizations.scope import log_in_as, scope
from organizations.tenancy import tables, tenancy_of
from outreach.models import CallbackRequest, Visit
from referrals.models import (
    Feedback,
    FeedbackStatus,
    Forwarding,
    Referral,
    Reply,
    Retraction,
    Supply,
    Triage,
)
from support_meetings.models import (
    Acceptance,
    AgendaItem,
    Appointment,
    CooperationAnswer,
    CooperationRequest,
    CopyOpening,
    Decision,
    Exclusion,
    Member,
    Paper,
    PaperCopy,
    Pledge,
    Session,
    Summons,
    SummonsReply,
    SupportMeeting,
)
from tests.cast import build
from tests.core.meeting_rows import fill_meeting
from tests.world import build_world

PROTECTED = (
    Case, CaseMerge, Person, Household, CaseNote, Flag, Visit, Supply, Referral, Triage, Feedback, Consent, ProtectionGround,
    Disclosure, Agreement, SupportMeeting, Notice, OutboxItem, AccessRecord, ConsentEvidence, Retraction, Reply,
    Forwarding, Member, Appointment, Acceptance, Pledge, Session, Summons, SummonsReply, AgendaItem, Exclusion, Decision,
    Paper, PaperCopy, CopyOpening, CooperationRequest, CooperationAnswer, IssuedDocument,
    CallbackRequest,
)  # fmt: skip
FENCED = [model for model in PROTECTED if hasattr(model.objects, "visible_to")]


@pytest.fixture(scope="module")
def towns(django_db_setup, django_db_blocker):
    """Both municipalities have rows in every protected table; made once, for no test here changes any."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build()
        world = build_world(cast, lambda name: _acting(cast, name))
        _fill(cast, cast.tamana, cast.tamana_agency, world.own_case)
        _fill(cast, cast.kitakyushu, cast.kitakyushu_agency, world.foreign_case)
        yield cast
        transaction.set_rollback(True)


@contextmanager
def _acting(cast, name):
    actor = cast.actor(name)
    everything = {"municipality": actor.municipality_id, "organization": actor.organization_id, "user": actor.user_id}
    with log_in_as(cast.door(name)), scope(**everything):
        yield actor


def _fill(cast, town, agency, case):
    now, today = timezone.now(), date(2026, 11, 24)
    worker, referral = cast.actor("caseworker"), case.triages.get().referral
    Visit.objects.create(municipality=town, case=case, planned_for=now, visitor_id=worker.user_id)
    Flag.objects.create(
        municipality=town, case=case, kind=FlagKind.STOP_NEAR, severity=Severity.SOON, due_on=today, raised_on=today
    )
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin.number, twin._state.adding = None, "2026-0777", True
    twin.save()
    CaseMerge.objects.create(municipality=town, source=twin, target=case, by_id=worker.user_id, undone_at=now)
    common = {"municipality": town, "articles": [], "preamble": "前文", "closing": "結び", "title": "協定"}
    Agreement.objects.create(**common, kind=AgreementKind.OTHER, number="9")
    fill_meeting(cast, town, agency, case, cast.roles["lead"].user)
    IssuedDocument.objects.create(
        municipality=town, kind="other", number="1", title="紙", about="cases.case:1", issued_on=today, digest="0" * 64,
        issued_by_id=worker.user_id, snapshot=b"sealed", content=b"sealed", size=1, pages=1,
    )  # fmt: skip
    CallbackRequest.objects.create(municipality=town, agency=agency, code="TMN1", language="ja", content=b"sealed")
    common = {"referral": referral, "municipality": town, "utility": referral.utility}
    told = Disclosure.objects.create(
        municipality=town, kind="feedback", route="A", sender=agency, recipient=referral.utility,
        subject=referral.submission, items=["handling_status"], purpose="feedback", provision="appi_27_1",
        user_id=worker.user_id, role=worker.role,
    )  # fmt: skip
    Feedback.objects.get_or_create(**common, status=FeedbackStatus.CLOSED, disclosure=told)
    Retraction.objects.create(**common, reason="paid", by_id=worker.user_id)
    Reply.objects.create(**common, code="asked_back", details=["phone"], by_id=worker.user_id)
    passed = Disclosure.objects.create(
        municipality=town, kind="forward", route="A", sender=agency, recipient=agency, subject=referral.submission,
        items=["name"], purpose="self_reliance_support", provision="appi_27_1", user_id=worker.user_id, role=worker.role,
    )  # fmt: skip
    Forwarding.objects.create(
        referral=referral, municipality=town, to_municipality=town, to_agency=agency, arrived_as=uuid4(),
        by_id=worker.user_id, disclosure=passed,
    )  # fmt: skip
    ConsentEvidence.objects.create(
        consent=Consent.objects.filter(municipality=town).first(), municipality=town, organization=agency,
        kind="application/pdf", size=1, sha256="0" * 64, content=b"sealed", added_by_id=worker.user_id,
    )  # fmt: skip
    ProtectionGround.objects.create(
        municipality=town, organization=referral.utility, subject=referral.submission, interest="life",
        why_protect="危ない", why_no_consent="話せない", judged_by="検針員",
    )  # fmt: skip
    AccessRecord.objects.create(
        municipality=town, organization=agency, user_id=worker.user_id, role=worker.role, kind=AccessKind.VIEW,
        subject="cases.case", subject_ids=[str(case.pk)], purpose="test",
    )  # fmt: skip


def of(model, town):
    return model.objects.filter(municipality=town)


def test_no_table_of_households_is_forgotten_here():
    """A table that the agency reads by municipality is walked, or nobody's data lies in it."""
    scoped = {
        model
        for model in tables()
        if any(right.setting == "municipality" and "select" in right.verbs for right in tenancy_of(model).agency)
        and not hasattr(model, "instance_type")
    }
    elsewhere = {model._meta.object_name for model in scoped} - {model._meta.object_name for model in PROTECTED}
    counts_and_people = {
        "RoleAssignment",
        "CaseCounter",
        "RefusalCount",
        "GuidanceRecord",
        "AgreementParty",
        "AgreedCriteria",
        "AgreedPath",
        "AgreementReminder",
        "AgreementScan",
        "AgreementVersion",
        "ChannelCode",
        "ChannelCount",
        "ClauseTemplate",
        "CommentReply",
        "Conference",
        "ConferenceAttendance",
        "Cost",
        "Exchange",
        "LeafletBatch",
        "LeafletBatchLine",
        "LeafletText",
        "MachineAllowance",
        "Network",
        "NetworkMember",
        "PartyCopy",
        "PartyOpinion",
        "PathChange",
        "ReviewComment",
        "Signature",
        "SubsidyProgramme",
        "TermNotice",
        "MeetingCounter",
    }
    assert elsewhere == counts_and_people


# --- row security, without the ORM's fence ---


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model.__name__)
def test_row_security_alone_hides_another_town(towns, model):
    assert of(model, towns.tamana).exists() and of(model, towns.kitakyushu).exists()
    with log_in_as("agency"), scope(municipality=towns.tamana.pk):
        assert of(model, towns.tamana).exists()
        assert not of(model, towns.kitakyushu).exists()
        assert model.objects.count() == of(model, towns.tamana).count()


@pytest.mark.parametrize("model", [m for m in PROTECTED if hasattr(m, "history")], ids=lambda model: model.__name__)
def test_row_security_alone_hides_the_history_too(towns, model):
    with log_in_as("agency"), scope(municipality=towns.tamana.pk):
        assert set(model.history.values_list("municipality", flat=True)) <= {towns.tamana.pk}
    with log_in_as("agency"), scope(municipality=towns.kitakyushu.pk):
        assert set(model.history.values_list("municipality", flat=True)) <= {towns.kitakyushu.pk}


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model.__name__)
def test_another_towns_rows_cannot_be_changed_moved_or_removed(towns, model):
    foreign = of(model, towns.kitakyushu).first().pk
    with log_in_as("agency"), scope(municipality=towns.tamana.pk):
        for change in ("municipality_id = municipality_id", "municipality_id = %(mine)s"):
            assert _rows(model, f"UPDATE {{table}} SET {change} WHERE {{pk}} = %(pk)s", foreign, towns.tamana) == 0
        assert _rows(model, "DELETE FROM {table} WHERE {pk} = %(pk)s", foreign, towns.tamana) == 0
    assert of(model, towns.kitakyushu).filter(pk=foreign).exists()


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model.__name__)
def test_ones_own_rows_cannot_be_moved_to_another_town(towns, model):
    own = of(model, towns.tamana).first().pk
    with log_in_as("agency"), scope(municipality=towns.tamana.pk):
        moved = _rows(model, "UPDATE {table} SET municipality_id = %(mine)s WHERE {pk} = %(pk)s", own, towns.kitakyushu)
    assert moved == 0 and of(model, towns.tamana).filter(pk=own).exists()


def _rows(model, statement, pk, town):
    """How many rows the statement touches; none where the log-in has no such right or the policy refuses."""
    words = {"table": f'"{model._meta.db_table}"', "pk": f'"{model._meta.pk.column}"'}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(**words), {"pk": pk, "mine": town.pk})
            return cursor.rowcount
    except DatabaseError as error:
        if "permission denied" in str(error) or "row-level security" in str(error):
            return 0
        raise


def test_the_portal_sees_its_own_companys_reports_only(towns):
    for company in (towns.denki, towns.suido):
        with log_in_as("portal"), scope(organization=company.pk):
            assert set(Referral.objects.values_list("utility", flat=True)) == {company.pk}
            assert set(Consent.objects.values_list("organization", flat=True)) == {company.pk}


def test_the_fence_stands_around_what_pages_list():
    assert {Case, Flag, Visit, Referral, Triage, Agreement, SupportMeeting} <= set(FENCED)


# --- the ORM's fence, on an administrator's connection that row security does not bind ---


@pytest.mark.parametrize("model", FENCED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", ["caseworker", "lead"])
def test_the_fence_alone_hides_another_town(towns, model, name):
    seen = model.objects.visible_to(towns.actor(name))
    assert set(seen.values_list("municipality", flat=True)) == {towns.tamana.pk}
    assert set(model.objects.visible_to(towns.actor("other_caseworker")).values_list("municipality", flat=True)) == {
        towns.kitakyushu.pk
    }


@pytest.mark.parametrize("model", FENCED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", ["admin", "auditor", "member", "staff", "manager", "other_staff"])
def test_the_fence_opens_by_permission_only(towns, model, name):
    allowed = {
        "admin": {Agreement, SupportMeeting, Appointment, Session, IssuedDocument},
        "auditor": {Agreement},
        "staff": {Referral},
        "manager": {Referral},
        "other_staff": {Referral},
    }
    assert model.objects.visible_to(towns.actor(name)).exists() == (model in allowed.get(name, set()))


def test_the_fence_alone_keeps_companies_apart(towns):
    for name, company in (("staff", towns.denki), ("manager", towns.denki), ("other_staff", towns.suido)):
        seen = Referral.objects.visible_to(towns.actor(name))
        assert set(seen.values_list("utility", flat=True)) == {company.pk}


LISTS = {
    "ledger": (ledger, "caseworker"),
    "notices": (notices, "caseworker"),
    "outbox": (undone, "lead"),
    "access log": (records, "auditor"),
    "consents": (lambda actor: consents_of(actor, Consent.objects.values_list("subject", flat=True)), "caseworker"),
    "protection": (lambda actor: protections_of(actor, ProtectionGround.objects.values("subject")), "caseworker"),
}


@pytest.mark.parametrize(("rows", "name"), LISTS.values(), ids=LISTS)
def test_each_list_keeps_to_its_town_by_itself(towns, rows, name):
    assert {row.municipality_id for row in rows(towns.actor(name))} == {towns.tamana.pk}


@pytest.mark.parametrize(("rows", "name"), LISTS.values(), ids=LISTS)
def test_each_list_is_empty_for_the_portal(towns, rows, name):
    for stranger in ("staff", "manager", "member"):
        assert list(rows(towns.actor(stranger))) == []
