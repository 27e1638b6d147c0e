"""A system's report passes the same gate as everybody's: it arrives with its row in the ledger, or leaves nothing."""

import logging
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from consent.gate import RefusalCode
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from notifications.models import OutboxItem
from organizations.models import Office, RoleKind
from referrals.models import Channel, MachineReceipt, Referral, Triage
from tests.machines.conftest import PROTECTION, REQUEST, System, report
from tests.portal.test_portal_refusal import everything_stored

pytestmark = pytest.mark.django_db

CANARY = "鷺沼カナリア"
DIGITS = "0990123456"
MARKED = {
    "name": f"{CANARY} 太郎",
    "kana": "サギヌマカナリア",
    "birth_on": "1953-07-07",
    "phone": DIGITS,
    "postal_code": "865-0051",
    "address": f"玉名市岩崎 {CANARY}荘",
}
SUPPLY = {
    "customer_number": f"{CANARY}-1",
    "supply_point": f"09{DIGITS}{DIGITS}",
}
SEEN = {"signs": f"{CANARY}が鳴いていた", "note": f"{CANARY}の覚え"}
KEY = "canary-of-a-key"
TRACES = (KEY, CANARY, "サギヌマ", DIGITS, "1953-07-07", "1953年", "865-0051", "8650051")
ALL_ITEMS = [
    *("name", "kana", "birth_date", "phone", "address", "customer_number", "supply_point", "supply_kind"),
    *("arrears", "stop_date", "household", "health_signs", "visit_signs", "note"),
]


def test_with_consent(cast: Any, system: System) -> None:
    body = report(household=MARKED, supply=SUPPLY, observed=SEEN)
    body["ground"] |= {"items": ALL_ITEMS, "words": "伝えてください", "expires_on": "2099-03-31"}
    answer = system.send(body)

    assert answer.status_code == 201
    said, sent = answer.json(), Referral.objects.get()
    assert said["receipt_number"] == sent.receipt_number
    assert answer.headers["Location"] == f"/api/v1/reports/{sent.receipt_number}"
    assert said["agency"] == {"name": cast.tamana_agency.name, "phone": "0968-00-0001"}
    assert said["call_emergency_first"] is False
    assert (sent.name, sent.note, sent.scheduled_stop_on.isoformat()) == (MARKED["name"], SEEN["note"], "2026-12-10")
    assert (sent.channel, sent.utility, sent.office) == (Channel.MACHINE, cast.denki, cast.denki_office)
    assert sent.submitted_by == system.machine.role.user
    to_report, to_hear = Consent.objects.order_by("-pk")
    assert (to_report.words, to_report.recipients, to_hear.recipients) == (
        "伝えてください",
        [cast.tamana_agency.pk],
        [cast.denki.pk],
    )
    assert Triage.objects.get().referral == sent


def test_each_accepted_report_has_its_row_in_the_ledger(cast: Any, system: System) -> None:
    first, second = system.send(report()), system.send(report())
    rows = {row.pk: row for row in Disclosure.objects.all()}
    sent = Referral.objects.in_bulk(field_name="receipt_number")

    assert len(rows) == 2
    for answer in (first, second):
        row = rows[sent[answer.json()["receipt_number"]].disclosure_id]
        assert (row.route, row.sender, row.recipient) == (
            "A",
            cast.denki.organization_ptr,
            cast.tamana_agency.organization_ptr,
        )
        assert row.items == ["address", "arrears", "name", "stop_date", "supply_kind"]
        assert (row.user, row.role) == (system.machine.role.user, RoleKind.UTILITY_MACHINE)
        assert isinstance(row.subject, UUID)


def test_without_consent_to_protect_a_life(system: System) -> None:
    answer = system.send(report(danger_to_life=True, ground=PROTECTION, household={"name": " "}))

    assert (answer.status_code, answer.json()["call_emergency_first"]) == (201, True)
    sent = Referral.objects.get()
    assert (sent.name, sent.route, sent.danger_to_life) == ("（氏名不明）", "B", True)
    assert ProtectionGround.objects.get().judged_by == PROTECTION["judged_by"]
    assert Disclosure.objects.get().purpose == "safety_check"
    assert Triage.objects.get().is_urgent


@pytest.mark.parametrize(
    "kind", ["electricity_retail", "electricity_network", "city_gas", "lp_gas", "water", "housing", "other"]
)
def test_every_kind_of_supply(system: System, kind: str) -> None:
    point = {"city_gas": "1" * 17, "electricity_retail": "09" + "1" * 20}.get(kind)
    supply = {"kind": kind, "arrears_months": 2, **({"supply_point": point} if point else {})}
    body = report(supply=supply)
    body["ground"]["items"].append("supply_point")

    assert system.send(body).status_code == 201
    assert Referral.objects.get().supply_kind == kind


