"""Pages of visits at the agency's door."""

from django.urls import path

from outreach import views_agency, views_callbacks

urlpatterns = [
    path("cases/<str:number>/visits/plan/", views_agency.visit_plan, name="visit_plan"),
    path("cases/<str:number>/visits/record/", views_agency.visit_record, name="visit_record"),
    path("visits/<int:pk>/", views_agency.visit, name="visit"),
    path("callbacks/", views_callbacks.callback_list, name="callback_list"),
    path("callbacks/<uuid:pk>/", views_callbacks.callback, name="callback"),
]
