"""Addresses at the portal's door."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
