"""A utility's manager registers the company's systems, sees who allows them, renews a secret, ends one."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from allauth.idp.oidc.models import Client
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import Office, RoleAssignment, RoleKind
from referrals.models import MachineClient
from tests.machines.conftest import System, report

pytestmark = pytest.mark.django_db


def typed(cast: Any, **changed: Any) -> dict[str, Any]:
    return {
        "submission": uuid4(),
        "name": "検針端末",
        "office": cast.denki_office.pk,
        "networks": "203.0.113.10\n203.0.113.0/28",
        **changed,
    }


def secret_on(page: Any) -> str:
    return unescape(re.findall(r"<dd><code>([^<]+)</code>", page.content.decode())[1])


def test_registering_shows_the_secret_this_once(cast: Any, browser: Any) -> None:
    manager, form = browser("manager"), typed(cast)
    page = manager.post("/systems/new/", form)
    made = MachineClient.objects.get()
    secret = secret_on(page)

    assert page.status_code == 200
    assert (made.utility, made.office, made.name) == (cast.denki, cast.denki_office, "検針端末")
    assert made.asked_networks == ["203.0.113.10/32", "203.0.113.0/28"]
    assert Client.objects.get(pk=made.client_id).check_secret(secret)
    for address in ("/systems/", f"/systems/{made.pk}/"):
        again = manager.get(address).content.decode()
        assert secret not in again and made.name in again
    assert manager.post("/systems/new/", form).headers["Location"] == f"/systems/{made.pk}/"  # reloaded
    assert MachineClient.objects.count() == 1


def test_with_the_secret_of_the_page_the_system_signs_in(cast: Any, browser: Any, acting: Any) -> None:
    from referrals.actions.machines import allow_machine

    page = browser("manager").post("/systems/new/", typed(cast, networks="203.0.113.10"))
    machine = MachineClient.objects.get()
    with acting("admin") as actor:
        allow_machine(actor=actor, machine=machine, networks=machine.asked_networks)

    assert System(machine, secret_on(page)).sign_in().send(report()).status_code == 201


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "a\x00b"}, {"name"}),
        ({"name": "x" * 61}, {"name"}),
        ({"office": ""}, {"office"}),
        ({"office": "0"}, {"office"}),
        ({"networks": ""}, {"networks"}),
        ({"networks": " ,\n"}, {"networks"}),
        ({"networks": "example.jp"}, {"networks"}),
        ({"networks": "203.0.0.0/8"}, {"networks"}),
        ({"networks": "0.0.0.0/0"}, {"networks"}),
        ({"networks": "203.0.113.1/28"}, {"networks"}),
        ({"networks": "\n".join(f"203.0.113.{n}" for n in range(21))}, {"networks"}),
        ({"submission": "x"}, {"submission"}),
    ],
)
def test_what_was_typed_wrongly_comes_back(cast: Any, browser: Any, changed: Any, fields: set[str]) -> None:
    page = browser("manager").post("/systems/new/", typed(cast, **changed))

    assert (page.status_code, set(page.context["form"].errors)) == (400, fields)
    assert not MachineClient.objects.exists()


def test_another_company_s_office_is_not_offered(cast: Any, browser: Any) -> None:
    page = browser("manager").post("/systems/new/", typed(cast, office=cast.suido_office.pk))

    assert set(page.context["form"].errors) == {"office"}


def test_the_page_tells_who_allows_it_from_where(system: System, browser: Any) -> None:
    page = browser("manager").get(f"/systems/{system.machine.pk}/")
    stands = {one.municipality.name: (one.state, one.addresses) for one in page.context["allowed"]}

    assert stands == {"玉名市": ("allowed", ["203.0.113.10"]), "北九州市": ("waiting", [])}
    assert page.context["last_sign_in"]
    assert system.machine.client_id in page.content.decode()


def test_addresses_are_stated_anew(system: System, browser: Any) -> None:
    manager, address = browser("manager"), f"/systems/{system.machine.pk}/"
    moved = manager.post(f"{address}addresses/", {"networks": "198.51.100.0/29"})
    system.machine.refresh_from_db()

    assert moved.headers["Location"] == address
    assert system.machine.asked_networks == ["198.51.100.0/29"]
    assert {one.state for one in manager.get(address).context["allowed"]} == {"waiting"}
    wrong = manager.post(f"{address}addresses/", {"networks": "x"})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (400, {"networks"})


def test_what_is_added_waits_and_what_stood_stays(system: System, browser: Any) -> None:
    manager, address = browser("manager"), f"/systems/{system.machine.pk}/"
    manager.post(f"{address}addresses/", {"networks": "203.0.113.10\n198.51.100.7"})
    (tamana,) = [one for one in manager.get(address).context["allowed"] if one.allowance]

    assert (tamana.state, tamana.addresses, tamana.missing) == ("partly", ["203.0.113.10"], ["198.51.100.7/32"])
    assert system.send(report()).status_code == 201


def test_a_secret_is_renewed_and_shown_this_once(system: System, browser: Any) -> None:
    page = browser("manager").post(f"/systems/{system.machine.pk}/renew/")

    assert system.ask_token().status_code == 401
    system.secret = secret_on(page)
    assert system.ask_token().status_code == 200


def test_an_ended_system_stays_in_the_list_and_does_no_more(system: System, browser: Any) -> None:
    manager, address = browser("manager"), f"/systems/{system.machine.pk}/"
    receipt = system.send(report()).json()["receipt_number"]
    ended = manager.post(f"{address}end/")
    page = manager.get(address)

    assert ended.headers["Location"] == "/systems/"
    assert system.send(report()).status_code == 401
    assert page.context["machine"].ended_at and f"{address}end/" not in page.content.decode()
    assert {one.state for one in page.context["allowed"]} == {"ended"}
    assert manager.get(f"/reports/{receipt}/").status_code == 200  # what it has sent stays
    assert manager.post(f"{address}end/").status_code == 302  # twice is once
    for verb, form in (("renew", {}), ("addresses", {"networks": "203.0.113.1"})):
        refused = manager.post(f"{address}{verb}/", form)
        assert (refused.status_code, bool(refused.context["refusal"])) == (409, True)


def test_another_company_s_system_does_not_exist(cast: Any, other_system: System, browser: Any) -> None:
    manager, address = browser("manager"), f"/systems/{other_system.machine.pk}/"

    assert manager.get(address).status_code == 404
    for verb in ("addresses", "renew", "end"):
        assert manager.post(f"{address}{verb}/", {"networks": "203.0.113.1"}).status_code == 404
    assert manager.get("/systems/").context["lines"] == []
    assert other_system.ask_token().status_code == 200


def test_staff_may_not(browser: Any, system: System) -> None:
    staff = browser("staff")
    addresses = ["/systems/", "/systems/new/", f"/systems/{system.machine.pk}/"]

    assert [staff.get(address).status_code for address in addresses] == [403] * 3
    assert staff.post(f"{addresses[2]}end/").status_code == 403


def test_a_system_is_no_colleague(system: System, browser: Any) -> None:
    page = browser("manager").get("/people/")

    assert RoleAssignment.objects.filter(role=RoleKind.UTILITY_MACHINE).exists()
    assert system.machine.name not in page.content.decode()
    assert browser("manager").post(f"/people/{system.machine.role_id}/end/").status_code in (302, 404)
    assert system.ask_token().status_code == 200


def test_the_list_asks_no_more_for_more_systems(cast: Any, browser: Any, register: Any) -> None:
    manager = browser("manager")
    register("manager", cast.denki_office, allowed_by=("admin",))
    manager.get("/systems/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        manager.get("/systems/")
    for n in range(4):
        office = Office.objects.create(utility=cast.denki, name=f"第{n}営業所")
        register("manager", office, allowed_by=("admin", "other_admin"))
    with CaptureQueriesContext(connection) as five:
        manager.get("/systems/")

    assert len(five) == len(one)
