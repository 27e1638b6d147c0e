"""A system is bound to one company, to the addresses that it states, and to what each municipality allows of them."""

from typing import Any

import pytest

from consent.models import RefusalCount
from referrals.actions.machines import allow_machine, end_allowance, state_addresses
from referrals.errors import ReferralRefusal
from referrals.models import Referral
from tests.machines.conftest import HERE, REPORTS, System, report

pytestmark = pytest.mark.django_db

ELSEWHERE = "198.51.100.7"
IN_KITAKYUSHU = {"postal_code": "803-0813", "address": "北九州市小倉北区城内1-1"}


def refused(answer: Any) -> bool:
    return (answer.status_code, answer.json()["code"]) == (403, "address_not_allowed")


def test_from_an_address_that_was_not_allowed_nothing_is_answered(system: System) -> None:
    system.address = ELSEWHERE

    assert refused(system.ask_token())
    assert refused(system.send(report()))
    assert refused(system.state("2026-0001-00001"))
    assert not Referral.objects.exists()


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"])
def test_what_a_client_writes_of_its_address_counts_for_nothing(system: System, header: str) -> None:
    system.address = ELSEWHERE
    claim = f"for={HERE}" if header == "HTTP_FORWARDED" else HERE

    assert refused(system.send(report(), **{header: claim}))
    system.address = HERE
    assert system.send(report(), **{header: ELSEWHERE}).status_code == 201


def test_behind_our_proxy_only_what_the_proxy_adds_counts(system: System, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    system.address = "10.0.0.2"

    assert system.send(report(), HTTP_X_FORWARDED_FOR=HERE).status_code == 201
    assert refused(system.send(report(), HTTP_X_FORWARDED_FOR=f"{HERE}, {ELSEWHERE}"))
    assert system.send(report()).json()["code"] in ("forbidden", "address_not_allowed")


def test_before_anybody_has_allowed_it_there_is_no_token(cast: Any, register: Any) -> None:
    waiting = register("manager", cast.denki_office)

    assert refused(waiting.ask_token())


def test_another_municipality_s_allowance_does_not_help(system: System) -> None:
    answer = system.send(report(household=IN_KITAKYUSHU))

    assert refused(answer)
    assert not Referral.objects.exists()
    assert not RefusalCount.objects.exists()


def test_each_municipality_for_itself(cast: Any, register: Any) -> None:
    both = register("manager", cast.denki_office, allowed_by=("admin", "other_admin")).sign_in()
    answers = [both.send(report()), both.send(report(household=IN_KITAKYUSHU))]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert {one.municipality.name for one in Referral.objects.all()} == {"玉名市", "北九州市"}


def test_what_has_ended_opens_nothing_from_the_next_request_on(system: System, acting: Any) -> None:
    receipt = system.send(report()).json()["receipt_number"]
    with acting("admin") as actor:
        end_allowance(actor=actor, machine=system.machine)

    assert refused(system.send(report()))
    assert refused(system.state(receipt))


def test_the_state_is_told_only_where_its_municipality_allows_it(cast: Any, register: Any, acting: Any) -> None:
    both = register("manager", cast.denki_office, allowed_by=("admin", "other_admin")).sign_in()
    receipt = both.send(report()).json()["receipt_number"]
    with acting("admin") as actor:
        end_allowance(actor=actor, machine=both.machine)

    assert refused(both.state(receipt))


def test_an_address_that_the_company_takes_out_is_shut(system: System, acting: Any) -> None:
    with acting("manager") as actor:
        state_addresses(actor=actor, machine=system.machine, networks=[f"{ELSEWHERE}/32"])

    assert refused(system.send(report()))
    system.address = ELSEWHERE
    assert refused(system.send(report()))  # stated, and not allowed yet


def test_a_range_and_an_address_of_it(cast: Any, register: Any, acting: Any) -> None:
    wide = register("manager", cast.denki_office, allowed_by=("admin",), networks=("203.0.113.0/28", "2001:db8::/64"))
    wide.sign_in()
    for address, status in {
        "203.0.113.15": 201,
        "::ffff:203.0.113.9": 201,
        "2001:db8::5": 201,
        "203.0.113.16": 403,
    }.items():
        wide.address = address
        assert wide.send(report()).status_code == status
    with acting("admin") as actor:
        allow_machine(actor=actor, machine=wide.machine, networks=["203.0.113.9/32"])
    for address, status in {"203.0.113.9": 201, "203.0.113.10": 403, "2001:db8::5": 403}.items():
        wide.address = address
        assert wide.send(report()).status_code == status


@pytest.mark.parametrize("networks", [[], [f"{ELSEWHERE}/32"], ["203.0.113.0/24"], ["2001:db8::/64"]])
def test_a_municipality_allows_only_what_the_company_states(system: System, acting: Any, networks: list[str]) -> None:
    with acting("admin") as actor, pytest.raises(ReferralRefusal, match="not_stated"):
        allow_machine(actor=actor, machine=system.machine, networks=networks)


def test_another_company_s_receipt_is_not_found(system: System, other_system: System) -> None:
    own = system.send(report()).json()["receipt_number"]
    foreign, missing = other_system.state(own), other_system.state("2026-9999-00001")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
    assert system.state(own).status_code == 200


def test_a_report_goes_out_in_the_name_of_its_own_office_only(system: System) -> None:
    answer = system.send(report() | {"office": 1, "utility": 2})

    assert (answer.status_code, answer.json()["fields"]) == (400, [{"pointer": "", "code": "not_described"}] * 2)
    assert system.http.get(f"{REPORTS}/x/y").status_code == 404
