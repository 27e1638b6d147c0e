"""A table that does not say who sees it, or whose policies are not as declared, fails the checks."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, models
from django.test.utils import isolate_apps

from consent.models import Consent, ProtectionGround
from organizations import checks, rls
from organizations.tenancy import Tenancy, tables, tenancy_of
from referrals.models import Referral


def test_every_model_declares_its_rows():
    assert checks.every_model_declares() == []
    assert len(tables()) > 50


def test_a_model_that_says_nothing_fails(monkeypatch):
    with isolate_apps("cases"):

        class Secret(models.Model):
            class Meta:
                app_label = "cases"

            def __str__(self):
                return "a secret"

        assert tenancy_of(Secret) is None
        monkeypatch.setattr("organizations.checks.tables", lambda: [*tables(), Secret])
        (error,) = checks.every_model_declares()
    assert (error.id, "cases.Secret" in error.msg) == ("organizations.E001", True)


def test_a_many_to_many_table_must_say_so_too(monkeypatch):
    with isolate_apps("cases"):

        class Linked(models.Model):
            tenancy = Tenancy()
            others = models.ManyToManyField("self")

            class Meta:
                app_label = "cases"

            def __str__(self):
                return "linked"

        between = Linked.others.through
        monkeypatch.setattr("organizations.checks.tables", lambda: [Linked, between])
        assert [error.id for error in checks.every_model_declares()] == ["organizations.E001"]


#: A report that is sealed is sealed in its past as well, with the words of its ground; no door's log-in can do that.
SEALED_BY_THE_WORKER = {Referral.history.model, Consent.history.model, ProtectionGround.history.model}


def test_history_sees_what_its_model_sees_and_is_never_changed():
    for model in tables():
        source, declared = getattr(model, "instance_type", None), tenancy_of(model)
        if source is None:
            continue
        assert declared is not None and declared == tenancy_of(source).for_history()
        verbs = {
            verb for login in ("agency", "portal", "worker") for right in declared.of(login) for verb in right.verbs
        }
        assert verbs <= {"select", "insert"} or model in SEALED_BY_THE_WORKER, model
        doors = {verb for login in ("agency", "portal") for right in declared.of(login) for verb in right.verbs}
        assert doors <= {"select", "insert"}, model


@pytest.mark.django_db
def test_the_database_is_as_declared():
    assert checks.policies_match(databases=["default"]) == []


HARM = {
    "a policy dropped": ('DROP POLICY "agency_select_municipality_id" ON cases_case', "organizations.E002"),
    "a policy that opens": (
        'ALTER POLICY "agency_select_municipality_id" ON cases_case USING (true)',
        "organizations.E002",
    ),
    "a policy too many": (
        "CREATE POLICY more ON cases_case FOR SELECT TO tsunagi_portal USING (true)",
        "organizations.E002",
    ),
    "a check that lets rows move": (
        'ALTER POLICY "agency_update_municipality_id" ON cases_case WITH CHECK (true)',
        "organizations.E002",
    ),
    "a policy of somebody else": (
        'ALTER POLICY "agency_select_municipality_id" ON cases_case TO tsunagi_worker',
        "organizations.E002",
    ),
    "a policy of everybody": (
        'ALTER POLICY "agency_select_municipality_id" ON cases_case TO PUBLIC',
        "organizations.E002",
    ),
    "a right given": ("GRANT DELETE ON cases_case TO tsunagi_agency", "organizations.E004"),
    "a right given to all": ("GRANT SELECT ON cases_case TO PUBLIC", "organizations.E004"),
    "a right taken": ("REVOKE UPDATE ON cases_case FROM tsunagi_agency", "organizations.E004"),
    "row security off": ("ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY", "organizations.E003"),
    "not forced on the owner": ("ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY", "organizations.E003"),
    "off on a history": ("ALTER TABLE cases_historicalcase DISABLE ROW LEVEL SECURITY", "organizations.E003"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("statement", "error"), HARM.values(), ids=HARM)
def test_harm_to_a_policy_is_found(statement, error):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert [found.id for found in checks.policies_match(databases=["default"])] == [error]
    with pytest.raises(SystemCheckError, match=error):
        call_command("check", databases=["default"], fail_level="ERROR")


@pytest.mark.django_db
@pytest.mark.parametrize("statement", [statement for statement, _error in HARM.values()], ids=HARM)
def test_migrate_mends_it(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    rls.apply_after_migrate()
    assert checks.policies_match(databases=["default"]) == []


@pytest.mark.django_db
def test_a_right_given_behind_the_softwares_back_still_meets_no_policy():
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON cases_case TO tsunagi_portal")
        cursor.execute("SET ROLE tsunagi_portal")
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)
        cursor.execute("RESET ROLE")


def test_a_policy_is_a_plain_equality():
    """No OR, no subquery: they cost a hundredfold, and are where holes hide."""
    for model in tables():
        for policy in rls.policies(model):
            assert policy.predicate == "true" or policy.predicate.count(" = ") == 1, policy
            assert not {"or", "select", "in"} & set(policy.predicate.lower().split()), policy
