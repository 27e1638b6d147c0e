"""The reading room at the portal: a member's own numbered copies, for the time they may be read, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consent.errors import LegallyRefused
from documents.answering import pdf
from documents.meeting_paper import meeting_paper_pdf
from japanese import display
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access_membership import duties
from support_meetings.access_papers import (
    access_own_copy,
    access_own_summons,
    latest_replies,
    own_copies,
    own_summonses,
    summons_of,
)
from support_meetings.actions.reading import Opened, device_of, open_copy, reply_to_summons
from support_meetings.errors import MeetingRefusal
from support_meetings.models import PaperCopy, Summons
from support_meetings.paper_content import copy_content, item_number_of
from support_meetings.states import is_seated

#: So many marks lie over a page of the portal, and over each page that is printed of it.
MARKS = range(60)


@dataclass(frozen=True)
class Readable:
    """A copy in the list: whether it opens now, and how long still or from when, in words."""

    copy: PaperCopy
    is_open: bool
    words: str


@dataclass(frozen=True)
class Sitting:
    """A session as its member sees it."""

    summons: Summons
    copies: list[Readable]
    is_coming: bool | None
    may_reply: bool
    is_over: bool
    may_join: bool


@permission(Permission.MEMBER_ROOM)
@require_GET
def room(request: HttpRequest) -> HttpResponse:
    """One's own sessions and copies. It names no household; a copy does, and its opening is written down."""
    actor = actor_of(request)
    context = {"duties": duties(actor), "sittings": _sittings(actor, timezone.now())}
    return render(request, "support_meetings/portal/room.html", context)


def _sittings(actor: Actor, now: datetime) -> list[Sitting]:
    summonses, copies = own_summonses(actor), list(own_copies(actor))
    replies = latest_replies(summonses)
    return [
        Sitting(
            summons=one,
            copies=[_readable(copy, now) for copy in copies if copy.session_id == one.session_id],
            is_coming=replies.get(one.pk),
            may_reply=one.cancelled_at is None and now < one.starts_at,
            is_over=now >= one.ends_at,
            may_join=now < one.ends_at and is_seated(one.appointment, timezone.localdate(one.starts_at)),
        )
        for one in summonses
    ]


def _readable(copy: PaperCopy, now: datetime) -> Readable:
    if copy.revoked_at is not None:
        return Readable(copy, False, _("taken back"))
    if now < copy.opens_at:
        return Readable(copy, False, _("can be read from %(moment)s") % {"moment": display.moment(copy.opens_at)})
    if now >= copy.closes_at:
        return Readable(copy, False, _("The time for reading is over."))
    return Readable(copy, True, time_left(copy.closes_at - now))


def time_left(left: timedelta) -> str:
    """あと2日, あと5時間, あと40分: rounded down, and never nought."""
    minutes = max(1, int(left.total_seconds()) // 60)
    if minutes >= 48 * 60:
        n = minutes // (24 * 60)
        return ngettext("can be read for %(n)s more day", "can be read for %(n)s more days", n) % {"n": n}
    if minutes >= 60:
        n = minutes // 60
        return ngettext("can be read for %(n)s more hour", "can be read for %(n)s more hours", n) % {"n": n}
    return ngettext("can be read for %(n)s more minute", "can be read for %(n)s more minutes", minutes) % {"n": minutes}


@permission(Permission.MEMBER_ROOM)
@require_POST
def summons_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Coming or not; can be changed until the session begins."""
    actor = actor_of(request)
    summons = access_own_summons(actor, pk)
    coming = {"yes": True, "no": False}.get(request.POST.get("coming", ""))
    if coming is None:
        messages.error(request, _("Please choose whether you are coming."))
        return redirect("room")
    try:
        reply_to_summons(actor=actor, summons=summons, is_coming=coming)
    except MeetingRefusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Thank you. The office has your reply."))
    return redirect("room")


@permission(Permission.MEMBER_ROOM)
@require_GET
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy, if it may be read at this moment; each opening is written down first."""
    actor = actor_of(request)
    found = access_own_copy(actor, pk)
    answer = _opened(request, actor, found)
    if isinstance(answer, HttpResponse):
        return answer
    context = {
        "copy": found,
        "lines": answer.lines,
        "summons": summons_of(found),
        "item_number": item_number_of(found),
        "left": time_left(found.closes_at - timezone.now()),
        "marks": MARKS,
        "mark": f"{found.number}　{found.name}",
    }
    return render(request, "support_meetings/portal/copy.html", context)


@permission(Permission.MEMBER_ROOM)
@require_GET
def copy_download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a PDF, where the chair allows it."""
    actor = actor_of(request)
    found = access_own_copy(actor, pk)
    answer = _opened(request, actor, found, is_download=True)
    if isinstance(answer, HttpResponse):
        return answer
    name = _("Paper %(number)s.pdf") % {"number": found.number}
    lines, told = answer.lines, _letter(found)
    return pdf(request, name, lambda: meeting_paper_pdf(copy_content(found, lines, **told)), download=True)


def _letter(found: PaperCopy) -> dict[str, Any]:
    """Meeting and time, which the portal knows from the letter to the session."""
    summons = summons_of(found)
    return {
        "meeting_name": summons.meeting_name if summons else "",
        "session_number": summons.session_number if summons else int(found.number.split("-")[0]),
        "starts_at": summons.starts_at if summons else None,
    }


def _opened(
    request: HttpRequest, actor: Actor, found: PaperCopy, *, is_download: bool = False
) -> Opened | HttpResponse:
    """The open copy, or a page with a sentence and nothing of the content."""
    try:
        return open_copy(
            actor=actor, copy=found, device=device_of(request.session.session_key), is_download=is_download
        )
    except LegallyRefused as refused:
        answer = {
            "sentence": refused.refusal.sentence,
            "instead": refused.refusal.instead,
            "code": refused.refusal.code,
        }
        return render(request, "422.html", {"refusal": answer}, status=422)
    except MeetingRefusal as refusal:
        context = {"sentence": refusal.sentence, "copy": found}
        return render(request, "support_meetings/portal/copy_closed.html", context, status=409)
