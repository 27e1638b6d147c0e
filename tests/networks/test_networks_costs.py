"""Programmes, costs with vouchers, and the workbook of the return."""

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from agreements.models import Cost, SubsidyProgramme, SubsidyRate
from audit.paging import SIZE
from tests.networks.stage import found, hold, ja, pay, programme, text


def address(name: str, *args: object) -> str:
    return reverse(name, "config.urls_agency", args)


@pytest.fixture
def of(acting):
    with acting("lead") as actor:
        return programme(actor)


def said(of: SubsidyProgramme, **more: object) -> dict[str, object]:
    paid = {"programme": of.pk, "paid_on": "R8.5.20", "kind": "printing", "yen": "10,001", "words": "チラシの印刷"}
    return {**paid, "voucher": "第12号", "network": "", "conference": "", **more}


def test_a_programme_and_its_first_cost(browser):
    lead = browser("lead")
    terms = {
        "name": "共助の基盤づくり事業",
        "fiscal_year": "2026",
        "rate": "3/4",
        "ceiling_yen": "２，０００，０００円",
    }
    assert lead.post("/costs/programmes/new/", terms)["Location"] == "/costs/?year=2026"
    assert lead.post("/costs/programmes/new/", terms).status_code == 409
    made = SubsidyProgramme.objects.get()
    assert made.ceiling_yen == 2_000_000
    assert lead.post("/costs/new/", said(made, yen="１０，００１円")).status_code == 302
    page = text(browser("auditor").get("/costs/", {"year": "2026"}))
    for amount in ("10,001", "7,500", "2,000,000", "<strong>7,000</strong>", ">500<", "3,001"):
        assert amount in page, amount
    assert "第12号" in page
    assert "第12号" not in text(browser("auditor").get("/costs/", {"year": "2025"}))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"yen": "0"}, 400),
        ({"yen": "-5"}, 400),
        ({"yen": "一万"}, 400),
        ({"words": ""}, 400),
        ({"programme": "9999"}, 400),
        ({"network": "9999"}, 400),
        ({"paid_on": "R8.3.31"}, 409),
        ({"paid_on": "R9.6.1"}, 409),
        ({"paid_on": "R9.5.31"}, 409),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(browser, of, wrong, code):
    """The last one lies in the programme's accounts but is still to come."""
    answer = browser("lead").post("/costs/new/", said(of, **wrong))
    assert answer.status_code == code
    assert "第12号" in text(answer)
    assert not Cost.objects.exists()


def test_a_cost_of_last_year_is_paid_until_its_accounts_close(browser, acting):
    with acting("lead") as actor:
        last = programme(actor, year=2025)
    lead = browser("lead")
    assert lead.post("/costs/new/", said(last, paid_on="R8.6.1")).status_code == 409
    assert lead.post("/costs/new/", said(last, paid_on="R8.5.31"))["Location"] == "/costs/?year=2025"


def test_a_conference_brings_its_network_along(browser, acting, of):
    with acting("lead") as actor:
        network = found(actor)
        held = hold(actor, network)
        other = found(actor, "別のネットワーク")
    lead = browser("lead")
    assert lead.post("/costs/new/", said(of, conference=held.pk)).status_code == 302
    assert Cost.objects.get().network == network
    assert lead.post("/costs/new/", said(of, conference=held.pk, network=other.pk)).status_code == 409


def test_struck_out_it_stays_legible_and_counts_no_more(browser, acting, of):
    with acting("lead") as actor:
        gone, stays = pay(actor, of, 50_000, words="まちがい"), pay(actor, of, 10_001)
    lead = browser("lead")
    for _click in (1, 2):
        assert lead.post(address("cost_strike", gone.pk))["Location"] == "/costs/?year=2026"
    answer = lead.get("/costs/", {"year": "2026"})
    assert "<del>まちがい</del>" in text(answer)
    assert [share.spent for _one, share in answer.context["shares"]] == [stays.yen]


def test_a_year_with_costs_stays(browser, acting, of):
    with acting("lead") as actor:
        pay(actor, of, 10_001)
    lead, here = browser("lead"), address("programme_edit", of.pk)
    terms = {"name": of.name, "fiscal_year": "2027", "rate": "1/2", "ceiling_yen": ""}
    assert lead.post(here, terms).status_code == 409
    assert lead.post(here, {**terms, "fiscal_year": "2026"}).status_code == 302
    of.refresh_from_db()
    assert of.rate == SubsidyRate.HALF


def test_the_database_itself_knows_no_cost_of_nothing(acting, of):
    with acting("lead") as actor:
        cost = pay(actor, of, 1)
    with pytest.raises(IntegrityError, match="cost_is_something"), transaction.atomic():
        Cost.objects.filter(pk=cost.pk).update(yen=0)


def test_the_return_reads_back_number_for_number(browser, acting):
    with acting("lead") as actor:
        first = programme(actor, "=基盤[づくり]", rate=SubsidyRate.THREE_QUARTERS, ceiling_yen=1_000_500)
        second = programme(actor, "見守り", rate=SubsidyRate.HALF)
        network = found(actor)
        held = hold(actor, network)
        pay(actor, first, 2_000_000, words="@印刷", voucher="=1+1", network_id=network.pk, conference_id=held.pk)
        pay(actor, second, 3_333)
        struck = pay(actor, second, 99_999)
        programme(actor, "昨年", year=2025)
    browser("lead").post(address("cost_strike", struck.pk))
    book = CalamineWorkbook.from_filelike(BytesIO(browser("auditor").get("/costs/2026.xlsx").content))
    assert book.sheet_names == [ja("Summary"), "1 =基盤づくり", "2 見守り"]
    summary = [row for row in book.get_sheet_by_index(0).to_python() if row[0]][2:]
    assert summary[0] == ["=基盤[づくり]", "3/4", 2e6, 1.5e6, 1_000_500.0, 1_000_500.0, 500.0, 1e6, 1e6]
    assert summary[1] == ["見守り", "1/2", 3333.0, 1666.0, "", 1666.0, 666.0, 1000.0, 2333.0]
    assert summary[2][2:] == [2_003_333.0, 1_501_666.0, "", 1_002_166.0, 1_166.0, 1_001_000.0, 1_002_333.0]
    sheet = book.get_sheet_by_index(1).to_python()
    cost = next(row for row in sheet if row[0] == 1.0)
    assert cost[1] == date(2026, 4, 20)
    assert cost[3:7] == ["@印刷", "=1+1", 2_000_000.0, network.name]
    assert not any(99_999.0 in row for row in book.get_sheet_by_index(2).to_python())


def test_the_list_is_paged_by_key(browser, acting, of):
    caseworker, here = browser("caseworker"), "/costs/?year=2026"
    with acting("lead") as actor:
        pay(actor, of, 1, words="第000の費用")
    caseworker.get(here)
    with CaptureQueriesContext(connection) as one:
        caseworker.get(here)
    with acting("lead") as actor:
        for n in range(1, SIZE + 3):
            pay(actor, of, 1, words=f"第{n:03}の費用", paid_on=date(2026, 4, 1 + n % 28))
    with CaptureQueriesContext(connection) as many:
        first = caseworker.get(here)
    assert len(many) == len(one)
    second = text(caseworker.get("/costs/" + first.context["page"].next_url))
    assert all((f"第{n:03}の費用" in text(first)) != (f"第{n:03}の費用" in second) for n in range(SIZE + 3))
