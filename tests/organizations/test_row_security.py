"""Row-level security by itself, with the ORM's own fence away, and the four log-ins for real."""

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from cases.models import Case, Household, Person
from config.environment import local_secrets
from organizations.rls import role
from organizations.scope import log_in_as, scope
from organizations.tenancy import SERVING, tables, tenancy_of


def _tenancy(model):
    declared = tenancy_of(model)
    assert declared is not None
    return declared


@pytest.fixture
def foreign_case(cast):
    """A case of 北九州, written by the administrator."""
    return write_case(cast.kitakyushu, cast.kitakyushu_agency, "2026-9001", "隠田 秘子")


def write_case(municipality, agency, number, name):
    household = Household(municipality=municipality, address="北九州市小倉北区城内1-1")
    household.clean_keys()
    household.save()
    person = Person(municipality=municipality, household=household, name=name)
    person.clean_keys()
    person.save()
    return Case.objects.create(
        municipality=municipality,
        agency=agency,
        number=number,
        household=household,
        person=person,
        opened_on="2026-11-01",
    )


@pytest.mark.django_db
def test_checks_find_every_policy_in_the_database():
    call_command("check", databases=["default"], fail_level="ERROR")


def test_rows_of_another_municipality_are_not_there_even_unfiltered(cast, foreign_case):
    with log_in_as("agency"), scope(municipality=cast.tamana.pk):
        assert not Case.objects.exists()
        assert not Case.history.exists()
        assert not Person.objects.exists()
    with log_in_as("agency"), scope(municipality=cast.kitakyushu.pk):
        assert Case.objects.get() == foreign_case


def test_without_a_scope_there_are_no_rows(cast, foreign_case):
    with log_in_as("agency"), transaction.atomic():
        assert not Case.objects.exists()


def test_a_row_cannot_be_written_into_another_municipality(cast, foreign_case):
    with (
        log_in_as("agency"),
        scope(municipality=cast.tamana.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Household.objects.create(municipality=cast.kitakyushu, address="x")


def test_a_scope_ends_with_its_transaction(cast, foreign_case):
    with log_in_as("agency"):
        with scope(municipality=cast.kitakyushu.pk):
            assert Case.objects.exists()
        assert not Case.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in tables() if not _tenancy(m).portal], ids=lambda m: m._meta.label)
def test_the_portal_has_no_right_at_all_on_what_is_not_its(model):
    with connection.cursor() as cursor:
        for verb in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role("portal"), model._meta.db_table, verb])
            assert cursor.fetchone() == (False,), verb


def test_cases_notes_visits_are_among_them():
    closed = {m._meta.label for m in tables() if not _tenancy(m).portal}
    assert {"cases.Case", "cases.CaseNote", "outreach.Visit", "cases.HistoricalCase", "cases.Flag"} <= closed


@pytest.mark.django_db
@pytest.mark.parametrize("login", SERVING)
def test_nobody_who_serves_is_above_row_security(login):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, pg_has_role(rolname, %s, 'MEMBER') FROM pg_roles WHERE rolname = %s",
            [role("owner"), role(login)],
        )
        assert cursor.fetchone() == (False, False, False, False)


@pytest.mark.django_db
def test_the_portals_own_log_in_is_refused_a_case():
    with (
        psycopg.connect(
            host=connection.settings_dict["HOST"],
            dbname=connection.settings_dict["NAME"],
            user=role("portal"),
            password=local_secrets()["portal"],
        ) as portal,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        portal.execute("SELECT * FROM cases_case")


@pytest.mark.django_db
def test_owner_reads_no_household(cast, foreign_case):
    with log_in_as("owner"):
        assert not Case.objects.exists()
        assert not Person.objects.exists()


def test_settings_use_a_database_of_their_own():
    assert settings.HOME.name == "tests"
