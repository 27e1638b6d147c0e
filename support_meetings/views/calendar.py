"""The calendar of sessions, and the two papers that name no household: the letter and the agenda."""

from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from documents.answering import issued, pdf
from documents.meeting_letter import meeting_letter_pdf, meeting_letters_pdf
from japanese.dates import fiscal_year, fiscal_year_label, wareki
from japanese.display import speaks_japanese
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from support_meetings.access import access_session
from support_meetings.access_sessions import (
    access_letter,
    letters_on_paper,
    sessions_of_year,
    years_of_sessions,
)
from support_meetings.issuing import paper_of_agenda, paper_of_call
from support_meetings.letter_content import agenda_of, letter_to
from support_meetings.models import Session, SessionState


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 1900 < int(asked) < 2200 else fiscal_year(timezone.localdate())


@permission(Permission.SESSION_PLAN)
@require_GET
def session_calendar(request: HttpRequest) -> HttpResponse:
    """All meetings of the municipality in one fiscal year, month by month. It names no household."""
    actor, year = actor_of(request), _year(request)
    found = sessions_of_year(actor, year)
    months = [(_in_words(month), list(rows)) for month, rows in groupby(found, key=_month)]
    years = [(one, _year_in_words(one)) for one in sorted({*years_of_sessions(actor), year}, reverse=True)]
    context = {"months": months, "years": years, "year": year, "label": _year_in_words(year), "now": timezone.now()}
    return render(request, "support_meetings/session_calendar.html", context)


def _month(session: Session) -> date:
    return timezone.localdate(session.starts_at).replace(day=1)


def _year_in_words(year: int) -> str:
    """令和8年度, in English Fiscal year 2026."""
    if speaks_japanese():
        return fiscal_year_label(date(year, 4, 1))
    return _("Fiscal year %(year)s") % {"year": year}


def _in_words(month: date) -> str:
    """令和9年1月, in English January 2027."""
    return wareki(month, weekday=False).removesuffix("1日") if speaks_japanese() else date_format(month, "F Y")


@permission(Permission.SESSION_PLAN)
@require_GET
def session_letter(request: HttpRequest, pk: int, summons: int) -> HttpResponse:
    """開催通知 to one member. No household."""
    letter = access_letter(access_session(actor_of(request), pk), summons)
    name = _("Letter, session %(n)s.pdf") % {"n": letter.session_number}
    if letter.sent_at is None:
        return pdf(request, name, lambda: meeting_letter_pdf(letter_to(letter)))
    return issued(request, name, paper_of_call(letter))


@permission(Permission.SESSION_PLAN)
@require_GET
def session_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of all who get theirs on paper, in one file. No household."""
    session = access_session(actor_of(request), pk)
    letters = letters_on_paper(session)
    if not letters:
        messages.info(request, _("Everybody who is called gets the letter by e-mail; nothing needs to be printed."))
        return redirect("session_call", pk=pk)
    name = _("Letters, session %(n)s.pdf") % {"n": session.number}
    title = f"{session.meeting.name} 第{session.number}回 開催のお知らせ"
    return pdf(request, name, lambda: meeting_letters_pdf([letter_to(one) for one in letters], title))


@permission(Permission.SESSION_PLAN)
@require_GET
def session_agenda_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """次第: numbers and kinds of the items, no name."""
    session = access_session(actor_of(request), pk)
    name = _("Agenda, session %(n)s.pdf") % {"n": session.number}
    if session.state == SessionState.PLANNED:
        return pdf(request, name, lambda: meeting_letter_pdf(agenda_of(session)))
    return issued(request, name, paper_of_agenda(session))