#: What is wrong, and what the gate says of it.
REFUSED: list[tuple[str, dict[str, Any], RefusalCode]] = [
    ("no open request", {"ground": REQUEST}, RefusalCode.REQUEST_NOT_FOUND),
    ("no number", {"ground": {**REQUEST, "request_number": ""}}, RefusalCode.REQUEST_NOT_FOUND),
    ("nobody took it", {"ground": {"taken_by": ""}}, RefusalCode.CONSENT_INCOMPLETE),
    ("nobody gave it", {"ground": {"given_by": "　"}}, RefusalCode.CONSENT_INCOMPLETE),
    ("outside the consent", {"ground": {"items": ["name", "supply_kind"]}}, RefusalCode.ITEMS_NOT_COVERED),
    ("no item", {"ground": {"items": []}}, RefusalCode.CONSENT_INCOMPLETE),
    ("expired", {"ground": {"expires_on": "2020-03-31"}}, RefusalCode.CONSENT_EXPIRED),
    ("ahead", {"ground": {"given_at": "2099-01-01T00:00:00+09:00"}}, RefusalCode.CONSENT_NOT_YET_GIVEN),
    ("why protect", {"ground": {**PROTECTION, "why_protect": "　。"}}, RefusalCode.PROTECTION_REASON_BLANK),
    ("why no consent", {"ground": {**PROTECTION, "why_no_consent": ""}}, RefusalCode.CONSENT_DIFFICULTY_BLANK),
]


@pytest.mark.parametrize(("parts", "code"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_what_the_law_refuses_leaves_a_count_and_nothing_else(
    cast: Any, system: System, caplog: pytest.LogCaptureFixture, parts: dict[str, Any], code: RefusalCode
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = system.send(report(household=MARKED, supply=SUPPLY, observed=SEEN, **parts), key=KEY)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["instead"] and answer.json()["article"] and answer.json()["detail"]
    assert_nothing_stayed(answer, caplog)
    count = RefusalCount.objects.get()
    assert (count.code, count.count, count.office, count.municipality) == (code, 1, cast.denki_office, cast.tamana)


def assert_nothing_stayed(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in the database, nor in the answer, the log, the broker's folder, the media."""
    kept = [everything_stored(), answer.content.decode(), str(answer.headers), caplog.text, *_files()]
    for trace in TRACES:
        assert not [place for place in kept if trace in place]
    for table in (Referral, Disclosure, Consent, ProtectionGround, MachineReceipt, Triage, OutboxItem):
        assert not table.objects.exists()


def _files() -> list[str]:
    folders = (settings.HOME / "broker", Path(settings.MEDIA_ROOT), settings.HOME / "mail")
    return [
        file.read_bytes().decode("utf-8", "replace") for one in folders for file in one.rglob("*") if file.is_file()
    ]


def test_the_search_for_traces_finds_them(system: System) -> None:
    body = report(household=MARKED, supply=SUPPLY, observed=SEEN)
    body["ground"]["items"] = ALL_ITEMS
    system.send(body)

    assert all(trace in everything_stored() for trace in (CANARY, "サギヌマ", DIGITS, "1953-07-07", "865-0051"))


def test_a_refusal_names_the_items_that_the_consent_does_not_reach(system: System) -> None:
    refused = system.send(report(ground={"items": ["name", "supply_kind"]})).json()

    assert refused["items"] == ["address", "arrears", "stop_date"]
    assert refused["call_emergency_first"] is False


def test_a_refusal_in_danger_to_life_still_says_whom_to_call(system: System) -> None:
    refused = system.send(report(danger_to_life=True, ground={**PROTECTION, "why_protect": ""}))

    assert (refused.status_code, refused.json()["call_emergency_first"]) == (422, True)


def test_a_refusal_quotes_the_article_of_the_sender_s_kind(cast: Any, register: Any, system: System) -> None:
    cast.denki.is_public_body = True
    cast.denki.save()
    public = system.send(report(ground={**PROTECTION, "why_protect": ""})).json()
    cast.denki.is_public_body = False
    cast.denki.save()
    private = system.send(report(ground={**PROTECTION, "why_protect": ""})).json()

    assert (private["provision"], public["provision"]) == ("appi_27_1_2", "appi_69_2_3")


def test_the_answer_speaks_the_language_that_is_asked_for(system: System) -> None:
    body = report(ground={"taken_by": ""})
    english, japanese = (system.send(body, HTTP_ACCEPT_LANGUAGE=one).json() for one in ("en", "ja"))
    other = system.send(body, HTTP_ACCEPT_LANGUAGE="fr").json()

    assert english["detail"] != japanese["detail"]
    assert other["detail"] == japanese["detail"]


def test_a_postal_code_that_nobody_serves(system: System, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = system.send(report(household={**MARKED, "postal_code": "100-0001"}))

    assert (answer.status_code, answer.json()["code"]) == (422, "no_agency")
    assert_nothing_stayed(answer, caplog)
    assert not RefusalCount.objects.exists()  # that is no refusal by law


def test_an_office_that_moved_to_another_company_reports_no_more(cast: Any, system: System) -> None:
    Office.objects.filter(pk=cast.denki_office.pk).update(utility=cast.suido)
    answer = system.send(report())

    assert (answer.status_code, answer.json()["code"]) == (409, "not_your_office")
    assert not Referral.objects.exists()
