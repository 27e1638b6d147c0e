"""Addresses of this part of the meeting at both doors."""

from django.urls import URLPattern, path

from support_meetings.views import body, membership, membership_portal

_TERM = "meetings/appointments/<int:pk>/"

AGENCY: list[URLPattern] = [
    path("meetings/", body.meeting_list, name="meeting_list"),
    path("meetings/new/", body.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", body.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", body.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/dissolve/", body.meeting_dissolve, name="meeting_dissolve"),
    path("meetings/<int:pk>/charter.pdf", body.meeting_charter, name="meeting_charter"),
    path("meetings/<int:pk>/register/", body.register, name="register"),
    path("meetings/<int:pk>/register.pdf", body.meeting_register_pdf, name="register_pdf"),
    path("meetings/<int:pk>/members/new/", membership.member_new, name="member_new"),
    path("meetings/sessions/<int:pk>/provisional/", membership.provisional_new, name="provisional_new"),
    path(_TERM, membership.appointment, name="appointment"),
    path(f"{_TERM}reply/", membership.appointment_reply, name="appointment_reply"),
    path(f"{_TERM}appoint/", membership.appointment_appoint, name="appointment_appoint"),
    path(f"{_TERM}pledge/", membership.appointment_pledge, name="appointment_pledge"),
    path(f"{_TERM}end/", membership.appointment_end, name="appointment_end"),
    path(f"{_TERM}withdraw/", membership.appointment_withdraw, name="appointment_withdraw"),
    path(f"{_TERM}renew/", membership.appointment_renew, name="appointment_renew"),
    path(f"{_TERM}papers/<slug:kind>.pdf", membership.appointment_paper, name="appointment_paper"),
]
PORTAL: list[URLPattern] = [
    path("room/requests/<int:pk>/", membership_portal.serve_reply, name="serve_reply"),
    path("room/pledges/<int:pk>/", membership_portal.pledge_sign, name="pledge_sign"),
    path("room/terms/<int:pk>/<slug:kind>.pdf", membership_portal.own_paper, name="own_paper"),
]
