"""Pages of visits at the agency's door."""

from django.urls import path

from outreach import views_agency

urlpatterns = [
    path("cases/<str:number>/visits/plan/", views_agency.visit_plan, name="visit_plan"),
    path("cases/<str:number>/visits/record/", views_agency.visit_record, name="visit_record"),
    path("visits/<int:pk>/", views_agency.visit, name="visit"),
]
