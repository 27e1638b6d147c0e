"""The access log at the agency's door."""

from django.urls import path

from audit import views_agency

urlpatterns = [path("access/", views_agency.access_list, name="access_list")]
