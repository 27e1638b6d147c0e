"""The addresses of the meeting, part by part."""

from support_meetings.paths import body, minutes, papers, requests, sessions

PARTS = (body, sessions, papers, minutes, requests)
