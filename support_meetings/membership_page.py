"""The page of one term: its course as steps, the one thing to do next, the papers that exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings import access_membership as access
from support_meetings.forms_body import (
    AppointForm,
    EndForm,
    PaperPledgeForm,
    RenewForm,
    ReplyForm,
    end_of_next_fiscal_year,
)
from support_meetings.letters import LETTERS, is_ready
from support_meetings.models import Appointment
from support_meetings.states import DECLINED, LEFT, TAKEN_BACK, acceptance_of, pledge_of, state_of

_PAPERS: dict[str, str | Promise] = {
    "request": _("Request to serve, with the acceptance to return"),
    "appointment": _("Letter of appointment"),
    "pledge": _("Pledge of secrecy"),
    "leaving": _("Leaving letter"),
}


@dataclass(frozen=True)
class Step:
    """One step of the course; `on` is blank until it is done."""

    label: str | Promise
    on: date | None
    note: str | Promise = ""


def appointment_page(
    request: HttpRequest,
    actor: Actor,
    found: Appointment,
    typed: Mapping[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`typed` are forms that came back, under the name of their verb."""
    today = timezone.localdate()
    line = access.lines_of([found], today)[0]
    may = actor.may(Permission.MEETING_MANAGE)
    context = {
        "appointment": found,
        "line": line,
        "steps": _steps(found, today),
        "papers": [(kind, _PAPERS[kind]) for kind in LETTERS if is_ready(found, kind)],
        "forms": {**(_forms(found, today) if may else {}), **(typed or {})},
        "may_withdraw": may and found.appointed_on is None and line.state not in (DECLINED, TAKEN_BACK),
        "copies": access.copies_out(found) if _is_ending(found, today) else [],
        "late_calls": access.sessions_after(found),
        "may_cases": actor.may(Permission.SESSION_CASES),
        "may_manage": may and found.meeting.ended_on is None,
        "others": list(
            Appointment.objects.filter(member=found.member).exclude(pk=found.pk).select_related("organization")
        ),
    }
    return render(request, "support_meetings/appointment.html", context, status=status)


def _is_ending(found: Appointment, today: date) -> bool:
    return found.ended_at is not None or found.ends_on < today


def _steps(found: Appointment, today: date) -> list[Step]:
    reply, pledge = acceptance_of(found), pledge_of(found)
    answered = timezone.localdate(reply.at) if reply else None
    steps = [
        Step(_("Asked to serve"), found.requested_on, found.request_number),
        Step(
            _("Declined") if reply and not reply.accepted else _("Accepted"),
            answered,
            reply.get_means_display() if reply else "",
        ),
        Step(_("Appointed"), found.appointed_on, found.number),
        Step(
            _("Pledge signed"),
            timezone.localdate(pledge.signed_at) if pledge else None,
            pledge.get_means_display() if pledge else "",
        ),
    ]
    over = found.ends_on if found.appointed_on and found.ends_on < today else None
    return [*steps, Step(_("End of the term"), over, found.get_end_reason_display())]


def _forms(found: Appointment, today: date) -> dict[str, forms.Form]:
    """What can be done now; nothing else is offered."""
    state = state_of(found, today)
    if state in (DECLINED, TAKEN_BACK) or found.meeting.ended_on is not None:
        return {}
    reply, offered = acceptance_of(found), {}
    if state != LEFT:
        offered.update(_first_verbs(found, today, reply is not None))
    if found.appointed_on is not None and found.ended_at is None and state != LEFT:
        offered["end"] = EndForm(initial={"on": max(today, found.starts_on)})
    if _may_renew(found, today):
        offered["renew"] = RenewForm(initial={"ends_on": end_of_next_fiscal_year(found.ends_on + timedelta(days=1))})
    return offered


def _first_verbs(found: Appointment, today: date, answered: bool) -> dict[str, forms.Form]:
    offered: dict[str, forms.Form] = {}
    if not answered and found.appointed_on is None:
        offered["reply"] = ReplyForm(initial={"on": today})
    if answered and found.appointed_on is None:
        first = {"appointed_on": today, "starts_on": found.starts_on, "ends_on": found.ends_on}
        offered["appoint"] = AppointForm(initial=first)
    if answered and pledge_of(found) is None:
        offered["pledge"] = PaperPledgeForm(initial={"signed_name": found.member.name, "on": today})
    return offered


def _may_renew(found: Appointment, today: date) -> bool:
    standing = found.appointed_on is not None and found.ended_at is None and found.only_session_id is None
    if not standing:
        return False
    return access.lines_of([found], today)[0].renewed is None
