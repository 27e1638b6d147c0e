"""Outbox and notices at the agency's door."""

from django.urls import path

from notifications import views_agency

urlpatterns = [
    path("outbox/", views_agency.outbox_list, name="outbox_list"),
    path("outbox/<uuid:item>/retry/", views_agency.outbox_retry, name="outbox_retry"),
    path("notices/", views_agency.notice_list, name="notice_list"),
    path("notices/bell/", views_agency.notice_bell, name="notice_bell"),
    path("notices/<uuid:notice>/read/", views_agency.notice_read, name="notice_read"),
]
