"""Leaflets at the agency's door."""

from django.urls import path

from documents import views, views_archive, views_leaflet_batches, views_leaflet_texts

urlpatterns = [
    path("papers/", views_archive.archive_list, name="archive_list"),
    path("papers/<uuid:pk>/", views_archive.archive_document, name="archive_document"),
    path("papers/<uuid:pk>/paper.pdf", views_archive.archive_print, name="archive_print"),
    path("leaflets/", views.leaflet_list, name="leaflet_list"),
    path("leaflets/batches/", views_leaflet_batches.leaflet_batches, name="leaflet_batches"),
    path("leaflets/batches/<int:pk>/", views_leaflet_batches.leaflet_batch, name="leaflet_batch"),
    path("leaflets/batches/<int:pk>/leaflets.pdf", views_leaflet_batches.leaflet_batch_pdf, name="leaflet_batch_pdf"),
    path("leaflets/<slug:code>/batch/", views_leaflet_batches.leaflet_batch_new, name="leaflet_batch_new"),
    path("leaflets/<slug:code>/texts/", views_leaflet_texts.leaflet_texts, name="leaflet_texts"),
    path("leaflets/<slug:code>/texts/<str:language>/", views_leaflet_texts.leaflet_text, name="leaflet_text"),
    path(
        "leaflets/<slug:code>/texts/<str:language>/publish/",
        views_leaflet_texts.leaflet_publish,
        name="leaflet_publish",
    ),
    path(
        "leaflets/<slug:code>/texts/<str:language>/preview.pdf",
        views_leaflet_texts.leaflet_preview,
        name="leaflet_preview",
    ),
    path(
        "leaflets/<slug:code>/texts/<str:language>/<int:number>/",
        views_leaflet_texts.leaflet_version,
        name="leaflet_version",
    ),
    path("leaflets/<slug:code>/<str:language>.pdf", views.leaflet_pdf, name="leaflet_pdf"),
]
