"""Pages of the support meeting at the agency's door."""

from django.urls import path

from support_meetings import views_agency

urlpatterns = [path("meetings/", views_agency.meeting_list, name="meeting_list")]
