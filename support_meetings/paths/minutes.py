"""Addresses of this part of the meeting at both doors."""

from django.urls import URLPattern

AGENCY: list[URLPattern] = []
PORTAL: list[URLPattern] = []
