"""The agency's door: caseworkers, municipal administrators, auditors."""

from django.urls import include, path

from organizations.views import people

urlpatterns = [
    path("", include("config.urls_common")),
    path("settings/", people.thresholds, name="thresholds"),
    path("", include("cases.urls_agency")),
    path("", include("referrals.urls_agency")),
    path("", include("outreach.urls_agency")),
    path("", include("agreements.urls_criteria")),
    path("", include("agreements.urls_agency")),
    path("", include("figures.urls_agency")),
    path("", include("support_meetings.urls_agency")),
    path("", include("consent.urls_agency")),
    path("", include("audit.urls_agency")),
    path("", include("notifications.urls_agency")),
    path("", include("documents.urls_agency")),
]
