"""A system fetches a token with its secret. Nothing else opens the interface, and the token opens nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client, Token
from django.utils import timezone

from referrals.actions.machines import READ, WRITE, end_machine, renew_secret
from referrals.models import Referral
from tests.conftest import DoorClient
from tests.machines.conftest import JSON, REPORTS, TOKEN, System, basic, report

pytestmark = pytest.mark.django_db
GRANT = {"grant_type": "client_credentials"}


def posted(system: System, secret: str) -> Any:
    shown = {"client_id": system.machine.client_id, "client_secret": secret}
    return system.http.post(TOKEN, {**GRANT, **shown})


def opens(system: System) -> int:
    return int(system.state("2026-0001-00001").status_code)


def test_by_http_basic(system: System) -> None:
    answer = system.ask_token()

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(JSON)
    assert "no-store" in answer.headers["Cache-Control"]
    said = answer.json()
    assert (said["token_type"], said["expires_in"]) == ("Bearer", 900)
    assert set(said["scope"].split()) == {READ, WRITE}
    assert "refresh_token" not in said


def test_by_a_form(system: System) -> None:
    system.token = posted(system, system.secret).json()["access_token"]

    assert opens(system) == 404


def test_neither_secret_nor_token_is_kept_in_clear(system: System) -> None:
    kept = str(list(Token.objects.values())) + str(list(Client.objects.values()))

    assert system.secret not in kept
    assert system.token not in kept


def test_a_wrong_secret_an_unknown_client_and_none_get_the_same_answer(system: System) -> None:
    unknown = {"HTTP_AUTHORIZATION": basic("f" * 32, system.secret)}
    nonsense = {"HTTP_AUTHORIZATION": basic("\x00", "\x00")}
    answers = [
        system.ask_token(secret="not this"),
        posted(system, "nor this"),
        system.http.post(TOKEN, GRANT, **unknown),
        system.http.post(TOKEN, GRANT, **nonsense),
        system.http.post(TOKEN, GRANT, HTTP_AUTHORIZATION="Basic %%%"),
        system.http.post(TOKEN, GRANT),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.json()["error"] for answer in answers} == {"invalid_client"}
    assert all("Basic" in answer.headers["WWW-Authenticate"] for answer in answers)
    assert Token.objects.count() == 1  # the one that `system` has


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token", "password", "x"])
def test_no_other_grant(system: System, grant: str) -> None:
    answer = system.ask_token(grant_type=grant)

    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_a_request_without_a_grant_or_with_secrets_in_its_address_is_refused(system: System) -> None:
    shown = f"client_id={system.machine.client_id}&client_secret={system.secret}"

    assert system.http.post(TOKEN, {}).json()["error"] == "invalid_request"
    assert system.http.post(f"{TOKEN}?{shown}", GRANT).status_code in (400, 401)
    assert system.http.get(f"{TOKEN}?{shown}&grant_type=client_credentials").status_code == 405


def test_a_scope_that_was_not_asked_for_opens_nothing(system: System) -> None:
    system.sign_in(scope=READ)
    refused = system.send(report())

    assert opens(system) == 404
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert WRITE in refused.headers["WWW-Authenticate"]
    assert system.sign_in(scope=WRITE).state("2026-0001-00001").status_code == 403
    assert not Referral.objects.exists()


def test_nobody_gets_a_scope_that_does_not_exist(system: System) -> None:
    answer = system.ask_token(scope="reports:write cases:read")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_a_token_ends_after_a_quarter_of_an_hour(system: System) -> None:
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused = system.send(report())

    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    system.sign_in()
    assert Token.objects.count() == 1  # what has run out is cleared away


def test_an_ended_system_neither_signs_in_nor_uses_its_token(system: System, acting: Any) -> None:
    with acting("manager") as actor:
        end_machine(actor=actor, machine=system.machine)

    assert system.ask_token().status_code == 401
    assert system.send(report()).status_code == 401
    assert not Token.objects.exists()


def test_the_client_alone_is_not_enough_if_our_own_row_says_that_it_ended(system: System) -> None:
    type(system.machine).objects.update(ended_at=timezone.now())

    assert system.ask_token().status_code == 403
    assert system.send(report()).status_code == 401


def test_a_role_that_has_ended_ends_the_system(system: System) -> None:
    role = system.machine.role
    role.starts_on, role.ends_on = timezone.localdate() - timedelta(days=2), timezone.localdate() - timedelta(days=1)
    role.save()

    assert system.send(report()).status_code == 401


def test_a_renewed_secret_ends_the_old_one_and_its_tokens(system: System, acting: Any) -> None:
    with acting("manager") as actor:
        made = renew_secret(actor=actor, machine=system.machine)

    assert system.ask_token().status_code == 401
    assert opens(system) == 401
    system.secret = made.secret
    assert opens(system.sign_in()) == 404


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", "Bearer x", "Basic x", "Token {}", "Bearer {} {}"])
def test_what_is_no_token_opens_nothing(system: System, shown: str) -> None:
    header = shown.replace("{}", system.token)
    answers = [system.send(report(), HTTP_AUTHORIZATION=header), system.state("x", HTTP_AUTHORIZATION=header)]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json()["code"] == "unauthorized"


def test_a_token_opens_no_page_at_either_door(system: System) -> None:
    shown = {"HTTP_AUTHORIZATION": f"Bearer {system.token}"}
    at_the_portal = [DoorClient("portal").get(page, **shown) for page in ("/start/", "/reports/", "/systems/")]
    at_the_agency = [DoorClient("agency").get(page, **shown) for page in ("/today/", "/triage/", "/systems/")]

    for answer in at_the_portal + at_the_agency:
        assert (answer.status_code, answer.headers["Location"].startswith("/account/")) == (302, True)


def test_the_other_door_has_no_interface(system: System) -> None:
    agency, shown = DoorClient("agency"), {"HTTP_AUTHORIZATION": f"Bearer {system.token}"}

    assert agency.post(TOKEN, GRANT).status_code == 404
    assert agency.post(REPORTS, report(), content_type=JSON, **shown).status_code == 404
    assert agency.get("/api/v1/openapi.json", **shown).status_code == 404


def test_a_person_who_is_signed_in_is_nobody_to_the_interface(browser: Any) -> None:
    staff = browser("staff")
    answers = [
        staff.post(REPORTS, report(), content_type=JSON, HTTP_IDEMPOTENCY_KEY="k"),
        staff.get(f"{REPORTS}/2026-0001-00001"),
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert not Referral.objects.exists()


def test_nobody_can_sign_in_with_a_browser_as_a_system(system: System) -> None:
    user = system.machine.role.user
    answer = DoorClient("portal").post("/account/login/", {"login": user.email, "password": system.secret})

    assert not user.is_active and not user.has_usable_password()
    assert answer.status_code == 200  # the form again
