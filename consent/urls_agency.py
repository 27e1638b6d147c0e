"""Pages of consents and disclosures at the agency's door."""

from django.urls import path

from consent import views_agency

urlpatterns = [
    path("disclosures/", views_agency.disclosure_list, name="disclosure_list"),
    path("consents/<int:pk>/withdraw/", views_agency.consent_withdraw, name="consent_withdraw"),
    path("protections/<int:pk>/review/", views_agency.protection_review, name="protection_review"),
]
