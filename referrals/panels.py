"""What reports and supplies show on the page of today, in the case list and on the case page."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.composed import Panel, case_panel, today_panel
from cases.models import Case, CaseStatus
from cases.queries import Hint, Hit, finder, hint_source
from cases.waiting import MOST, Line, Rank, in_charge, waiting_source
from japanese.codes import normalise_digits
from japanese.dates import today
from japanese.display import day_in_japan, days_in_words, short_day
from japanese.workdays import add_working_days, working_days_between
from organizations.actors import Actor
from organizations.models import Municipality
from organizations.permissions import Permission
from referrals.access_triage import reports_in, running_clocks
from referrals.clock import bars, icon_of, stop_words
from referrals.models import StopBasis, Supply, Triage
from referrals.sealed import because, is_hidden
from referrals.supply_views import supply_views
from referrals.triage_words import summary

VERY_NEAR = 2  # working days; from here on a stop is drawn as danger
AHEAD = 10  # working days that the page of today looks ahead, or the municipality's own number if larger
COUNTED = 100


@waiting_source
def new_reports(actor: Actor) -> Iterable[Line]:
    """Reports that nobody has dealt with: danger to life first, a stop in sight among the stops, then the rest."""
    horizon, now = _horizon(actor), today()
    rows = Triage.objects.visible_to(actor).waiting().with_summary()[: MOST + 1]
    return [_report_line(triage, horizon, now) for triage in rows]


def _report_line(triage: Triage, horizon: date, now: date) -> Line:
    referral = triage.referral
    stop = referral.scheduled_stop_on
    waits = working_days_between(day_in_japan(triage.received_at), now)
    rank, order, tone, due = Rank.REPORT, -waits, "info", _received(waits)
    if triage.is_urgent:
        rank, tone, due = Rank.DANGER, "danger", _("at once")
    elif stop and stop <= horizon:
        rank, order, tone, due = Rank.STOP, working_days_between(now, stop), _tone(stop, now), days_in_words(stop)
    return Line(
        rank=rank,
        order=(order, int(triage.received_at.timestamp())),
        subject=("referrals.referral", referral.pk),
        href=reverse("triage", args=[referral.receipt_number]),
        name=referral.name,
        reason=summary(referral),
        tone=tone,
        icon="alert" if triage.is_urgent else "document",
        due=due,
        who=_("nobody has dealt with it yet"),
        tag=_("life in danger now") if triage.is_urgent else _("new report"),
        tag_tone="danger" if triage.is_urgent else "info",
    )


def _received(waits: int) -> str:
    if waits <= 0:
        return _("received today")
    return ngettext("waiting for {n} working day", "waiting for {n} working days", waits).format(n=waits)


def _tone(stop: date, now: date) -> str:
    return "danger" if working_days_between(now, stop) <= VERY_NEAR else "warning"


def _horizon(actor: Actor) -> date:
    own = Municipality.objects.filter(pk=actor.tenant).values_list("stop_warning_days", flat=True).first()
    return add_working_days(today(), max(own or 0, AHEAD))


@waiting_source
def stops(actor: Actor) -> Iterable[Line]:
    """Stop dates in sight or passed, and supplies that are stopped, of open cases."""
    near = Q(scheduled_stop_on__lte=_horizon(actor)) | Q(stopped_on__isnull=False)
    rows = running_clocks(actor).filter(near).order_by("scheduled_stop_on", "pk")[: MOST + 1]
    now = today()
    return [_stop_line(supply, day, now) for supply in rows if (day := supply.stopped_on or supply.scheduled_stop_on)]


def _stop_line(supply: Supply, day: date, now: date) -> Line:
    case = supply.case
    unreached = case.last_contact_on is None or case.last_contact_on < supply.reported_on
    has_passed = day < now and supply.stopped_on is None
    return Line(
        rank=Rank.STOP,
        order=(working_days_between(now, day), day.toordinal()),
        subject=("cases.case", case.pk),
        href=reverse("case", args=[case.number]),
        name=case.person.name,
        note=case.number,
        reason=_stop_reason(supply, day, now),
        tone="danger" if supply.stopped_on else _tone(day, now),
        icon=icon_of(supply.kind),
        due=days_in_words(day),
        who=_("lead caseworker") if has_passed else in_charge(case),
        tag=_("no contact yet") if unreached else "",
        tag_tone="warning",
    )


def _stop_reason(supply: Supply, day: date, now: date) -> str:
    words = {"kind": supply.get_kind_display(), "day": stop_words(day, "" if supply.stopped_on else supply.stop_basis)}
    if supply.stopped_on:
        return _("%(kind)s: without supply since %(day)s") % words
    if day < now:
        return _("%(kind)s: the stop date %(day)s has passed, and nobody noted what happened") % words
    if supply.stop_basis == StopBasis.ESTIMATED:
        return _("%(kind)s: may be stopped on %(day)s") % words
    return _("%(kind)s: to be stopped on %(day)s") % words


@today_panel
def reports_to_triage(actor: Actor) -> Panel:
    """How many reports wait, and since when; names stand in the queue only."""
    moments = Triage.objects.visible_to(actor).waiting().order_by("received_at").values_list("received_at", flat=True)
    waiting = list(moments[: COUNTED + 1])
    return Panel(
        order=20,
        template="referrals/agency/today_reports.html",
        column="side",
        anchor="new-reports",
        title=gettext_lazy("New reports"),
        context={
            "count": min(len(waiting), COUNTED),
            "more": len(waiting) > COUNTED,
            "oldest": waiting[0] if waiting else None,
        },
    )


@hint_source
def next_stop(case_ids: list[int]) -> Mapping[int, Hint]:
    """The nearest stop of each case, or that it is stopped."""
    found: dict[int, Hint] = {}
    rows = Supply.objects.filter(case_id__in=case_ids, settled_on__isnull=True).order_by("scheduled_stop_on", "pk")
    for supply in rows.exclude(scheduled_stop_on=None, stopped_on=None):
        if supply.stopped_on or supply.case_id not in found:
            found[supply.case_id] = _hint(supply)
    return found


def _hint(supply: Supply) -> Hint:
    kind = supply.get_kind_display()
    if supply.stopped_on:
        return Hint(
            _("%(kind)s: stopped since %(day)s") % {"kind": kind, "day": short_day(supply.stopped_on)}, "danger"
        )
    stop = supply.scheduled_stop_on or today()
    words = {"kind": kind, "day": stop_words(stop, supply.stop_basis), "left": days_in_words(stop)}
    return Hint(_("%(kind)s: stop %(day)s, %(left)s") % words, _tone(stop, today()))


@finder
def by_receipt(actor: Actor, text: str) -> Iterable[Hit]:
    """The report with this receipt number: its case, or its own page while it has none."""
    digits = normalise_digits(text)
    if not digits.isdecimal() or len(digits) < 13:
        return []
    receipt = f"{digits[:4]}-{digits[4:-5]}-{digits[-5:]}"
    triage = Triage.objects.visible_to(actor).with_summary().filter(referral__receipt_number=receipt).first()
    if triage is None:
        return []
    url = reverse("triage", args=[receipt])
    label = f"{triage.referral.name} {receipt}"
    return [Hit(gettext_lazy("receipt number"), ("referrals.referral", triage.referral_id), triage.case_id, label, url)]


@case_panel
def sealed_reports(case: Case, actor: Actor) -> Panel | None:
    """A warning above all else where a report of the case was sealed or taken back: what now, a person decides."""
    shaken = [(triage, because(triage)) for triage in reports_in(actor, case) if _is_shaken(triage)]
    if not shaken:
        return None
    return Panel(
        order=1,
        template="referrals/agency/panel_sealed.html",
        anchor="sealed-reports",
        title=gettext_lazy("A report of this case no longer stands"),
        context={"lines": shaken},
    )


def _is_shaken(triage: Triage) -> bool:
    return is_hidden(triage) or hasattr(triage.referral, "retraction")


@case_panel
def stop_clock(case: Case, actor: Actor) -> Panel:
    """The picture, and each supply with the forms to move its date or to end it."""
    views = supply_views(actor, case)
    return Panel(
        order=10,
        template="referrals/agency/panel_supplies.html",
        anchor="supplies",
        title=gettext_lazy("Stop clock and supplies"),
        context={
            "case": case,
            "bars": bars((view.supply for view in views), today()),
            "views": views,
            "may_write": actor.may(Permission.CASE_WRITE) and case.status == CaseStatus.OPEN,
        },
    )


@case_panel
def reports_received(case: Case, actor: Actor) -> Panel:
    """The reports that were taken into the case."""
    return Panel(
        order=70,
        template="referrals/agency/panel_reports.html",
        anchor="reports",
        title=gettext_lazy("Reports received"),
        context={"lines": [(triage, summary(triage.referral)) for triage in reports_in(actor, case)]},
    )
