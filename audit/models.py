"""閲覧記録: one row for each time somebody saw, printed or took out data of a household."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.tenancy import Tenancy, municipality, organization, shared


class AccessKind(models.TextChoices):
    """How the data reached somebody's eyes."""

    VIEW = "view", _("seen")
    LIST = "list", _("seen in a list")
    SEARCH = "search", _("searched")
    PRINT = "print", _("printed")
    EXPORT = "export", _("exported")


class AccessRecord(models.Model):
    """閲覧記録. Rows are only ever added; a trigger numbers and chains them within an organisation.

    `hash` is SHA-256 over the previous row's hash and this row's content, so that a row that was
    changed or taken out shows.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert"),), portal=(organization("insert"),))

    # Made here, not by the database: the portal may add rows but not read one back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", verbose_name=_("who"))
    role = models.CharField(_("in which role"), max_length=20)
    kind = models.CharField(_("how"), max_length=10, choices=AccessKind)
    subject = models.CharField(_("what"), max_length=40, help_text="app.model")
    subject_ids = models.JSONField(_("numbers"), default=list)
    purpose = models.CharField(_("why"), max_length=60)
    number = models.BigIntegerField(_("number"), default=0, editable=False)
    previous_hash = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        indexes = [
            models.Index(fields=["municipality", "-at", "id"], name="access_by_municipality"),
        ]
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="access_number_once")]

    def __str__(self) -> str:
        return f"{self.organization_id}-{self.number}"


class ChainHead(models.Model):
    """The last link of an organisation's chain. No log-in may touch it; the trigger does."""

    tenancy: ClassVar[Tenancy] = Tenancy(owner=(shared("select insert update"),))

    organization_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "chain head"
        verbose_name_plural = "chain heads"

    def __str__(self) -> str:
        return f"{self.organization_id}-{self.number}"
