"""Addresses of this part of the meeting at both doors."""

from django.urls import URLPattern, path

from support_meetings.views import asked, requests

AGENCY: list[URLPattern] = [
    path("meetings/requests/", requests.request_list, name="request_list"),
    path("meetings/items/<int:pk>/ask/", requests.request_new, name="request_new"),
    path("meetings/requests/<int:pk>/", requests.request_page, name="request"),
    path("meetings/requests/<int:pk>/letter.pdf", requests.request_pdf, name="request_pdf"),
    path("meetings/requests/<int:pk>/remind/", requests.request_remind, name="request_remind"),
    path("meetings/requests/<int:pk>/close/", requests.request_close, name="request_close"),
    path("meetings/requests/<int:pk>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("meetings/requests/<int:pk>/answer/", requests.request_answer, name="request_answer"),
]
PORTAL: list[URLPattern] = [
    path("asked/", asked.asked, name="asked"),
    path("asked/<str:number>/", asked.asked_one, name="asked_one"),
]
