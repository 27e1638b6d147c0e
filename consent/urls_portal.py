"""Papers of a consent at the portal's door."""

from django.urls import path

from consent import views_papers

urlpatterns = [
    path("consent-forms/<slug:code>/<str:style>.pdf", views_papers.consent_form, name="consent_form"),
]
