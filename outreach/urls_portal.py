"""The public page of a leaflet's code, at the portal's door."""

from django.urls import path

from outreach import views_public

urlpatterns = [
    path("c/<str:code>/", views_public.channel_page, name="channel"),
    path("c/<str:code>/<str:language>/", views_public.channel_page, name="channel_page"),
    path("c/<str:code>/<str:language>/call/", views_public.callback_ask, name="callback_ask"),
    path("c/<str:code>/<str:language>/call/sent/", views_public.callback_sent, name="callback_sent"),
]
