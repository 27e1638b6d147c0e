"""The worker's application and its clock."""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tsunagi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_kwargs: object) -> None:
    """Being connected is all: Celery then leaves the log to Django, whose handler keeps personal data out."""


@app.on_after_configure.connect
def prepare(sender: Celery, **_kwargs: object) -> None:
    """Folders of the file broker, and what happens when. No task is planned for a time in the future."""
    from django.conf import settings

    for key, value in settings.CELERY_BROKER_TRANSPORT_OPTIONS.items():
        if "folder" in key:
            Path(str(value)).mkdir(parents=True, exist_ok=True)
    sender.conf.beat_schedule = {
        "outbox": {"task": "notifications.tasks.deliver_outbox", "schedule": settings.OUTBOX_SWEEP_SECONDS},
        "drafts": {"task": "organizations.tasks.forget_drafts", "schedule": crontab(minute=35)},
        "imports": {"task": "referrals.tasks.ring_for_imports", "schedule": settings.IMPORT_SWEEP_SECONDS},
        "old-imports": {"task": "referrals.tasks.forget_imports", "schedule": crontab(minute="*/10")},
        "agreements": {"task": "agreements.tasks.remind_of_agreements", "schedule": crontab(hour=4, minute=20)},
        "old-callbacks": {"task": "outreach.tasks.empty_callbacks", "schedule": crontab(hour=3, minute=50)},
        "flags": {"task": "cases.tasks.sweep_flags", "schedule": crontab(minute=5)},
    }
