"""Follow-up rules of the stop clock and of arrears."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.flags import Found, rule
from cases.models import Flag, FlagKind, Severity
from japanese.dates import wareki
from japanese.workdays import previous_working_day, working_days_between
from organizations.models import UtilityKind

STOPPED = "stopped"  # in place of a basis: no date was foretold, this one happened
AHEAD = timedelta(days=60)  # thirty working days, the largest threshold, with any holidays between


def _open_cases(condition: str) -> str:
    """The part that both rules share; municipality by municipality, or all."""
    return f"""
        FROM referrals_supply s
        JOIN cases_case c ON c.id = s.case_id AND c.status = 'open'
        JOIN cases_household h ON h.id = c.household_id
        JOIN organizations_municipality m ON m.organization_ptr_id = s.municipality_id
        {condition}
        AND s.settled_on IS NULL
        AND (%(municipality)s::bigint IS NULL OR s.municipality_id = %(municipality)s)
    """


def _stop_near_reason(flag: Flag) -> str:
    facts: dict[str, Any] = flag.facts
    words = {
        "kind": UtilityKind(facts["supply"]).label,
        "date": wareki(date.fromisoformat(facts["stop_on"])),
    }
    if facts["basis"] == STOPPED:
        return _("%(kind)s: was stopped on %(date)s, and nobody has reached the person yet") % words
    if facts["basis"] == "estimated":
        return _("%(kind)s: may be stopped on %(date)s (estimated), and nobody has reached the person yet") % words
    return _("%(kind)s: to be stopped on %(date)s, and nobody has reached the person yet") % words


@rule(FlagKind.STOP_NEAR, reason=_stop_near_reason)
def stop_near(today: date) -> Found:
    """A stop date within the municipality's working days, or passed, or a cut, without contact since the report.

    Past dates and cuts stay in: the day after the cut is the worst day to fall silent (rule 15), whether
    anybody had known its date or not. Due on the last working day before the stop.
    """
    days = [today + timedelta(days=n) for n in range(AHEAD.days + 1)]
    select = f"""
        SELECT s.municipality_id, s.case_id, coalesce(s.stopped_on, w.due_on, s.scheduled_stop_on),
               (CASE WHEN s.stopped_on IS NOT NULL OR s.scheduled_stop_on < %(today)s THEN {Severity.DANGER}
                     WHEN w.days_left <= 2 OR h.has_infant OR h.has_illness THEN {Severity.URGENT}
                     ELSE {Severity.SOON} END)::smallint,
               jsonb_build_object('stop_on', coalesce(s.stopped_on, s.scheduled_stop_on), 'supply', s.kind,
                                  'basis', CASE WHEN s.stopped_on IS NULL THEN s.stop_basis ELSE '{STOPPED}' END)
        {
        _open_cases('''
        LEFT JOIN unnest(%(stop_days)s::date[], %(days_left)s::int[], %(due_days)s::date[])
             AS w (stop_on, days_left, due_on) ON w.stop_on = s.scheduled_stop_on
        WHERE (s.stopped_on IS NOT NULL OR s.scheduled_stop_on < %(today)s OR w.days_left <= m.stop_warning_days)
        AND (c.last_contact_on IS NULL OR c.last_contact_on < s.reported_on)''')
    }
    """
    parameters = {
        "stop_days": days,
        "days_left": [working_days_between(today, day) for day in days],
        "due_days": [max(previous_working_day(day), today) for day in days],
    }
    return Found(select, parameters)


def _long_arrears_reason(flag: Flag) -> str:
    facts: dict[str, Any] = flag.facts
    words = {"kind": UtilityKind(facts["supply"]).label, "date": wareki(date.fromisoformat(facts["quiet_since"]))}
    if facts["months"]:
        words["months"] = facts["months"]
        return _("%(kind)s: %(months)s months in arrears, and no contact since %(date)s") % words
    return _("%(kind)s: long in arrears, and no contact since %(date)s") % words


@rule(FlagKind.LONG_ARREARS, reason=_long_arrears_reason)
def long_arrears(today: date) -> Found:
    """Arrears of the municipality's number of months or more, and nobody reached for its number of days."""
    quiet_since = "coalesce(c.last_contact_on, c.opened_on)"
    select = f"""
        SELECT s.municipality_id, s.case_id, {quiet_since} + m.no_contact_days,
               (CASE WHEN h.has_infant OR h.has_illness THEN {Severity.URGENT} ELSE {Severity.SOON} END)::smallint,
               jsonb_build_object('months', s.arrears_months, 'supply', s.kind, 'quiet_since', {quiet_since})
        {
        _open_cases(f'''
        WHERE (s.arrears_months >= m.long_arrears_months
               OR s.arrears_since <= %(today)s::date - make_interval(months => m.long_arrears_months))
        AND {quiet_since} + m.no_contact_days <= %(today)s''')
    }
    """
    return Found(select)
