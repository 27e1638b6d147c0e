"""A municipality's administrator sees the systems that want to report here, and allows addresses or ends it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models.organization import OfficeArea
from referrals.actions.machines import end_machine, state_addresses
from referrals.models import MachineAllowance
from tests.machines.conftest import System, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast: Any, register: Any) -> System:
    """Registered and not allowed by anybody."""
    made: System = register("manager", cast.denki_office, networks=("203.0.113.10", "203.0.113.16/28"))
    return made


def page_of(system: System) -> str:
    return f"/systems/{system.machine.pk}/"


def states(browser: Any, name: str = "admin") -> dict[str, str]:
    lines = browser(name).get("/systems/").context["lines"]
    return {line.machine.client_id: allowed.state for line, allowed in lines}


def test_who_waits_stands_first(cast: Any, register: Any, browser: Any) -> None:
    first = register("manager", cast.denki_office, allowed_by=("admin",))
    second = register("manager", cast.denki_office)

    assert list(states(browser).items()) == [
        (second.machine.client_id, "waiting"),
        (first.machine.client_id, "allowed"),
    ]
    assert set(states(browser, "other_admin").values()) == {"waiting"}


def test_allowing_some_of_the_stated_addresses(cast: Any, waiting: System, browser: Any) -> None:
    admin = browser("admin")
    form = admin.get(page_of(waiting)).context["form"]
    answer = admin.post(f"{page_of(waiting)}allow/", {"networks": ["203.0.113.10/32"]})
    allowance = MachineAllowance.objects.get()

    assert [str(label) for _value, label in form.fields["networks"].choices] == [
        "203.0.113.10",
        "203.0.113.16/28（アドレス16個）",
    ]
    assert answer.headers["Location"] == "/systems/"
    assert (allowance.municipality, allowance.networks) == (cast.tamana, ["203.0.113.10/32"])
    assert allowance.allowed_by == cast.roles["admin"].user
    assert states(browser) == {waiting.machine.client_id: "partly"}
    assert waiting.sign_in().send(report()).status_code == 201


def test_allowing_anew_ends_what_was_allowed_before(waiting: System, browser: Any) -> None:
    admin = browser("admin")
    for chosen in (["203.0.113.10/32"], ["203.0.113.10/32", "203.0.113.16/28"]):
        admin.post(f"{page_of(waiting)}allow/", {"networks": chosen})

    assert MachineAllowance.objects.filter(ended_at=None).get().networks == ["203.0.113.10/32", "203.0.113.16/28"]
    assert MachineAllowance.objects.count() == 2
    assert states(browser) == {waiting.machine.client_id: "allowed"}


@pytest.mark.parametrize("chosen", [[], ["198.51.100.7/32"], ["0.0.0.0/0"], ["x"]])
def test_what_the_company_does_not_state_cannot_be_chosen(waiting: System, browser: Any, chosen: list[str]) -> None:
    answer = browser("admin").post(f"{page_of(waiting)}allow/", {"networks": chosen})

    assert (answer.status_code, set(answer.context["form"].errors)) == (400, {"networks"})
    assert not MachineAllowance.objects.exists()


def test_ending_the_allowance(system: System, browser: Any) -> None:
    admin = browser("admin")

    assert system.send(report()).status_code == 201
    assert admin.post(f"{page_of(system)}disallow/").headers["Location"] == "/systems/"
    assert system.send(report()).status_code == 403
    assert admin.post(f"{page_of(system)}disallow/").status_code == 302  # twice is once
    assert states(browser) == {system.machine.client_id: "waiting"}


def test_another_municipality_s_allowance_is_not_ended_or_shown(cast: Any, register: Any, browser: Any) -> None:
    both = register("manager", cast.denki_office, allowed_by=("admin", "other_admin"))
    browser("admin").post(f"{page_of(both)}disallow/")

    assert states(browser) == {both.machine.client_id: "waiting"}
    assert states(browser, "other_admin") == {both.machine.client_id: "allowed"}


def test_a_system_of_a_company_that_does_not_serve_here_does_not_exist(
    cast: Any, other_system: System, browser: Any
) -> None:
    stranger = browser("other_admin")

    assert stranger.get(page_of(other_system)).status_code == 404
    assert stranger.post(f"{page_of(other_system)}allow/", {"networks": ["203.0.113.10/32"]}).status_code == 404
    assert stranger.post(f"{page_of(other_system)}disallow/").status_code == 404
    assert states(browser, "other_admin") == {}


def test_an_allowance_can_still_be_ended_when_the_company_has_left_the_area(
    cast: Any, system: System, browser: Any
) -> None:
    OfficeArea.objects.filter(office=cast.denki_office, municipality=cast.tamana).delete()

    assert states(browser) == {system.machine.client_id: "allowed"}
    assert browser("admin").post(f"{page_of(system)}disallow/").status_code == 302
    assert states(browser) == {}


def test_what_the_company_changed_shows(system: System, browser: Any, acting: Any) -> None:
    with acting("manager") as actor:
        state_addresses(actor=actor, machine=system.machine, networks=["198.51.100.7/32"])

    assert states(browser) == {system.machine.client_id: "waiting"}
    assert browser("admin").get(page_of(system)).context["form"].initial == {"networks": ["198.51.100.7/32"]}


def test_an_ended_system_cannot_be_allowed(system: System, browser: Any, acting: Any) -> None:
    with acting("manager") as actor:
        end_machine(actor=actor, machine=system.machine)
    admin = browser("admin")
    answer = admin.post(f"{page_of(system)}allow/", {"networks": ["203.0.113.10/32"]})

    assert (answer.status_code, bool(answer.context["refusal"])) == (409, True)
    assert f"{page_of(system)}allow/" not in admin.get(page_of(system)).content.decode()
    assert states(browser) == {system.machine.client_id: "ended"}
    admin.post(f"{page_of(system)}disallow/")
    assert states(browser) == {}


@pytest.mark.parametrize("name", ["caseworker", "lead", "auditor"])
def test_others_may_not(system: System, browser: Any, name: str) -> None:
    person = browser(name)

    assert [person.get(address).status_code for address in ("/systems/", page_of(system))] == [403, 403]
    assert person.post(f"{page_of(system)}disallow/").status_code == 403


def test_the_list_asks_no_more_for_more_systems(cast: Any, browser: Any, register: Any) -> None:
    admin = browser("admin")
    register("manager", cast.denki_office, allowed_by=("admin",))
    admin.get("/systems/")
    with CaptureQueriesContext(connection) as one:
        admin.get("/systems/")
    for _more in range(4):
        register("manager", cast.denki_office, allowed_by=("admin", "other_admin"))
    with CaptureQueriesContext(connection) as five:
        admin.get("/systems/")

    assert len(five) == len(one)
