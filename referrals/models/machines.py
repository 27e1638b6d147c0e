"""Utilities' own systems that report without a browser."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.tenancy import Tenancy, municipality, organization, shared
from referrals.models.report import Referral


class MachineClient(models.Model):
    """機械接続: a utility's system with an OAuth client of its own. Bound to one utility and one office.

    Read by the portal before anybody's scope is known, like people's log-ins; it holds nobody's data.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        portal=(shared("select"), organization("insert update", "utility_id")), agency=(shared("select"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client_id = models.CharField(_("client id"), max_length=100, unique=True)
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    role = models.OneToOneField("organizations.RoleAssignment", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    asked_networks = ArrayField(models.CharField(max_length=50), verbose_name=_("addresses it sends from"))
    created_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("utility’s own system")
        verbose_name_plural = _("utilities’ own systems")

    def __str__(self) -> str:
        return self.name


class MachineAllowance(models.Model):
    """接続の許可: the addresses from which a system may report to one municipality, as its administrator allows."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(organization("select", "utility_id"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    machine = models.ForeignKey(MachineClient, models.PROTECT, related_name="allowances")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    networks = ArrayField(models.CharField(max_length=50), verbose_name=_("addresses allowed"))
    allowed_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(_("allowed"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("allowance of a utility’s system")
        verbose_name_plural = _("allowances of utilities’ systems")
        constraints = [
            models.UniqueConstraint(
                fields=["machine", "municipality"],
                condition=models.Q(ended_at__isnull=True),
                name="machine_allowed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.machine_id}"


class MachineReceipt(models.Model):
    """What an `Idempotency-Key` has become. `digest` is a keyed digest of the body: the same key with another is refused."""

    tenancy: ClassVar[Tenancy] = Tenancy(portal=(organization("select insert", "utility_id"),))

    referral = models.OneToOneField(Referral, models.PROTECT, primary_key=True, related_name="+")
    machine = models.ForeignKey(MachineClient, models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "receipt of a machine"
        verbose_name_plural = "receipts of machines"
        constraints = [models.UniqueConstraint(fields=["machine", "key"], name="machine_key_once")]

    def __str__(self) -> str:
        return f"{self.referral_id}"
