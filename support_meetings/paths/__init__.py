"""The addresses of the meeting, part by part."""

from support_meetings.paths import agenda, body, minutes, papers, requests, sessions

PARTS = (body, sessions, agenda, papers, minutes, requests)
