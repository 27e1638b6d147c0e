"""Pages of agreements at the portal's door: a party's own copies."""

from django.urls import path

from agreements import views_portal

urlpatterns = [
    path("agreements/", views_portal.party_copies, name="party_copies"),
    path("agreements/agreed/", views_portal.agreed_criteria, name="agreed_criteria"),
    path("agreements/<int:pk>/", views_portal.party_copy, name="party_copy"),
    path("agreements/<int:pk>/comment/", views_portal.party_comment, name="party_comment"),
    path("agreements/<int:pk>/opinion/", views_portal.party_opinion, name="party_opinion"),
    path("agreements/<int:pk>/document.pdf", views_portal.party_copy_pdf, name="party_copy_pdf"),
]
