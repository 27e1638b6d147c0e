"""Another municipality's networks: not there, by the application and by the database, each alone."""

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import (
    Conference,
    ConferenceAttendance,
    Cost,
    Exchange,
    Network,
    NetworkMember,
    SubsidyProgramme,
)
from agreements.networks import access
from agreements.networks.actions.conferences import Came, record_attendance
from audit.paging import SIZE
from tests.networks.stage import build, days, found

TABLES = (Network, NetworkMember, Conference, ConferenceAttendance, Exchange, SubsidyProgramme, Cost)
NAMES = {
    "network": ("network", "network_edit", "network_register", "network_register_xlsx", "network_members",
                "network_member_new", "network_member_tick", "network_member_paste", "conference_list",
                "conference_new", "exchange_list"),
    "member": ("network_member",),
    "conference": ("conference", "conference_edit", "conference_agenda", "conference_attendance",
                   "conference_attendance_xlsx", "conference_minutes"),
    "programme": ("programme_edit",),
}  # fmt: skip


@pytest.fixture
def stage(acting):
    with acting("lead") as actor:
        made = build(actor)
        record_attendance(actor=actor, conference=made.conference, came=[Came(made.member.pk, 1, "")], version=0)
        return made


def test_row_security_alone_keeps_them(acting, stage):
    with acting("lead"):
        assert all(table.objects.exists() for table in TABLES)
    with acting("other_admin"):
        assert not any(table.objects.exists() for table in TABLES)
    with acting("staff"), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute("SELECT has_table_privilege(%s, 'select')", [table._meta.db_table])
            assert cursor.fetchone() == (False,)


def test_the_doors_alone_keep_them(cast, stage):
    """Asked by the administrator of the database, whom row security does not bind."""
    foreign = cast.actor("other_admin")
    doors = (
        (access.access_network, stage.network),
        (access.access_member, stage.member),
        (access.access_conference, stage.conference),
        (access.access_exchange, stage.exchange),
        (access.access_programme, stage.programme),
        (access.access_cost, stage.cost),
    )
    for door, row in doors:
        assert door(cast.actor("caseworker"), row.pk).pk == row.pk
        with pytest.raises(Http404):
            door(foreign, row.pk)
        with pytest.raises(Http404):
            door(cast.actor("staff"), row.pk)
    assert not access.networks_of(foreign, days(0)).exists()
    assert not access.costs_of(foreign, 2026).exists()
    assert access.programmes_of(foreign, 2026) == []
    assert not access.known_organizations(foreign).filter(pk=stage.member.organization_id).exists()


def test_every_page_of_theirs_is_as_if_missing(browser, stage):
    other = browser("other_admin")
    for part, names in NAMES.items():
        for name in names:
            for pk in (getattr(stage, part).pk, 10**9):
                assert other.get(reverse(name, "config.urls_agency", [pk])).status_code == 404, name
    for name, row in (("network_end", stage.network), ("conference_close", stage.conference),
                      ("conference_cancel", stage.conference), ("exchange_new", stage.network),
                      ("exchange_strike", stage.exchange), ("cost_strike", stage.cost)):  # fmt: skip
        assert other.post(reverse(name, "config.urls_agency", [row.pk])).status_code == 404, name


def test_their_lists_hold_nothing_of_ours(browser, stage):
    other = browser("other_admin")
    assert stage.network.name not in other.get("/networks/").content.decode()
    page = other.get("/costs/", {"year": "2026"}).content.decode()
    assert stage.programme.name not in page
    assert stage.cost.words not in page


def test_the_networks_are_paged_by_key_and_as_many_queries_as_with_one(browser, acting, stage):
    caseworker = browser("caseworker")
    caseworker.get("/networks/")
    with CaptureQueriesContext(connection) as one:
        caseworker.get("/networks/")
    with acting("lead") as actor:
        for n in range(SIZE + 2):
            found(actor, f"第{n:03}の網")
    with CaptureQueriesContext(connection) as many:
        first = caseworker.get("/networks/")
    assert len(many) == len(one)
    second = caseworker.get("/networks/" + first.context["page"].next_url).context["page"]
    names = [row.name for row in (*first.context["page"].rows, *second.rows)]
    assert (len(names), len(set(names)), second.next_url) == (SIZE + 3, SIZE + 3, "")
