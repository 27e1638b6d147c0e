"""Celery tasks of this app."""

from celery import shared_task
from django.utils import timezone

from organizations.drafts import LIFETIME
from organizations.models import FormDraft
from organizations.scope import log_in_as


@shared_task
def forget_drafts() -> int:
    """What nobody came back to within a day is gone; returns how many."""
    with log_in_as("worker"):
        gone, _by_model = FormDraft.objects.filter(saved_at__lt=timezone.now() - LIFETIME).delete()
    return gone
