"""Pages of reports and supplies at the agency's door."""

from django.urls import path

from referrals import views_agency, views_intake, views_machines, views_onward, views_slip

urlpatterns = [
    path("triage/", views_agency.triage_list, name="triage_list"),
    path("triage/<str:receipt>/", views_agency.triage, name="triage"),
    path("triage/<str:receipt>/open/", views_agency.triage_open_case, name="triage_open_case"),
    path("triage/<str:receipt>/add/", views_agency.triage_add_to_case, name="triage_add_to_case"),
    path("triage/<str:receipt>/close/", views_agency.triage_close, name="triage_close"),
    path("triage/<str:receipt>/ask/", views_onward.triage_ask, name="triage_ask"),
    path("triage/<str:receipt>/return/", views_onward.triage_return, name="triage_return"),
    path("triage/<str:receipt>/pass-on/", views_onward.triage_pass_on, name="triage_pass_on"),
    path("intake/", views_intake.intake, name="intake"),
    path("intake/discard/", views_intake.discard, name="intake_discard"),
    path("systems/", views_machines.machine_list, name="machine_list"),
    path("systems/<uuid:pk>/", views_machines.machine, name="machine"),
    path("systems/<uuid:pk>/allow/", views_machines.machine_allow, name="machine_allow"),
    path("systems/<uuid:pk>/disallow/", views_machines.machine_disallow, name="machine_disallow"),
    path("slips/<slug:code>.pdf", views_slip.report_slip, name="report_slip"),
    path("cases/<str:number>/supplies/<int:pk>/date/", views_agency.supply_update, name="supply_update"),
    path("cases/<str:number>/supplies/<int:pk>/settle/", views_agency.supply_settle, name="supply_settle"),
]
