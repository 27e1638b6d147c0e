"""What somebody is typing, kept for them alone, so that neither a log-out nor a stale page loses it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from organizations.models.people import User
from organizations.tenancy import Right, Tenancy, user


class FormDraft(models.Model):
    """A half-filled form of one person, encrypted, for 24 hours."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(user("all"),), portal=(user("all"),), worker=(Right(("select", "delete")),)
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField(max_length=120)
    content = models.BinaryField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "draft"
        verbose_name_plural = "drafts"
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_once_per_form")]

    def __str__(self) -> str:
        return self.form
