"""What reports and supplies add to a case's timeline and history."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.composed import Entry, history_source, timeline_source
from cases.models import Case
from japanese.display import short_day
from referrals.clock import icon_of, stop_words
from referrals.models import Feedback, Supply, Triage
from referrals.triage_words import summary


@timeline_source
def reports(case: Case) -> Iterable[Entry]:
    """Each report as it came, and when it was taken into the case."""
    for triage in Triage.objects.filter(case=case).with_summary().select_related("decided_by"):
        referral = triage.referral
        url = reverse("triage", args=[referral.receipt_number])
        title = _("Report received from %(company)s") % {"company": referral.sender_name}
        tone = "danger" if referral.danger_to_life else "info"
        yield Entry(
            referral.submitted_at,
            "mail",
            title,
            summary(referral),
            referral.office.name if referral.office else "",
            tone,
            url,
        )
        if triage.decided_at and triage.decided_by:
            yield Entry(
                triage.decided_at,
                "check",
                _("Report %(receipt)s taken into the case") % {"receipt": referral.receipt_number},
                actor=triage.decided_by.name,
            )


@timeline_source
def feedback(case: Case) -> Iterable[Entry]:
    """What the companies were told; nothing stands here that they were not."""
    for row in Feedback.objects.filter(referral__triage__case=case).select_related("utility"):
        words = {"company": row.utility.name, "state": row.get_status_display()}
        yield Entry(row.at, "arrow-right", _("%(company)s was told: %(state)s") % words)


@timeline_source
def supply_changes(case: Case) -> Iterable[Entry]:
    """Each change of a stop date, a deferral, a stop or a settlement; the earlier date stays in words (rule 15)."""
    for _supply, rows in _versions(case):
        for before, after in pairwise(rows):
            yield from _change(before, after)


def _versions(case: Case) -> Iterable[tuple[int, list[Any]]]:
    """(supply, its versions from the first to the last); one query."""
    rows = supply_versions(case).select_related("history_user").order_by("id", "history_date", "history_id")
    return [(key, list(group)) for key, group in groupby(rows, key=lambda row: int(row.id))]


def _change(before: Any, after: Any) -> Iterable[Entry]:
    kind, by = after.get_kind_display(), after.history_user.name if after.history_user else ""
    for title, body, tone in _said(before, after, kind):
        yield Entry(after.history_date, icon_of(after.kind), title, body, by, tone)


def _said(before: Any, after: Any, kind: str) -> Iterable[tuple[str, str, str]]:
    if _stop(before) != _stop(after):
        words = {"kind": kind, "day": _stop(after) or _("not known")}
        yield _("%(kind)s: stop date %(day)s") % words, _("before: %(day)s") % {"day": _stop(before) or "―"}, "warning"
    if before.deferred_until != after.deferred_until:
        words = {"kind": kind, "day": _day(after.deferred_until)}
        yield _("%(kind)s: payment deferred until %(day)s") % words, "", "info"
    if after.stopped_on and before.stopped_on != after.stopped_on:
        yield _("%(kind)s: stopped on %(day)s") % {"kind": kind, "day": _day(after.stopped_on)}, "", "danger"
    if after.settled_on and before.settled_on != after.settled_on:
        yield _("%(kind)s: settled on %(day)s") % {"kind": kind, "day": _day(after.settled_on)}, "", "success"


def _stop(version: Any) -> str:
    return stop_words(version.scheduled_stop_on, version.stop_basis) if version.scheduled_stop_on else ""


def _day(day: date | None) -> str:
    return short_day(day) if day else "―"


def earlier_stop_dates(case: Case) -> dict[int, list[str]]:
    """supply → the stop dates that held before the present one, the latest first."""
    found: dict[int, list[str]] = {}
    for supply, rows in _versions(case):
        known = list(dict.fromkeys(filter(None, map(_stop, rows))))
        found[supply] = [day for day in reversed(known) if day != _stop(rows[-1])]
    return found


@history_source
def supply_versions(case: Case) -> Any:
    """Versions of the supplies that lie here now, from before they came as well."""
    return Supply.history.filter(id__in=Supply.objects.filter(case=case).values("pk"))


@history_source
def triage_versions(case: Case) -> Any:
    """Versions of the triage of the case's reports, since they were taken into a case."""
    here = Triage.objects.filter(case=case).values("pk")
    return Triage.history.filter(referral_id__in=here, case__isnull=False)
