"""How far an agreement goes, and by which rules, at the agency's door."""

from django.urls import path

from agreements import views_criteria

_OF_ONE = "agreements/<str:number>/criteria/"

urlpatterns = [
    path(_OF_ONE, views_criteria.agreement_criteria, name="agreement_criteria"),
    path(f"{_OF_ONE}<int:utility>/", views_criteria.path_edit, name="path_edit"),
    path(f"{_OF_ONE}<int:utility>/rules/", views_criteria.rule_new, name="rule_new"),
    path(f"{_OF_ONE}<int:utility>/rules/<int:pk>/", views_criteria.rule_edit, name="rule_edit"),
    path(f"{_OF_ONE}<int:utility>/rules/<int:pk>/remove/", views_criteria.rule_remove, name="rule_remove"),
]
