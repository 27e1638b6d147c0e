"""The portal's door: utility staff, and meeting members from outside."""

from django.urls import include, path

urlpatterns = [
    path("", include("config.urls_common")),
    path("", include("referrals.urls_portal")),
    path("", include("referrals.api.urls")),
    path("", include("support_meetings.urls_portal")),
    path("", include("outreach.urls_portal")),
    path("", include("agreements.urls_portal")),
    path("", include("consent.urls_portal")),
    path("", include("documents.urls_portal")),
]
