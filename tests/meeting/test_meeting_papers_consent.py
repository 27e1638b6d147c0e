"""支援調整会議: its papers cross by the person's consent alone, and still to members in office only."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.gate import RefusalCode
from consent.models import Consent, Disclosure
from consent.vocabulary import CaseKind, ConsentMeans, CrossingKind, Item, MeetingKind, Purpose
from support_meetings.actions.papers import Issued, issue_paper
from support_meetings.models import Paper, Pledge
from tests.meeting.paper_cast import composed
from tests.meetings import Gathering, found, hold, put_on_agenda, seat, summon

pytestmark = pytest.mark.django_db


def _issue(acting: Any, paper: Paper) -> Issued:
    with acting("lead") as lead:
        return issue_paper(actor=lead, paper=paper)


def _codes(result: Issued) -> dict[str, RefusalCode]:
    return {summons.member.name: refusal.code for summons, refusal in result.refused}


def _coordination(cast: Any, world: Any) -> Gathering:
    gathering = found(cast, kind=MeetingKind.COORDINATION, name="玉名市支援調整会議")
    seat(gathering, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    seat(gathering, "suido", user=None, organization=cast.suido)
    seat(gathering, "denki", user=None, organization=cast.denki)
    hold(gathering)
    summon(gathering, "lead", "suido", "denki")
    put_on_agenda(gathering, world.own_case, case_kind=CaseKind.BETTER_SUPPORT, why_no_consent="")
    return gathering


def _consent(cast: Any, gathering: Gathering, *recipients: int) -> Consent:
    assert gathering.item is not None
    return Consent.objects.create(
        municipality=cast.tamana,
        subject=gathering.item.subject,
        organization=cast.tamana_agency,
        given_by="本人",
        given_at=timezone.now() - timedelta(hours=1),
        means=ConsentMeans.WRITTEN,
        taken_by="受付",
        items=[str(Item.STOP_DATE), str(Item.NAME)],
        recipients=list(recipients),
        purposes=[str(Purpose.MEETING)],
        expires_on=date(2099, 1, 1),
    )


def test_at_a_co_ordination_meeting_consent_alone_carries(cast: Any, world: Any, acting: Any) -> None:
    gathering = _coordination(cast, world)
    _consent(cast, gathering, cast.suido.pk, cast.tamana_agency.pk)
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert {copy.name for copy in result.copies} == {"suido", gathering.members["lead"].name}
    # The person agreed that this company hears what becomes of its report; that is no consent to a meeting.
    assert _codes(result) == {"denki": RefusalCode.CONSENT_FOR_ANOTHER_PURPOSE}
    assert set(Disclosure.objects.filter(kind=CrossingKind.MEETING_SHARE).values_list("route", flat=True)) == {"A"}


def test_without_consent_a_co_ordination_meeting_gets_nothing_and_the_draft_stays_a_draft(
    cast: Any, world: Any, acting: Any
) -> None:
    gathering = _coordination(cast, world)
    Consent.objects.all().update(withdrawn_at=timezone.now(), withdrawn_via="telephone")
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert not result.copies and len(result.refused) == 3
    assert Paper.objects.get().frozen_at is None


def test_a_member_without_pledge_gets_nothing_by_consent_either(cast: Any, world: Any, acting: Any) -> None:
    gathering = _coordination(cast, world)
    _consent(cast, gathering, cast.suido.pk, cast.tamana_agency.pk)
    Pledge.objects.filter(appointment=gathering.appointments["suido"]).delete()
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert _codes(result)["suido"] == RefusalCode.PLEDGE_NOT_SIGNED
