"""How much is answered, how large and in which form: every refusal is a problem with a code."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisGone

from referrals.api.problems import KINDS, MEDIA_TYPE
from referrals.models import Referral
from tests.machines.conftest import JSON, REPORTS, TOKEN, System, report

pytestmark = pytest.mark.django_db


def problem(answer: Any) -> tuple[int, str]:
    """Status and code of a problem that is one."""
    said = answer.json()
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert {"type", "title", "status", "code"} <= set(said)
    assert (said["status"], said["type"]) == (answer.status_code, f"/api/v1/openapi.json#/x-problems/{said['code']}")
    assert said["code"] in KINDS
    return answer.status_code, said["code"]


def test_so_many_requests_of_a_system_in_a_minute(system: System, settings: Any) -> None:
    settings.MACHINE_LIMITS = {60: 2, 86_400: 100}
    answers = [system.state("x") for _turn in range(3)]

    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert problem(answers[2]) == (429, "too_many_requests")
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert system.send(report()).status_code == 429
    assert not Referral.objects.exists()


def test_and_in_a_day(system: System, settings: Any) -> None:
    settings.MACHINE_LIMITS = {60: 100, 86_400: 1}
    system.state("x")

    assert int(system.state("x").headers["Retry-After"]) <= 86_400


def test_one_system_s_requests_are_not_another_s(system: System, other_system: System, settings: Any) -> None:
    settings.MACHINE_LIMITS = {60: 1}
    system.state("x")

    assert system.state("x").status_code == 429
    assert other_system.state("x").status_code == 404


def test_who_guesses_secrets_is_slowed_down(system: System, settings: Any) -> None:
    settings.MACHINE_TOKEN_LIMITS = {60: 3}
    answers = [system.ask_token(secret=f"guess {n}") for n in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]  # the third after the fixture's own
    assert problem(answers[2]) == (429, "too_many_requests")
    assert system.ask_token().status_code == 429
    system.address = "198.51.100.7"
    assert system.ask_token().status_code == 403  # counted by address


def test_a_cache_that_does_not_answer_stops_no_report(
    system: System, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: Any, **_kwargs: Any) -> None:
        raise RedisGone

    settings.MACHINE_LIMITS = {60: 1}
    monkeypatch.setattr(cache, "add", gone)

    assert [system.send(report()).status_code for _turn in range(2)] == [201, 201]


def test_a_body_that_is_too_large(system: System, settings: Any) -> None:
    assert problem(system.send(b" " * (settings.MACHINE_BODY_BYTES + 1))) == (413, "body_too_large")
    assert problem(system.send(b"{" + b" " * (settings.MACHINE_BODY_BYTES - 2) + b"}")) == (400, "invalid_body")
    assert problem(system.http.post(TOKEN, {"x": "x" * settings.MACHINE_BODY_BYTES})) == (413, "body_too_large")


@pytest.mark.parametrize("length", ["-1", "x", "１", "1e3"])
def test_a_length_that_is_no_number(system: System, length: str) -> None:
    assert problem(system.send(report(), CONTENT_LENGTH=length)) == (400, "bad_request")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/csv", "", "json"],
)
def test_another_content_type(system: System, kind: str) -> None:
    answer = system.send(json.dumps(report()).encode(), content_type=kind)

    assert problem(answer) == (415, "unsupported_media_type")


def test_json_with_a_charset_is_json(system: System) -> None:
    assert system.send(report(), content_type="application/json; charset=utf-8").status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b" ", b"{", b"[", b"nul", b"'", b"\x00", b"\xff\xfe{}", b"{}{}", b'{"a": 1,}', b"{'a': 1}",
        b'{"household": {"name": "\\ud800"}}', b'{"household": {"name": "\xe3\x81"}}', b'{"a": "\n"}',
        "表".encode("cp932"), b"[" * 5000, b'{"a":' * 5000,
    ],
)  # fmt: skip
def test_what_is_no_json(system: System, body: bytes) -> None:
    assert problem(system.send(body)) == (400, "invalid_json")


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"null", b"1", b'"x"', b"true", b'{"supply": {"kind": "sun"}}', b'{"a": NaN}']
)
def test_json_that_is_no_report(system: System, body: bytes) -> None:
    answer = system.send(body)

    assert problem(answer) == (400, "invalid_body")
    assert answer.json()["fields"]


#: Where it stands, what is sent, where the fault is said to be and what it is.
FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"household": {"postal_code": "86500160"}}, "/household/postal_code", "pattern"),
    ({"household": {"address": ""}}, "/household/address", "too_short"),
    ({"household": {"address": "あ" * 301}}, "/household/address", "too_long"),
    ({"household": {"phone": "+81 90"}}, "/household/phone", "pattern"),
    ({"household": {"kana": "Tanaka"}}, "/household/kana", "pattern"),
    ({"household": {"birth_on": "昭和28年"}}, "/household/birth_on", "not_of_this_kind"),
    ({"household": {"birth_on": -1}}, "/household/birth_on", "not_of_this_kind"),
    ({"household": {"name": 1}}, "/household/name", "not_of_this_kind"),
    ({"household": {"name": None}}, "/household/name", "not_of_this_kind"),
    ({"household": {"nickname": "x"}}, "/household", "not_described"),
    ({"supply": {"arrears_months": "3"}}, "/supply/arrears_months", "not_of_this_kind"),
    ({"supply": {"arrears_months": True}}, "/supply/arrears_months", "not_of_this_kind"),
    ({"supply": {"arrears_months": 2.5}}, "/supply/arrears_months", "not_of_this_kind"),
    ({"supply": {"arrears_months": 0}}, "/supply/arrears_months", "out_of_range"),
    ({"supply": {"arrears_yen": 100_000_000}}, "/supply/arrears_yen", "out_of_range"),
    ({"supply": {"supply_point": "1" * 22}}, "/supply/supply_point", "pattern"),
    ({"supply": {"kind": "water", "supply_point": "1" * 22}}, "/supply", "not_described"),
    ({"supply": {"scheduled_stop_on": "2026-02-30"}}, "/supply/scheduled_stop_on", "not_of_this_kind"),
    ({"ground": {"kind": "agreement"}}, "/ground", "not_offered"),
    ({"ground": {"given_at": "2026-11-20T14:05:00"}}, "/ground/given_at", "not_of_this_kind"),
    ({"ground": {"given_at": "2026-11-20 14:05:00+09:00"}}, "/ground/given_at", "not_of_this_kind"),
    ({"ground": {"given_at": 1_700_000_000}}, "/ground/given_at", "not_of_this_kind"),
    ({"ground": {"means": "telepathy"}}, "/ground/means", "not_offered"),
    ({"ground": {"items": ["name", "income"]}}, "/ground/items/1", "not_offered"),
    ({"danger_to_life": "no"}, "/danger_to_life", "not_of_this_kind"),
]


@pytest.mark.parametrize(("parts", "pointer", "code"), FAULTS)
def test_a_fault_is_named_by_its_place_and_a_code(system: System, parts: Any, pointer: str, code: str) -> None:
    answer = system.send(report(**parts))

    assert problem(answer) == (400, "invalid_body")
    assert {"pointer": pointer, "code": code} in answer.json()["fields"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("parts", "pointer", "code"),
    [
        ({"household": {"name": " "}}, "/household/name", "missing"),
        ({"household": {"address": "　"}}, "/household/address", "missing"),
        ({"household": {"birth_on": "2999-01-01"}}, "/household/birth_on", "out_of_range"),
        ({"household": {"birth_on": "2099-01-01"}}, "/household/birth_on", "ahead"),
        ({"supply": {"arrears_since": "2099-01-01"}}, "/supply/arrears_since", "ahead"),
        ({"supply": {"scheduled_stop_on": "0001-01-01"}}, "/supply/scheduled_stop_on", "out_of_range"),
        ({"ground": {"given_at": "0001-01-01T00:00:00+09:00"}}, "/ground/given_at", "out_of_range"),
        ({"ground": {"given_at": "9999-12-31T23:59:59-09:00"}}, "/ground/given_at", "out_of_range"),
    ],
)
def test_what_can_be_read_but_cannot_be_so(system: System, parts: Any, pointer: str, code: str) -> None:
    answer = system.send(report(**parts))

    assert problem(answer) == (422, "not_plausible")
    assert answer.json()["fields"] == [{"pointer": pointer, "code": code}]


def test_whole_numbers_may_be_written_with_a_point(system: System) -> None:
    assert system.send(report(supply={"arrears_yen": 24800.0, "arrears_months": 3.0})).status_code == 201
    assert Referral.objects.get().arrears_yen == 24800


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options", "head"])
def test_another_method(system: System, method: str) -> None:
    answer = getattr(system.http, method)(REPORTS, HTTP_AUTHORIZATION=f"Bearer {system.token}")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_who_wants_something_else_than_json(system: System) -> None:
    assert problem(system.state("x", HTTP_ACCEPT="text/html")) == (406, "not_acceptable")
    assert system.state("x", HTTP_ACCEPT="text/html, */*;q=0.1").status_code == 404


def test_what_is_not_there(system: System) -> None:
    assert problem(system.http.get("/api/")) == (404, "not_found")
    assert problem(system.http.get("/api/v2/reports")) == (404, "not_found")
    assert problem(system.http.get("/api/v1/docs")) == (404, "not_found")


def test_what_fails_here_is_a_problem_without_a_trace(
    system: System, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("電気 太郎")

    monkeypatch.setattr("referrals.actions.reporting.notify_agency", fails)
    answer = system.send(report())

    assert problem(answer) == (500, "internal_error")
    assert "電気" not in answer.content.decode() + caplog.handler.format(caplog.records[-1]).partition("\n")[0]
    assert not Referral.objects.exists()


def test_the_answer_is_never_kept_on_the_way(system: System) -> None:
    for answer in (system.send(report()), system.state("x"), system.ask_token()):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers and not answer.cookies
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert system.send(report()).headers["Content-Type"].startswith(JSON)
