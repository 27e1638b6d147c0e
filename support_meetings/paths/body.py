"""Addresses of this part of the meeting at both doors."""

from django.urls import URLPattern, path

from support_meetings.views import body

AGENCY: list[URLPattern] = [path("meetings/", body.meeting_list, name="meeting_list")]
PORTAL: list[URLPattern] = []
