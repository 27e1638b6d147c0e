"""The only doors by which the portal's pages get at reports, drafts, offices and desks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from consent.actions import consents_about
from consent.gate import Facts, decide
from japanese.dates import TOKYO
from japanese.workdays import is_working_day
from organizations import drafts
from organizations.actors import Actor
from organizations.models import ContactDesk, FormDraft, Office, SupportAgency, Utility
from referrals.crossings import feedback_crossing
from referrals.models import FeedbackStatus, GuidanceRecord, Referral
from referrals.standing import TONES, Standing, only, standing_of, with_standing

LONGEST_CLOSURE = 15  # days; the turn of the year with its weekends has ten
WHOLE_RECEIPT = 13  # digits; fewer are the running number at the end


@dataclass(frozen=True)
class OpenDesk:
    """A desk, whether somebody answers there at this moment, and the next day (or today) on which somebody does."""

    desk: ContactDesk
    is_open: bool
    reads_on: date | None


@dataclass(frozen=True)
class ReportLine:
    """One of our reports, as far as a utility may know it. `state` is None while it is only received (rule 13)."""

    referral: Referral
    state: FeedbackStatus | None
    standing: Standing

    @property
    def tone(self) -> str:
        """The design system's."""
        return TONES[self.standing]


@dataclass(frozen=True)
class Unfinished:
    """A report that somebody was writing."""

    number: UUID
    saved_at: datetime


def access_report(actor: Actor, receipt: str) -> Referral:
    """One of the utility's own reports by its receipt number; missing and foreign are the same 404."""
    rows = with_standing(Referral.objects.visible_to(actor).with_summary().select_related("retraction", "corrects"))
    referral = rows.filter(receipt_number=receipt).first()
    if referral is None:
        raise Http404
    return referral


def sent_as(actor: Actor, submission: UUID) -> Referral | None:
    """The report that this submission has become, if it was sent."""
    return Referral.objects.visible_to(actor).filter(submission=submission).first()


@dataclass(frozen=True)
class Narrowing:
    """What the list of our own reports is narrowed to; None or empty leaves it open."""

    office: int | None = None
    month: date | None = None
    standing: Standing | None = None
    channel: str = ""
    receipt: str = ""


def own_reports(actor: Actor, wanted: Narrowing | None = None) -> QuerySet[Referral]:
    """The utility's reports without anything about a household: receipt, time, way, office and standing only."""
    wanted = wanted or Narrowing()
    rows = with_standing(Referral.objects.visible_to(actor).select_related("office").prefetch_related("feedback"))
    if wanted.office is not None:
        rows = rows.filter(office_id=wanted.office)
    if wanted.month is not None:
        rows = rows.filter(submitted_at__gte=_midnight(wanted.month), submitted_at__lt=_midnight(_next(wanted.month)))
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.receipt:
        rows = rows.filter(_receipt_like(wanted.receipt))
    if wanted.standing is not None:
        rows = only(rows, wanted.standing)
    return rows.only("receipt_number", "submitted_at", "channel", "office__name")


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _receipt_like(digits: str) -> Q:
    """The whole number, with or without its dashes, or the running number at its end."""
    if len(digits) >= WHOLE_RECEIPT:
        splits = ((4, -5), (4, 8))  # who gave it has four digits or more, the running number five or more
        return Q(receipt_number__in=[f"{digits[:a]}-{digits[a:b]}-{digits[b:]}" for a, b in splits])
    return Q(receipt_number__endswith=f"-{digits.zfill(5)}")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=TOKYO)


def lines(referrals: Iterable[Referral]) -> list[ReportLine]:
    """Reports of `own_reports` with their permitted state and how they stand."""
    return [ReportLine(referral, state_of(referral), standing_of(referral)) for referral in referrals]


def state_of(referral: Referral) -> FeedbackStatus | None:
    """What the agency has told of this report; None where it told nothing."""
    told = {row.status for row in referral.feedback.all()}
    return next((status for status in (FeedbackStatus.CLOSED, FeedbackStatus.HANDLING) if status in told), None)


def hears_back(referral: Referral) -> bool:
    """Whether the gate would let the agency tell the utility the state of handling today."""
    if referral.utility is None:
        return False
    facts = Facts(consents=consents_about(referral.submission))
    return decide(feedback_crossing(referral, referral.utility, timezone.now()), facts).allowed


def report_draft(actor: Actor, number: UUID | str) -> str:
    """Each report that is being written has a draft of its own; one utility's is not seen while acting for another."""
    return f"report:{actor.organization_id}:{number}"


def unfinished_reports(actor: Actor) -> list[Unfinished]:
    """What the person was writing for this utility within the last day, the latest three."""
    since, prefix = timezone.now() - drafts.LIFETIME, report_draft(actor, "")
    rows = FormDraft.objects.filter(user_id=actor.user_id, form__startswith=prefix, saved_at__gte=since)
    return [Unfinished(UUID(row.form.removeprefix(prefix)), row.saved_at) for row in rows.order_by("-saved_at")[:3]]


def utility_of(actor: Actor) -> Utility:
    """The utility for which the actor reports."""
    utility = Utility.objects.filter(pk=actor.organization_id).first()
    if utility is None:
        raise Http404
    return utility


def offices_of(actor: Actor) -> list[Office]:
    """The utility's own offices by name."""
    return list(Office.objects.filter(utility_id=actor.organization_id).order_by("name"))


def agencies_for(actor: Actor) -> list[SupportAgency]:
    """The agencies of the municipalities that the utility's offices serve."""
    rows = SupportAgency.objects.filter(municipality__utility_offices__utility_id=actor.organization_id)
    return list(rows.select_related("municipality").order_by("municipality__code", "name").distinct())


def desks_for(actor: Actor) -> list[OpenDesk]:
    """The desks of those agencies, first desks before others, with their hours."""
    rows = ContactDesk.objects.filter(municipality__utility_offices__utility_id=actor.organization_id)
    ordered = rows.order_by("municipality__code", "agency_id", "-is_first", "name").distinct()
    return [_now(desk) for desk in ordered.select_related("agency", "municipality").prefetch_related("hours")]


def first_desk(agency: SupportAgency) -> OpenDesk | None:
    """Whom a utility calls first at this agency."""
    desk = ContactDesk.objects.filter(agency=agency, is_first=True).prefetch_related("hours").first()
    return _now(desk) if desk else None


def _now(desk: ContactDesk) -> OpenDesk:
    moment = timezone.localtime()
    return OpenDesk(desk, desk.is_open_at(moment), _next_day(desk, moment))


def _next_day(desk: ContactDesk, moment: datetime) -> date | None:
    """Today if the desk has not closed for today, else the next day with hours; None for a desk without any."""
    days = [moment.date() + timedelta(days=n) for n in range(LONGEST_CLOSURE)]
    ends = [
        (day, hours)
        for day in days
        if is_working_day(day)
        for hours in desk.hours.all()
        if hours.weekday == day.weekday()
    ]
    return next((day for day, hours in ends if day > moment.date() or moment.time() < hours.closes_at), None)


def access_guidance(actor: Actor, pk: int) -> GuidanceRecord:
    """One count of leaflets of the actor's utility; 404 otherwise."""
    rows = GuidanceRecord.objects.select_related("agency", "office").filter(utility_id=actor.organization_id)
    record = rows.filter(pk=pk).first()
    if record is None:
        raise Http404
    return record
