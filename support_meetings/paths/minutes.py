"""Addresses of this part of the meeting at both doors."""

from django.urls import URLPattern, path

from support_meetings.views import decisions, minutes

AGENCY: list[URLPattern] = [
    path("meetings/sessions/<int:pk>/attendance/", minutes.attendance, name="attendance"),
    path("meetings/sessions/<int:pk>/minutes/", minutes.session_minutes, name="minutes"),
    path("meetings/sessions/<int:pk>/minutes/pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path("meetings/sessions/<int:pk>/close/", minutes.session_close, name="session_close"),
    path("meetings/items/<int:pk>/minutes/", minutes.minutes_item, name="minutes_item"),
    path("meetings/items/<int:pk>/extract/", decisions.extract, name="extract"),
    path("meetings/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("meetings/decisions/<int:pk>/done/", decisions.decision_done, name="decision_done"),
    path("meetings/decisions/<int:pk>/drop/", decisions.decision_drop, name="decision_drop"),
]
PORTAL: list[URLPattern] = []
