"""Leaflets at the portal's door."""

from django.urls import path

from documents import views

urlpatterns = [
    path("leaflets/", views.leaflet_list, name="leaflet_list"),
    path("leaflets/<slug:code>/<str:language>.pdf", views.leaflet_pdf, name="leaflet_pdf"),
]
