"""Figures at the agency's door."""

from django.urls import path

from figures import views

urlpatterns = [
    path("figures/", views.figures_year, name="figures_year"),
    path("figures/report.pdf", views.figures_report, name="figures_report"),
    path("figures/<slug:version>.xlsx", views.figures_xlsx, name="figures_xlsx"),
]
