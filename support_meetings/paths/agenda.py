"""Addresses of the agenda at the agency's door."""

from django.urls import URLPattern, path

from support_meetings.views import agenda

AGENCY: list[URLPattern] = [
    path("meetings/sessions/<int:pk>/agenda/", agenda.agenda_add, name="agenda_add"),
    path("cases/<str:number>/agenda/", agenda.agenda_add_case, name="agenda_add_case"),
    path("meetings/items/<int:pk>/", agenda.agenda_item, name="agenda_item"),
    path("meetings/items/<int:pk>/take-off/", agenda.agenda_take_off, name="agenda_take_off"),
    path("meetings/items/<int:pk>/move/", agenda.agenda_move, name="agenda_move"),
    path("meetings/items/<int:pk>/conflict/", agenda.agenda_exclude, name="agenda_exclude"),
    path("meetings/conflicts/<int:pk>/remove/", agenda.agenda_include, name="agenda_include"),
]
PORTAL: list[URLPattern] = []
