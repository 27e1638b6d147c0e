"""Addresses of sessions at the agency's door."""

from django.urls import URLPattern, path

from support_meetings.views import calendar, sessions

AGENCY: list[URLPattern] = [
    path("meetings/calendar/", calendar.session_calendar, name="session_calendar"),
    path("meetings/sessions/<int:pk>/letter/<int:summons>/", calendar.session_letter, name="session_letter"),
    path("meetings/sessions/<int:pk>/letters.pdf", calendar.session_letters, name="session_letters"),
    path("meetings/sessions/<int:pk>/agenda/pdf/", calendar.session_agenda_pdf, name="session_agenda_pdf"),
    path("meetings/<int:pk>/sessions/new/", sessions.session_new, name="session_new"),
    path("meetings/sessions/<int:pk>/", sessions.session_board, name="session"),
    path("meetings/sessions/<int:pk>/edit/", sessions.session_edit, name="session_edit"),
    path("meetings/sessions/<int:pk>/summon/", sessions.session_summon, name="session_summon"),
    path("meetings/sessions/<int:pk>/summon/<int:summons>/remove/", sessions.session_unsummon, name="session_unsummon"),
    path("meetings/sessions/<int:pk>/call/", sessions.session_call, name="session_call"),
    path("meetings/sessions/<int:pk>/cancel/", sessions.session_cancel, name="session_cancel"),
]
PORTAL: list[URLPattern] = []
