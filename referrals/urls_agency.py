"""Pages of reports and supplies at the agency's door."""

from django.urls import path

from referrals import views_agency

urlpatterns = [
    path("triage/", views_agency.triage_list, name="triage_list"),
    path("triage/<str:receipt>/", views_agency.triage, name="triage"),
    path("triage/<str:receipt>/open/", views_agency.triage_open_case, name="triage_open_case"),
    path("triage/<str:receipt>/add/", views_agency.triage_add_to_case, name="triage_add_to_case"),
    path("triage/<str:receipt>/close/", views_agency.triage_close, name="triage_close"),
    path("cases/<str:number>/supplies/<int:pk>/date/", views_agency.supply_update, name="supply_update"),
    path("cases/<str:number>/supplies/<int:pk>/settle/", views_agency.supply_settle, name="supply_settle"),
]
