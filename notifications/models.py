"""Outbox and notices. Neither ever holds a person's data: only that there is something, and where."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.tenancy import Right, Tenancy, municipality, organization, shared


class OutboxKind(models.TextChoices):
    """What is to be done; `notifications.delivery` knows how."""

    DESK_MAIL = "desk_mail", _("e-mail to the desk")
    INVITATION_MAIL = "invitation_mail", _("e-mail with an invitation")
    SEAL_REPORT = "seal_report", _("sealing of a report")
    RETRACT_REPORT = "retract_report", _("report withdrawn by its sender")
    MEMBER_MAIL = "member_mail", _("e-mail to a member of a meeting")
    REQUEST_MAIL = "request_mail", _("e-mail about a request for co-operation")
    LINK_MEMBER = "link_member", _("log-in of a member of a meeting")


class OutboxItem(models.Model):
    """Something that must happen after the transaction. The row is the truth, the broker a doorbell.

    `key` names the effect: the same effect is never written twice.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select update"), organization("insert", "sender_id")),
        portal=(organization("insert", "sender_id"),),
        worker=(shared("select update"),),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OutboxKind)
    key = models.CharField(max_length=120, unique=True)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+", null=True)
    sender = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    dead_at = models.DateTimeField(_("given up"), null=True, blank=True)

    class Meta:
        verbose_name = _("outbox item")
        verbose_name_plural = _("outbox items")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
                name="outbox_waiting",
            ),
            models.Index(fields=["municipality", "-created_at", "id"], name="outbox_by_municipality"),
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """お知らせ in the application, for all of one agency's people of a municipality."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),),
        portal=(organization("insert", "sender_id"),),
        worker=(Right(("select", "insert")),),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    sender = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    number = models.CharField(max_length=40, help_text="receipt or case number")
    path = models.CharField(max_length=200)
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["municipality", "-created_at", "id"], name="notice_by_municipality")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
