"""The words in which a story is told: the product's own actions through the gate, in the name of its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from cases.actions import add_note, assign
from cases.models import Case, NoteKind
from config.demo.organizations import World
from consent.actions import review_protection
from consent.models import ProtectionGround
from consent.vocabulary import ConsentMeans, FailedLimb, Item, Route
from japanese.workdays import add_working_days
from organizations.actors import Actor
from organizations.scope import log_in_as, scope
from outreach.actions import Made, record_visit
from outreach.models import Outcome
from referrals.actions import (
    accept_into_case,
    accept_into_new_case,
    enter_report,
    pass_on,
    submit_report,
)
from referrals.crossings import Sender
from referrals.models import Channel, Referral, StopBasis, Triage
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated, Report

SPACE = UUID("5b0d4f0e-6f0f-4c57-9d0e-5f1f0c1d2e3a")


@contextmanager
def acting(world: World, key: str) -> Iterator[Actor]:
    """Act as one of the demonstration's people, under their door's log-in and scope."""
    actor = Actor.of(world.roles[key])
    door = "agency" if actor.is_agency else "portal"
    with (
        log_in_as(door),
        scope(municipality=actor.municipality_id, organization=actor.organization_id, user=actor.user_id),
    ):
        yield actor


def moment(days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
    """An aware moment so many days ago, never in the future."""
    day = timezone.localdate() - timedelta(days=days_ago)
    wanted = datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
    return min(wanted, timezone.now() - timedelta(minutes=1))


def before_stop(working_days: int) -> date:
    """The day so many working days from today."""
    return add_working_days(timezone.localdate(), working_days)


PLAIN = HouseholdStated(
    name="", kana="", birth_on=None, phone="", postal_code="", address="", supply_kind="", customer_number="",
    supply_point="", arrears_since=None, arrears_months=None, arrears_yen=None, deferred_until=None, notice_on=None,
    scheduled_stop_on=None, stop_basis=StopBasis.UNKNOWN, has_infant=False, has_illness=False, signs="",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One report of the story: who tells, when, on which ground, about which household."""

    key: str
    by: str
    days_ago: int
    household: HouseholdStated
    feedback: bool = False
    protection: ProtectionStated | None = None
    danger: bool = False
    hour: int = 10


def tell(world: World, told: Told) -> str:
    """Send the report; returns its receipt number."""
    company = told.by.split(".")[0]
    at = moment(told.days_ago, told.hour)
    household = replace(told.household, supply_kind=world.utilities[company].utility_kind)
    report = Report(
        submission=uuid5(SPACE, told.key),
        office_id=world.offices[company].pk,
        route=Route.B if told.protection else Route.A,
        danger_to_life=told.danger,
        household=household,
        protection=told.protection,
    )
    if not told.protection:
        report = replace(report, consent=_consent(report, at, told.feedback))
    with acting(world, told.by) as actor:
        return submit_report(actor=actor, report=report, at=at).receipt_number


def _consent(report: Report, at: datetime, feedback: bool) -> ConsentGiven:
    return ConsentGiven(
        given_by="本人",
        given_at=at - timedelta(hours=1),
        means=ConsentMeans.ORAL,
        taken_by="担当 見本",
        words="市の相談窓口に伝えてよいですかとたずね、「お願いします」と答えた。",
        items=report.items() | {Item.NAME, Item.ADDRESS},
        expires_on=timezone.localdate(at) + timedelta(days=365),
        to_feedback=feedback,
    )


def heard(world: World, told: Told, sender: Sender, channel: Channel) -> str:
    """A caseworker enters what came to the agency for protection; returns its receipt number.

    `told.by` is the caseworker.
    """
    at = moment(told.days_ago, told.hour)
    report = Report(
        submission=uuid5(SPACE, told.key),
        office_id=sender.office.pk if sender.office else 0,
        route=Route.B,
        danger_to_life=told.danger,
        household=told.household,
        protection=told.protection,
    )
    with acting(world, told.by) as actor:
        return enter_report(actor=actor, report=report, sender=sender, channel=channel, at=at).receipt_number


def sent_where_it_belongs(world: World, town: str, receipt: str) -> None:
    """The agency passes a report on to the agency in charge, on the report's own two reasons."""
    with acting(world, f"{town}.soudan") as actor:
        pass_on(actor=actor, triage=triage_of(receipt), route=Route.B)


def triage_of(receipt: str) -> Triage:
    return Triage.objects.select_related("referral").get(referral__receipt_number=receipt)


def take_up(world: World, town: str, receipt: str, *, into: Case | None = None) -> Case:
    """The agency opens a case for the report, or adds it to one, and somebody takes charge."""
    with acting(world, f"{town}.soudan") as actor:
        triage = triage_of(receipt)
        if into is not None:
            return accept_into_case(actor=actor, triage=triage, case=into)
        case = accept_into_new_case(actor=actor, triage=triage)
        return assign(actor=actor, case=case, user_id=actor.user_id, version=0)


def note(world: World, town: str, case: Case, kind: NoteKind, days_ago: int, body: str) -> None:
    """A note of the story."""
    with acting(world, f"{town}.soudan") as actor:
        add_note(actor=actor, case=case, kind=kind, body=body, happened_at=moment(days_ago, 11))


def visited(world: World, town: str, case: Case, days_ago: int, outcome: Outcome, condition: str, **rest: str) -> None:
    """A visit of the story; `next_step` is to be done within five working days."""
    made = Made(
        outcome=outcome,
        visited_at=moment(days_ago, 14),
        condition=condition,
        next_step=rest.get("next_step", ""),
        next_on=before_stop(5) if rest.get("next_step") else None,
    )
    with acting(world, f"{town}.soudan") as actor:
        record_visit(actor=actor, case=case, made=made)


def reviewed(
    world: World,
    town: str,
    receipt: str,
    *,
    failed: FailedLimb | None = None,
    note: str = "二つの理由とも、もっともである。",
) -> None:
    """The lead caseworker's review: both reasons hold, or one failed."""
    with acting(world, f"{town}.shunin") as actor:
        ground = ProtectionGround.objects.get(subject=Referral.objects.get(receipt_number=receipt).submission)
        review_protection(actor=actor, ground=ground, upheld=failed is None, note=note, failed=failed)
