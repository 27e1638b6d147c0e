"""Reports to begin with; and for what only other connections show, rows committed for real and real log-ins."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from cases.actions import open_case
from config.environment import local_secrets
from organizations.rls import role
from referrals.actions import accept_into_new_case, submit_report
from referrals.models import Triage
from tests.cast import Cast, build
from tests.core.intakes import INTAKE, put_case, put_supply
from tests.core.sweeping import DAY, TODAY
from tests.world import report_of

#: Written by migrations; everything else is the test's.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "consent_legalprovision"}


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast, committed; afterwards every table is as the migrations left it."""
    with django_db_blocker.unblock():
        _empty()
        try:
            yield build()
        finally:
            _empty()
            connection.close()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # foreign keys: all their ends go
        for table in sorted(set(connection.introspection.table_names(cursor)) - KEPT):
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET session_replication_role = origin")


Work = Callable[[], Any]


@pytest.fixture
def at_once() -> Iterator[Callable[..., list[Future[Any]]]]:
    """`at_once("portal", work, work)`: each in a thread of its own, on a connection that logged in as that role."""
    with ThreadPoolExecutor(8) as pool:
        yield lambda login, *works: [pool.submit(_logged_in, login, work) for work in works]


def _logged_in(login: str, work: Work) -> Any:
    connection.close()
    connection.settings_dict = {
        **connection.settings_dict,
        "USER": role(login),
        "PASSWORD": local_secrets()[login],
    }
    try:
        return work()
    finally:
        connection.close()


@pytest.fixture
def told(cast, acting):
    """`told("staff", feedback=True, name=…)`: the triage of a report that this person has just sent."""

    def tell(by="staff", /, *, at=None, **stated):
        office = cast.suido_office if by == "other_staff" else cast.denki_office
        with acting(by) as actor:
            report = report_of(cast, office_id=office.pk, at=at, **stated)
            referral = submit_report(actor=actor, report=report, at=at)
        return Triage.objects.select_related("referral").get(referral=referral)

    return tell


@pytest.fixture
def taken(acting, told):
    """A case opened from a report; see `told`."""

    def take(by="staff", /, **stated):
        triage = told(by, **stated)
        with acting("caseworker") as worker:
            return accept_into_new_case(actor=worker, triage=triage)

    return take


@pytest.fixture
def known(cast, acting):
    """A case of INTAKE's household."""
    with acting("caseworker") as worker:
        return open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=INTAKE)


@pytest.fixture
def near(cast):
    """A case whose electricity is to stop in two working days; nobody has reached the person."""
    case = put_case(cast.tamana_agency, opened_on=TODAY - DAY)
    return put_supply(case, cast.denki, reported_on=TODAY - DAY, scheduled_stop_on=TODAY + 2 * DAY)


@pytest.fixture
def quiet(cast):
    """A case with three months of arrears, silent for fourteen days."""
    case = put_case(cast.tamana_agency, opened_on=TODAY - 14 * DAY)
    return put_supply(case, cast.denki, reported_on=TODAY - 14 * DAY, arrears_months=3)


@pytest.fixture
def quick_passwords(settings: Any) -> None:
    """What is tested is not the hash; and the counters of the rate limits begin at nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
