"""Pages of agreements at the agency's door."""

from django.urls import path

from agreements import views_agency

urlpatterns = [
    path("agreements/", views_agency.agreement_list, name="agreement_list"),
    path("agreements/<str:number>/", views_agency.agreement, name="agreement"),
    path("agreements/<str:number>/document.pdf", views_agency.agreement_pdf, name="agreement_pdf"),
]
