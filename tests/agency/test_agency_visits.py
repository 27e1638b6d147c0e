"""Visits: planned, recorded, refused; and what they change on the case."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessRecord
from cases.composed import case_panels, timeline, today_panels
from cases.models import Case
from outreach.models import Outcome, Visit
from tests.agency.reported import NAME, open_case_of


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


@pytest.fixture
def case(cast: Any, acting: Any) -> Case:
    return open_case_of(acting, cast)


@pytest.fixture
def planned(cast: Any, case: Case) -> Visit:
    """Of the caseworker, an hour ago."""
    return Visit.objects.create(
        municipality=cast.tamana,
        case=case,
        visitor=cast.roles["caseworker"].user,
        planned_for=timezone.now() - timedelta(hours=1),
        companions="民生委員",
        caution="犬がいます",
    )


def plan_of(**changes: Any) -> dict[str, Any]:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "submission": str(uuid.uuid4()),
        "planned_on": tomorrow.isoformat(),
        "planned_time": "10:30",
        "companions": "民生委員",
        "caution": "犬がいます",
        **changes,
    }


def made_of(outcome: str = "met", **changes: Any) -> dict[str, Any]:
    now = timezone.localtime() - timedelta(minutes=5)
    return {
        "submission": str(uuid.uuid4()),
        "outcome": outcome,
        "visited_on": now.date().isoformat(),
        "visited_time": f"{now:%H:%M}",
        "condition": "元気そうだった",
        "next_step": "",
        "next_on": "",
        **changes,
    }


def test_a_planned_visit_stands_on_the_case_and_in_the_database(browser: Any, case: Case) -> None:
    response = browser("caseworker").post(url("visit_plan", case.number), plan_of())
    assert response.status_code == 302
    visit = Visit.objects.get()
    assert (visit.case_id, visit.companions, visit.caution) == (case.pk, "民生委員", "犬がいます")
    assert visit.planned_for is not None
    assert f"{timezone.localtime(visit.planned_for):%H:%M}" == "10:30"


def test_a_plan_for_yesterday_is_sent_back_with_what_was_typed(browser: Any, case: Case) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    response = browser("caseworker").post(url("visit_plan", case.number), plan_of(planned_on=yesterday))
    assert response.status_code == 200
    assert yesterday in response.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("name", "data"), [("visit_plan", plan_of), ("visit_record", made_of)])
def test_a_double_click_makes_one_visit(browser: Any, case: Case, name: str, data: Any) -> None:
    client, sent = browser("caseworker"), data()
    for _click in range(2):
        assert client.post(url(name, case.number), sent).status_code == 302
    assert Visit.objects.count() == 1


def test_a_visit_at_which_the_person_was_met_counts_as_contact(browser: Any, case: Case) -> None:
    sent = made_of("met", next_step="電力会社に連絡", next_on=(timezone.localdate() + timedelta(days=3)).isoformat())
    assert browser("caseworker").post(url("visit_record", case.number), sent).status_code == 302
    case.refresh_from_db()
    assert case.last_contact_on == timezone.localdate(timezone.now() - timedelta(minutes=5))
    assert (case.next_step, case.next_on) == ("電力会社に連絡", timezone.localdate() + timedelta(days=3))


@pytest.mark.parametrize("outcome", ["absent", "refused", "unknown"])
def test_any_other_outcome_is_no_contact(browser: Any, case: Case, outcome: str) -> None:
    assert browser("caseworker").post(url("visit_record", case.number), made_of(outcome)).status_code == 302
    case.refresh_from_db()
    assert case.last_contact_on is None
    assert Visit.objects.get().outcome == outcome


def test_a_visit_of_the_future_cannot_be_recorded(browser: Any, case: Case) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    response = browser("caseworker").post(url("visit_record", case.number), made_of(visited_on=tomorrow))
    assert response.status_code == 200
    assert not Visit.objects.exists()


def test_a_date_without_a_next_step_is_asked_about(browser: Any, case: Case) -> None:
    response = browser("caseworker").post(url("visit_record", case.number), made_of(next_on="2099-01-01"))
    assert response.status_code == 200
    assert "next_step" in response.context["form"].errors


def test_a_planned_visit_is_finished_once_and_the_second_keeps_what_was_typed(
    browser: Any, case: Case, planned: Visit
) -> None:
    client = browser("caseworker")
    assert client.post(url("visit", planned.pk), made_of("absent")).status_code == 302
    again = client.post(url("visit", planned.pk), made_of("met", condition="二度目の記録"))
    assert again.status_code == 409
    assert "二度目の記録" in again.content.decode()
    planned.refresh_from_db()
    assert planned.outcome == Outcome.ABSENT
    case.refresh_from_db()
    assert case.last_contact_on is None


def test_a_closed_case_takes_no_visit(browser: Any, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status="closed", closed_on=timezone.localdate())
    assert browser("caseworker").post(url("visit_plan", case.number), plan_of()).status_code == 409
    assert not Visit.objects.exists()


def test_the_page_shows_whom_to_visit_and_is_logged(browser: Any, planned: Visit) -> None:
    before = AccessRecord.objects.count()
    page = browser("caseworker").get(url("visit", planned.pk)).content.decode()
    assert NAME in page
    assert "犬がいます" in page
    assert 'href="tel:0968-75-1111"' in page
    assert page.count('type="radio"') == 4
    seen = AccessRecord.objects.latest("number")
    assert AccessRecord.objects.count() == before + 1
    assert (seen.subject, seen.subject_ids) == ("outreach.visit", [str(planned.pk)])


@pytest.mark.parametrize("name", ["visit_plan", "visit_record", "visit"])
def test_another_municipality_finds_nothing(browser: Any, case: Case, planned: Visit, name: str) -> None:
    of = planned.pk if name == "visit" else case.number
    client = browser("other_caseworker")
    assert client.get(url(name, of)).status_code == 404
    assert client.post(url(name, of), {**plan_of(), **made_of()}).status_code == 404
    assert not Visit.objects.exclude(outcome="").exists()


@pytest.mark.parametrize("who", ["admin", "auditor"])
@pytest.mark.parametrize("name", ["visit_plan", "visit_record", "visit"])
def test_other_roles_are_refused(browser: Any, case: Case, planned: Visit, name: str, who: str) -> None:
    of = planned.pk if name == "visit" else case.number
    assert browser(who).get(url(name, of)).status_code == 403


def test_what_was_being_typed_comes_back(browser: Any, acting: Any, case: Case) -> None:
    from organizations import drafts

    with acting("caseworker") as actor:
        drafts.save(actor.user_id, f"visit-record-{case.pk}", {"condition": ["書きかけ"], "outcome": ["absent"]})
    client = browser("caseworker")
    assert "書きかけ" in client.get(url("visit_record", case.number)).content.decode()
    assert client.post(url("visit_record", case.number), made_of()).status_code == 302
    assert "書きかけ" not in client.get(url("visit_record", case.number)).content.decode()


def test_the_case_shows_planned_and_past_visits(acting: Any, browser: Any, case: Case, planned: Visit) -> None:
    browser("caseworker").post(url("visit_record", case.number), made_of("met"))
    with acting("caseworker") as actor:
        panel = next(one for one in case_panels(case, actor) if one.anchor == "visits")
        events = timeline(case)
    assert [visit.pk for visit in panel.context["planned"]] == [planned.pk]
    assert [one.look.icon for one in panel.context["made"]] == ["check-circle"]
    assert any(event.body == "元気そうだった" and event.icon == "check-circle" for event in events)


def test_today_has_my_visits_and_nobody_elses(acting: Any, cast: Any, case: Case, planned: Visit) -> None:
    late = Visit.objects.create(
        municipality=cast.tamana,
        case=case,
        visitor=cast.roles["caseworker"].user,
        planned_for=timezone.now() - timedelta(days=2),
    )
    with acting("caseworker") as actor:
        mine = next(one for one in today_panels(actor) if one.anchor == "my-visits")
    with acting("lead") as actor:
        theirs = next(one for one in today_panels(actor) if one.anchor == "my-visits")
    seen = {visit.pk for visit in [*mine.context["visits"], *mine.context["unrecorded"]]}
    assert seen == {planned.pk, late.pk}
    assert late in mine.context["unrecorded"]
    assert not theirs.context["visits"]
    assert not theirs.context["unrecorded"]
    assert set(AccessRecord.objects.latest("number").subject_ids) == {str(planned.pk), str(late.pk)}
