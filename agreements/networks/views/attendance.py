"""Who came: all members on one page, one save; and the same as a workbook."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agreements.models import ConferenceAttendance, NetworkMember
from agreements.networks import access
from agreements.networks.actions.conferences import Came, record_attendance
from agreements.networks.errors import CHANGED, NetworkRefusal
from agreements.networks.pages import get_or_post, seen_version
from agreements.networks.xlsx import attendance_xlsx, xlsx_answer
from audit.paging import page_of
from japanese.text import contains_control
from organizations.actors import actor_of
from organizations.permissions import Permission, permission

#: Three fields each stay below what one request may hold.
SIZE, LONGEST, MOST = 120, 200, 99


@dataclass
class Row:
    """A member's line: what is recorded, or what was typed; `wrong` says what is amiss."""

    member: NetworkMember
    came: bool
    people: str
    names: str
    wrong: str = ""
    recorded: ConferenceAttendance | None = None

    def said(self) -> Came:
        """For the action."""
        return Came(self.member.pk, int(self.people) if self.came else 0, self.names if self.came else "")


@permission(Permission.NETWORK_MANAGE)
@get_or_post
def conference_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came. The lines that are shown are saved all at once; what was typed stays where it cannot be."""
    actor = actor_of(request)
    found = access.access_conference(actor, pk)
    page = page_of(request, access.members_on(found.network, found.held_on), "organization__name", "pk", size=SIZE)
    recorded = access.attendance_of(found)
    rows = [_recorded(member, recorded.get(member.pk)) for member in page.rows]
    status, refusal, version = 200, "", found.version
    if request.method == "POST":
        rows = [_typed(member, request.POST, recorded.get(member.pk)) for member in page.rows]
        status = 400
        if not any(row.wrong for row in rows):
            try:
                came = record_attendance(
                    actor=actor,
                    conference=found,
                    came=[row.said() for row in rows],
                    version=seen_version(request),
                )
            except NetworkRefusal as no:
                status, refusal = 409, str(no.sentence)
                version = found.version if no.code == CHANGED else version
            else:
                messages.success(request, _("Attendance is recorded: %(n)d members came.") % {"n": came})
                return redirect(f"{request.path}{page.next_url}") if page.next_url else redirect("conference", pk=pk)
    context: dict[str, Any] = {
        "conference": found,
        "network": found.network,
        "rows": rows,
        "page": page,
        "version": version,
        "refusal": refusal,
        "wrong": sum(bool(row.wrong) for row in rows),
        "is_open": not found.closed_at and not found.cancelled_at and found.held_on <= timezone.localdate(),
    }
    return render(request, "agreements/networks/attendance.html", context, status=status)


def _recorded(member: NetworkMember, row: ConferenceAttendance | None) -> Row:
    if row is None or not row.came:
        return Row(member, False, "1", "", recorded=row)
    return Row(member, True, str(row.people), row.names, recorded=row)


def _typed(member: NetworkMember, said: QueryDict, row: ConferenceAttendance | None) -> Row:
    people = unicodedata.normalize("NFKC", said.get(f"people-{member.pk}", "1")).strip() or "1"
    typed = Row(member, f"came-{member.pk}" in said, people, said.get(f"names-{member.pk}", "").strip(), recorded=row)
    if not people.isdecimal() or len(people) > 2 or not 1 <= int(people) <= MOST:
        typed.wrong = _("Write a number from 1 to 99.")
    elif len(typed.names) > LONGEST or contains_control(typed.names):
        typed.wrong = _("Please write who came on one line of at most 200 characters.")
    elif typed.names and not typed.came:
        typed.wrong = _("Somebody is named here, but “came” is not ticked.")
    return typed


@permission(Permission.NETWORK_READ)
@require_GET
def conference_attendance_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """All members of that day."""
    found = access.access_conference(actor_of(request), pk)
    members = access.members_on(found.network, found.held_on)
    content = attendance_xlsx(found, members, access.attendance_of(found))
    return xlsx_answer(f"{found.title} {found.held_on.isoformat()}", content)
