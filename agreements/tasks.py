"""Celery tasks of agreements."""

from celery import shared_task
from django.db import transaction

from agreements.reminders import remind
from japanese.dates import today
from organizations.scope import log_in_as


@shared_task
def remind_of_agreements() -> int:
    """Each night: days that come near are told once; returns how many were new."""
    with transaction.atomic(), log_in_as("worker"):
        return remind(today())
