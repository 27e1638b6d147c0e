"""The scope ends with its block, however the block ends."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cases.models import Case
from organizations.models import Municipality
from organizations.scope import Scope, current, log_in_as, scope


def test_the_outer_scope_returns_after_the_inner(cast):
    with scope(municipality=cast.tamana.pk, user=1):
        with scope(municipality=cast.kitakyushu.pk):
            assert current() == Scope(municipality=cast.kitakyushu.pk)
        assert current() == Scope(municipality=cast.tamana.pk, user=1)


def test_the_outer_scope_returns_after_an_error_of_the_database_and_the_error_is_the_one_that_is_seen(cast):
    with scope(municipality=cast.tamana.pk):
        with pytest.raises(IntegrityError), scope(municipality=cast.kitakyushu.pk), connection.cursor() as cursor:
            cursor.execute("UPDATE organizations_municipality SET code = 'nocode'")
        assert current() == Scope(municipality=cast.tamana.pk)
        assert Municipality.objects.count() == 2


@pytest.mark.django_db
def test_another_log_in_is_put_off_after_an_error():
    with pytest.raises(RuntimeError), log_in_as("portal"), transaction.atomic():
        raise RuntimeError
    assert who() == "postgres"


@pytest.mark.django_db
def test_an_error_of_the_database_under_another_log_in_is_seen_and_the_log_in_is_put_off():
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), log_in_as("portal"):
        Case.objects.exists()
    assert who() == "postgres"


def who():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        return cursor.fetchone()[0]
