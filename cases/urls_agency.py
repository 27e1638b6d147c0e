"""Pages of casework at the agency's door."""

from django.urls import path

from cases import views_agency, views_merging

urlpatterns = [
    path("today/", views_agency.today, name="today"),
    path("cases/", views_agency.case_list, name="case_list"),
    path("cases/<str:number>/", views_agency.case, name="case"),
    path("cases/<str:number>/notes/", views_agency.case_add_note, name="case_add_note"),
    path("cases/<str:number>/assign/", views_agency.case_assign, name="case_assign"),
    path("cases/<str:number>/history/", views_agency.case_history, name="case_history"),
    path("cases/<str:number>/close/", views_agency.case_close, name="case_close"),
    path("cases/<str:number>/reopen/", views_agency.case_reopen, name="case_reopen"),
    path("cases/<str:number>/same/", views_merging.case_same, name="case_same"),
    path("cases/<str:number>/same/<str:other>/", views_merging.case_merge, name="case_merge"),
    path("cases/<str:number>/apart/", views_merging.case_apart, name="case_apart"),
]
