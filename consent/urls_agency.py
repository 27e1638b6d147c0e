"""Pages of consents and disclosures at the agency's door."""

from django.urls import path

from consent import views_agency, views_papers, views_record, views_registers

urlpatterns = [
    path("disclosures/", views_agency.disclosure_list, name="disclosure_list"),
    path("refusals/", views_registers.refusal_list, name="refusal_list"),
    path("protections/", views_registers.protection_list, name="protection_list"),
    path("protections/<int:pk>/review/", views_agency.protection_review, name="protection_review"),
    path("cases/<str:number>/consents/new/", views_record.consent_record, name="consent_record"),
    path("cases/<str:number>/consent-form/<str:style>.pdf", views_papers.consent_form_case, name="consent_form_case"),
    path("consents/new/<uuid:subject>/", views_record.consent_record_report, name="consent_record_report"),
    path("consents/<int:pk>/", views_record.consent, name="consent"),
    path("consents/<int:pk>/renew/", views_record.consent_renew, name="consent_renew"),
    path("consents/<int:pk>/withdraw/", views_agency.consent_withdraw, name="consent_withdraw"),
    path("consents/<int:pk>/receipt/<str:style>.pdf", views_papers.consent_receipt, name="consent_receipt"),
    path("consents/<int:pk>/evidence/", views_record.consent_evidence_add, name="consent_evidence_add"),
    path("consents/<int:pk>/evidence/<uuid:evidence>/", views_record.consent_evidence, name="consent_evidence"),
    path("consent-forms/<slug:code>/<str:style>.pdf", views_papers.consent_form, name="consent_form"),
]
