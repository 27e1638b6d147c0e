"""Supplies of a case with the stop clock, and the counts of leaflets."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.models import UtilityKind
from organizations.tenancy import Tenancy, municipality, organization, shared
from referrals.models.report import StopBasis


class Supply(models.Model):
    """供給: one utility's supply to the household of a case, with its stop clock as last known."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="supplies")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+", null=True, blank=True)
    supplier_name = models.CharField(_("who supplies"), max_length=100, blank=True)
    kind = models.CharField(_("kind of supply"), max_length=20, choices=UtilityKind)
    customer_number = models.CharField(_("customer number"), max_length=40, blank=True)
    supply_point = models.CharField(_("supply point number"), max_length=22, blank=True)
    arrears_since = models.DateField(_("in arrears since"), null=True, blank=True)
    arrears_months = models.PositiveSmallIntegerField(_("months in arrears"), null=True, blank=True)
    arrears_yen = models.PositiveIntegerField(_("amount in arrears (yen)"), null=True, blank=True)
    deferred_until = models.DateField(_("payment deferred until"), null=True, blank=True)
    notice_on = models.DateField(_("stop notice sent"), null=True, blank=True)
    scheduled_stop_on = models.DateField(_("scheduled stop date"), null=True, blank=True)
    stop_basis = models.CharField(_("stop date is"), max_length=10, choices=StopBasis, default=StopBasis.UNKNOWN)
    reported_on = models.DateField(_("last reported"))
    reported_at = models.DateTimeField(_("last told"), default=timezone.now)
    stopped_on = models.DateField(_("stopped"), null=True, blank=True)
    settled_on = models.DateField(_("settled or restored"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("supply")
        verbose_name_plural = _("supplies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stop_basis="unknown", scheduled_stop_on__isnull=True)
                | (~models.Q(stop_basis="unknown") & models.Q(scheduled_stop_on__isnull=False)),
                name="supply_stop_date_has_basis",
            ),
            models.UniqueConstraint(
                fields=["case", "utility", "supplier_name", "kind", "customer_number", "supply_point"],
                nulls_distinct=False,
                name="supply_once_in_case",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "scheduled_stop_on"],
                condition=models.Q(settled_on__isnull=True, scheduled_stop_on__isnull=False),
                name="supply_stop_queue",
            ),
            models.Index(
                fields=["municipality", "supply_point"], condition=~models.Q(supply_point=""), name="supply_by_point"
            ),
            models.Index(
                fields=["municipality", "customer_number"],
                condition=~models.Q(customer_number=""),
                name="supply_by_customer",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def supplier(self) -> str:
        """The company that supplies, for people; empty where nobody said."""
        return self.utility.name if self.utility else self.supplier_name


class GuidanceRecord(models.Model):
    """案内のみ: leaflets handed out. Office, day, language, channel and a count; nobody's data."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select"),), portal=(organization("select insert", "utility_id"),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    on = models.DateField(_("day"), default=timezone.localdate)
    language = models.CharField(_("language"), max_length=10)
    channel = models.CharField(_("how"), max_length=20)
    count = models.PositiveIntegerField(_("how many"))
    submission = models.UUIDField(unique=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1, count__lte=10000), name="guidance_counts")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.count}"
