"""Addresses of networks at the agency's door."""

from django.urls import URLPattern, path

from agreements.networks.views import attendance, conferences, costs, exchanges, members, networks

_ONE, _HELD = "networks/<int:pk>/", "conferences/<int:pk>/"

AGENCY: list[URLPattern] = [
    path("networks/", networks.network_list, name="network_list"),
    path("networks/new/", networks.network_new, name="network_new"),
    path(_ONE, networks.network, name="network"),
    path(f"{_ONE}edit/", networks.network_edit, name="network_edit"),
    path(f"{_ONE}end/", networks.network_end, name="network_end"),
    path(f"{_ONE}register/", networks.network_register, name="network_register"),
    path(f"{_ONE}register.xlsx", networks.network_register_xlsx, name="network_register_xlsx"),
    path(f"{_ONE}members/", members.network_members, name="network_members"),
    path(f"{_ONE}members/new/", members.network_member_new, name="network_member_new"),
    path(f"{_ONE}members/tick/", members.network_member_tick, name="network_member_tick"),
    path(f"{_ONE}members/paste/", members.network_member_paste, name="network_member_paste"),
    path("networks/members/<int:pk>/", members.network_member, name="network_member"),
    path(f"{_ONE}conferences/", conferences.conference_list, name="conference_list"),
    path(f"{_ONE}conferences/new/", conferences.conference_new, name="conference_new"),
    path(_HELD, conferences.conference, name="conference"),
    path(f"{_HELD}edit/", conferences.conference_edit, name="conference_edit"),
    path(f"{_HELD}agenda.pdf", conferences.conference_agenda, name="conference_agenda"),
    path(f"{_HELD}attendance/", attendance.conference_attendance, name="conference_attendance"),
    path(f"{_HELD}attendance.xlsx", attendance.conference_attendance_xlsx, name="conference_attendance_xlsx"),
    path(f"{_HELD}minutes/", conferences.conference_minutes, name="conference_minutes"),
    path(f"{_HELD}close/", conferences.conference_close, name="conference_close"),
    path(f"{_HELD}cancel/", conferences.conference_cancel, name="conference_cancel"),
    path(f"{_ONE}exchanges/", exchanges.exchange_list, name="exchange_list"),
    path(f"{_ONE}exchanges/new/", exchanges.exchange_new, name="exchange_new"),
    path("exchanges/<int:pk>/strike/", exchanges.exchange_strike, name="exchange_strike"),
    path("costs/", costs.cost_list, name="cost_list"),
    path("costs/new/", costs.cost_new, name="cost_new"),
    path("costs/<int:pk>/strike/", costs.cost_strike, name="cost_strike"),
    path("costs/<int:year>.xlsx", costs.cost_xlsx, name="cost_xlsx"),
    path("costs/programmes/new/", costs.programme_new, name="programme_new"),
    path("costs/programmes/<int:pk>/", costs.programme_edit, name="programme_edit"),
]
