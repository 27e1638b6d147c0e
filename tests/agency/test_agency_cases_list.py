"""The list of cases and its search."""

import pytest

from audit.models import AccessKind, AccessRecord
from cases.models import Case, CaseStatus, Household, Person
from cases.queries import SIZE
from japanese.dates import today
from referrals.models import StopBasis, Supply
from tests.agency.reported import NAME, assert_same_number, consented, open_case_of, queries_of, reported


@pytest.fixture
def case(acting, cast):
    """A case of 玉名 with one consented report."""
    return open_case_of(acting, cast)


def many(cast, count, *, first=1, municipality=None, agency=None):
    """Cases as an administrator would write them, each with a supply."""
    town = municipality or cast.tamana
    for n in range(first, first + count):
        household = Household.objects.create(municipality=town, address=f"熊本県玉名市岩崎{n}", address_key=str(n))
        person = Person(municipality=town, household=household, name=f"肥後 {n}子", kana="ヒゴ")
        person.clean_keys()
        person.save()
        case = Case.objects.create(
            municipality=town,
            agency=agency or cast.tamana_agency,
            number=f"2025-{n:04d}",
            household=household,
            person=person,
            opened_on=today(),
        )
        Supply.objects.create(municipality=town, case=case, utility=cast.suido, kind="water", reported_on=today())


def test_the_list_shows_open_cases_and_is_recorded(browser, case):
    page = browser("caseworker").get("/cases/")
    assert NAME in page.content.decode()
    row = AccessRecord.objects.get(purpose="case list")
    assert (row.kind, row.subject_ids) == (AccessKind.LIST, [str(case.pk)])


def test_strangers_see_nothing(browser, case):
    assert NAME not in browser("other_caseworker").get("/cases/").content.decode()
    assert browser("other_caseworker").post("/cases/", {"q": NAME}).context["result"].cases == []
    assert browser("auditor").get("/cases/").status_code == 403
    assert browser("admin").post("/cases/", {"q": NAME}).status_code == 403


def test_filters(browser, cast, case):
    client = browser("caseworker")
    assert NAME not in client.get("/cases/?who=mine").content.decode()
    Case.objects.update(assigned_to=cast.actor("caseworker").user_id)
    assert NAME in client.get("/cases/?who=mine").content.decode()
    assert NAME not in client.get("/cases/?state=closed").content.decode()
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=today())
    assert NAME in client.get("/cases/?state=closed").content.decode()
    assert NAME not in client.get("/cases/").content.decode()
    assert NAME in client.get("/cases/?state=all&after=x").content.decode()


def test_an_estimated_stop_date_says_so_in_the_list(browser, case):
    Supply.objects.update(scheduled_stop_on=today(), stop_basis=StopBasis.ESTIMATED)
    estimated = str(StopBasis.ESTIMATED.label)
    assert estimated in browser("caseworker").get("/cases/").content.decode()
    Supply.objects.update(stop_basis=StopBasis.NOTIFIED)
    assert estimated not in browser("caseworker").get("/cases/").content.decode()


def test_pages_by_key_reach_every_case_once(browser, cast):
    many(cast, SIZE + 3)
    client = browser("caseworker")
    first = client.get("/cases/")
    assert len(first.context["lines"]) == SIZE
    second = client.get("/cases/" + first.context["next_url"])
    assert [case.number for case, _hints in second.context["lines"]] == ["2025-0003", "2025-0002", "2025-0001"]
    assert second.context["next_url"] == ""


@pytest.mark.parametrize(
    "typed", [NAME, "玉名", "たまな", "ﾀﾏﾅ ﾀﾛｳ", "0968751111", "０９６８－７５", "2026-0001", "２０２６０００１"]
)
def test_one_field_finds_by_name_reading_telephone_and_number(browser, case, typed):
    page = browser("caseworker").post("/cases/", {"q": typed})
    assert [found.case for found in page.context["result"].cases] == [case]
    assert page.context["result"].cases[0].reasons
    row = AccessRecord.objects.get(purpose="case search")
    assert (row.kind, row.subject_ids) == (AccessKind.SEARCH, [str(case.pk)])


@pytest.mark.parametrize("typed", ["太郎", "096", "2026", "肥後", "%", "_"])
def test_what_only_stands_inside_or_says_too_little_finds_nothing(browser, case, typed):
    page = browser("caseworker").post("/cases/", {"q": typed})
    assert page.context["result"].cases == []
    assert page.status_code == 200


def test_a_receipt_number_leads_to_the_case_or_to_the_report(browser, acting, cast):
    referral = reported(acting, consented(cast))
    client = browser("caseworker")
    waiting = client.post("/cases/", {"q": referral.receipt_number})
    assert waiting.context["result"].cases == []
    assert f"/triage/{referral.receipt_number}/" in waiting.content.decode()
    client.post(f"/triage/{referral.receipt_number}/open/")
    found = client.post("/cases/", {"q": referral.receipt_number.replace("-", "")})
    assert [one.case.number for one in found.context["result"].cases] == ["2026-0001"]
    foreign = browser("other_caseworker").post("/cases/", {"q": referral.receipt_number})
    assert (foreign.context["result"].cases, foreign.context["result"].elsewhere) == ([], [])


def test_a_search_leaves_no_name_in_the_address(browser, case):
    page = browser("caseworker").post("/cases/", {"q": NAME})
    assert page.status_code == 200
    assert page.request["QUERY_STRING"] == ""
    assert '<form class="search" role="search" method="post"' in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(browser, cast):
    client = browser("caseworker")
    many(cast, 1)
    client.get("/cases/")
    few = queries_of(client, "/cases/")
    many(cast, 19, first=2)
    assert_same_number(few, queries_of(client, "/cases/"), at_most=7)
