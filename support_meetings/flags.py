"""Follow-up rules of meetings: decisions not done, cases that were to be looked at again, requests without an answer."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.flags import Found, rule
from cases.models import Flag, FlagKind, Severity
from japanese.dates import wareki

#: A decision stands as a flag from so many days before its day.
AHEAD = timedelta(days=3)
#: What has waited so long past its day is urgent.
LONG = timedelta(days=14)


def _of_open_cases(table: str, case: str, rest: str) -> str:
    """The part that the rules share; municipality by municipality, or all. `table` is called x."""
    return f"""
        FROM {table} x
        {case}
        AND c.status = 'open'
        {rest}
        AND (%(municipality)s::bigint IS NULL OR x.municipality_id = %(municipality)s)
    """


def _severity(column: str) -> str:
    return f"(CASE WHEN {column} < %(long_past)s THEN {Severity.URGENT} ELSE {Severity.SOON} END)::smallint"


def _day(text: str) -> str:
    return wareki(date.fromisoformat(text))


def _decision_reason(flag: Flag) -> str:
    facts: dict[str, Any] = flag.facts
    words = {"what": facts["what"], "date": _day(facts["due_on"])}
    if facts["who"]:
        return _("Decided by a meeting, to be done by %(date)s (%(who)s): %(what)s") % {**words, "who": facts["who"]}
    return _("Decided by a meeting, to be done by %(date)s: %(what)s") % words


@rule(FlagKind.MEETING_DECISION, reason=_decision_reason)
def decision_not_done(today: date) -> Found:
    """An open decision whose day has passed or is at most three days ahead; urgent once it has passed.

    A case that is merged or closed has none: what was decided of it has gone along, or is over.
    """
    select = f"""
        SELECT x.municipality_id, x.case_id, x.due_on,
               (CASE WHEN x.due_on < %(today)s THEN {Severity.URGENT} ELSE {Severity.SOON} END)::smallint,
               jsonb_build_object('what', x.what, 'due_on', x.due_on, 'who', coalesce(m.name, ''))
        {
        _of_open_cases(
            "support_meetings_decision",
            "JOIN cases_case c ON c.id = x.case_id",
            '''LEFT JOIN support_meetings_member m ON m.id = x.member_id
            WHERE x.done_on IS NULL AND x.dropped_reason = '' AND x.due_on <= %(near)s''',
        )
    }
    """
    return Found(select, {"near": today + AHEAD})


def _review_reason(flag: Flag) -> str:
    facts: dict[str, Any] = flag.facts
    words = {"date": _day(facts["review_on"]), "meeting": facts["meeting"], "number": facts["session"]}
    return _("%(meeting)s, session %(number)s, wanted to look at it again on %(date)s; it is on no agenda") % words


_NO_LATER = """
        JOIN support_meetings_session s ON s.id = x.session_id AND s.state <> 'cancelled'
        JOIN support_meetings_supportmeeting b ON b.id = s.meeting_id
        WHERE x.next_review_on <= %(today)s AND x.taken_off_at IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM support_meetings_agendaitem l JOIN support_meetings_session t ON t.id = l.session_id
            WHERE l.case_id = x.case_id AND l.taken_off_at IS NULL AND t.state <> 'cancelled'
            AND (t.starts_at, l.id) > (s.starts_at, x.id))
"""


@rule(FlagKind.MEETING_REVIEW, reason=_review_reason)
def review_is_due(today: date) -> Found:
    """The day of the next review has come, and the case is on no later agenda that was not cancelled."""
    select = f"""
        SELECT x.municipality_id, x.case_id, x.next_review_on, {_severity("x.next_review_on")},
               jsonb_build_object('review_on', x.next_review_on, 'meeting', b.name, 'session', s.number)
        {_of_open_cases("support_meetings_agendaitem", "JOIN cases_case c ON c.id = x.case_id", _NO_LATER)}
    """
    return Found(select, {"long_past": today - LONG})


def _request_reason(flag: Flag) -> str:
    facts: dict[str, Any] = flag.facts
    words = {"number": facts["number"], "to": facts["to"], "date": _day(facts["due_on"])}
    return _("%(to)s was asked to answer by %(date)s and has not (request %(number)s)") % words


@rule(FlagKind.REQUEST_UNANSWERED, reason=_request_reason)
def request_unanswered(today: date) -> Found:
    """A request for co-operation that is neither answered, closed nor withdrawn, and whose day has passed."""
    select = f"""
        SELECT x.municipality_id, i.case_id, x.due_on, {_severity("x.due_on")},
               jsonb_build_object('number', x.number, 'to', o.name, 'due_on', x.due_on)
        {
        _of_open_cases(
            "support_meetings_cooperationrequest",
            '''JOIN support_meetings_agendaitem i ON i.id = x.item_id
            JOIN organizations_organization o ON o.id = x.addressed_to_id
            JOIN cases_case c ON c.id = i.case_id''',
            '''WHERE x.answered_at IS NULL AND x.closed_at IS NULL AND x.withdrawn_at IS NULL
            AND x.due_on < %(today)s''',
        )
    }
    """
    return Found(select, {"long_past": today - LONG})
