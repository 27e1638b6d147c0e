"""Lists that are sent as files: the run, and what of it waits to be decided."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.tenancy import Tenancy, organization, shared, user


class RunState(models.TextChoices):
    """How far a list has come."""

    WAITING = "waiting", _("waiting to be read")
    CHECKING = "checking", _("being read")
    CHECKED = "checked", _("read; nothing is sent yet")
    ORDERED = "ordered", _("about to be sent")
    SENDING = "sending", _("being sent")
    DONE = "done", _("sent")
    UNREADABLE = "unreadable", _("cannot be read")
    DISCARDED = "discarded", _("thrown away")


#: Something works on it, or should.
MOVING = (RunState.WAITING, RunState.CHECKING, RunState.ORDERED, RunState.SENDING)


class ImportRun(models.Model):
    """一覧ファイル: one list, from its arrival until it is sent or thrown away. Counts only; nobody's data.

    The row is the truth: whoever works on it holds a lease and moves on by whole chunks, so that a
    worker that is killed in the middle is followed by another that goes on where it stopped.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        portal=(organization("select insert update"),), worker=(shared("select update"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    role = models.ForeignKey("organizations.RoleAssignment", models.PROTECT, related_name="+")
    agreed_path = models.ForeignKey(
        "agreements.AgreedPath", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.WAITING)
    problem = models.CharField(_("why it cannot be read"), max_length=40, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    invalid = models.PositiveIntegerField(_("to be mended"), default=0)
    duplicates = models.PositiveIntegerField(_("sent before"), default=0)
    sent = models.PositiveIntegerField(_("sent"), default=0)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    checked_at = models.DateTimeField(_("read"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("list sent as a file")
        verbose_name_plural = _("lists sent as files")
        indexes = [
            models.Index(fields=["organization", "-created_at", "id"], name="import_by_utility"),
            models.Index(fields=["created_at"], condition=models.Q(state__in=MOVING), name="import_moving"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.created_at:%Y-%m-%d}"


class ImportFile(models.Model):
    """The file itself, sealed, for its sender alone; gone as soon as it is read."""

    tenancy: ClassVar[Tenancy] = Tenancy(portal=(user("all"),), worker=(shared("select delete"),))

    run = models.OneToOneField(ImportRun, models.CASCADE, primary_key=True, related_name="file")
    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    content = models.BinaryField(editable=False)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "imported file"
        verbose_name_plural = "imported files"

    def __str__(self) -> str:
        return f"{self.run_id}"


class ImportChunk(models.Model):
    """Some rows of a list, sealed, with what would become of each; for its sender alone, for a day.

    `content` is JSON, sealed: [{"n": row, "cells": {...}, "fate": …, "errors": [...]}, …]. The counts
    beside it let a page find the rows to mend without opening the rest. Chunk 0 holds what the
    file as a whole said: its name and its headings.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(portal=(user("all"),), worker=(shared("select delete"),))

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="chunks")
    user = models.ForeignKey("organizations.User", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = models.BinaryField(editable=False)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    is_sent = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "rows of a list"
        verbose_name_plural = "rows of lists"
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_chunk_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
