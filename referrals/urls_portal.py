"""Addresses at the portal's door."""

from django.urls import path

from referrals.views_portal import guidance, home, report, reports

urlpatterns = [
    path("start/", home.portal_home, name="portal_home"),
    path("desks/", home.desk_list, name="desk_list"),
    path("report/", report.report, name="report"),
    path("report/discard/", report.discard, name="report_discard"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<str:receipt>/", reports.report_sent, name="report_sent"),
    path("reports/<str:receipt>/receipt.pdf", reports.receipt_pdf, name="receipt_pdf"),
    path("guidance/", guidance.guidance, name="guidance"),
    path("guidance/<int:pk>/", guidance.guidance_done, name="guidance_done"),
]
