"""Addresses at the agency's door."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
