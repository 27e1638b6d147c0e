"""Addresses that both doors have."""

from django.urls import path

from organizations.views import common, people

urlpatterns = [
    path("healthz", common.healthz, name="healthz"),
    path("", common.home, name="home"),
    path("role/", common.switch_role, name="switch_role"),
    path("draft/", common.draft_save, name="draft_save"),
    path("session/", common.session_keepalive, name="session_keepalive"),
    path("postal/", common.postal_lookup, name="postal_lookup"),
    path("me/", common.account_home, name="account_home"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/end/", people.end_access, name="end_access"),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
]
