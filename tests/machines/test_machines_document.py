"""The description of the interface: valid OpenAPI 3.1, open to everybody, complete, and about nothing else."""

import json
import re
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.conf import settings
from django.urls import get_resolver

from consent.gate import RefusalCode
from referrals.api.document import document
from referrals.api.problems import KINDS
from referrals.api.reading import FAULTS
from referrals.api.schemas import example
from tests.conftest import DoorClient
from tests.machines.conftest import System, report
from tests.matrix.test_role_matrix import patterns

pytestmark = pytest.mark.django_db


@pytest.fixture
def described() -> Any:
    answer = DoorClient("portal").get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return answer.json()


def test_it_is_openapi_3_1(described: Any) -> None:
    assert described["openapi"].startswith("3.1")
    assert described["info"]["version"]
    schemathesis.openapi.from_dict(described).validate()


def test_each_part_that_is_referred_to_is_there(described: Any) -> None:
    parts = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}

    assert set(_references(described)) <= parts


def _references(part: Any) -> Any:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from _references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _references(inner)


def test_it_lists_what_is_served_and_nothing_else(described: Any) -> None:
    served = {
        one.pattern.describe().split("'")[1]
        for one in patterns(get_resolver("config.urls_portal"))
        if str(one.name).startswith("api_")
    }
    listed = {path.removeprefix("/").replace("{receipt}", "<receipt>") for path in described["paths"]}

    assert listed == served - {"api/v1/openapi.json", "api/v1/token"}
    assert described["components"]["securitySchemes"]["client"]["flows"]["clientCredentials"]["tokenUrl"] == (
        f"{settings.PORTAL_URL}/api/v1/token"
    )
    assert {path: set(methods) for path, methods in described["paths"].items()} == {
        "/api/v1/reports": {"post"},
        "/api/v1/reports/{receipt}": {"get"},
    }


def test_every_code_is_explained_under_its_status(described: Any) -> None:
    assert set(described["x-problems"]) == set(KINDS) >= {code.value for code in RefusalCode}
    for operation in (one for methods in described["paths"].values() for one in methods.values()):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                codes = {code for code, kind in described["x-problems"].items() if kind["status"] == int(status)}
                assert codes and all(f"`{code}`" in answer["description"] for code in codes)


def test_its_example_is_a_report_that_it_describes(described: Any) -> None:
    operation = described["paths"]["/api/v1/reports"]["post"]["requestBody"]["content"]["application/json"]
    schema = {"$ref": "#/components/schemas/ReportIn", "components": described["components"]}

    assert operation["example"] == example()
    jsonschema_rs.Draft202012Validator(schema).validate(example())
    assert not jsonschema_rs.Draft202012Validator(schema).is_valid(example() | {"more": 1})


def test_every_sentence_stands_in_both_languages(described: Any) -> None:
    for sentence in _sentences(described):
        english, _slash, japanese = sentence.partition(" / ")
        assert english.isascii() or "“" in english or "’" in english, sentence
        assert japanese, sentence
        assert any("ぁ" <= sign <= "鿿" for sign in japanese), sentence


def _sentences(part: Any, name: str = "") -> Any:
    if isinstance(part, dict):
        for key, inner in part.items():
            yield from _sentences(inner, key)
    elif isinstance(part, list):
        for inner in part:
            yield from _sentences(inner)
    elif name in ("description", "summary"):
        yield part


def test_it_says_nothing_of_anybody_and_is_the_same_for_all(system: System, browser: Any) -> None:
    open_to_all = DoorClient("portal").get("/api/v1/openapi.json").content
    signed_in = browser("manager").get("/api/v1/openapi.json", HTTP_ACCEPT_LANGUAGE="en").content

    assert open_to_all == signed_in == json.dumps(document(), ensure_ascii=False).encode()
    assert system.machine.client_id.encode() not in open_to_all


def test_the_paper_for_developers_says_what_is_so(described: Any, system: System) -> None:
    paper = (settings.BASE_DIR / "docs" / "machine-interface.md").read_text()
    body = json.loads(paper.partition("<<'JSON'\n")[2].partition("\nJSON")[0])
    table = paper.partition("## Errors")[2]
    named = {
        code for row in re.findall(r"^\| (?:4|5)\d\d.*?\|", table, re.MULTILINE) for code in re.findall("`(\\w+)`", row)
    }

    body["ground"]["given_at"] = report()["ground"]["given_at"]
    assert system.send(body).status_code == 201
    assert named and named <= set(described["x-problems"])
    assert set(re.findall("`(\\w+)`", table.partition("`fields` names")[2].partition("|")[0])) >= set(FAULTS.values())
    assert f"{settings.MACHINE_LIMITS[60]} requests a minute and {settings.MACHINE_LIMITS[86_400]:,} a day" in paper
