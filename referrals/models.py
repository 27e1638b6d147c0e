"""Reports as received, their triage, the supplies of a case with the stop clock, guidance counts.

A report has two halves in two tables, because two log-ins read them: `Referral` is what the utility
sent and may see again; `Triage` is what the agency made of it and is closed to the portal.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consent.vocabulary import Route
from organizations.models import UtilityKind
from organizations.tenancy import Right, Tenancy, municipality, organization, shared
from referrals.querysets import ReferralQuerySet, TriageQuerySet


class StopBasis(models.TextChoices):
    """Where a stop date comes from. An estimated one is marked 推定 everywhere (rule 16)."""

    NOTIFIED = "notified", _("notified by the utility")
    ESTIMATED = "estimated", _("estimated")
    UNKNOWN = "unknown", _("not known")


class Referral(models.Model):
    """情報提供・通報 as it was received, byte for byte (rule 18)."""

    known_as: ClassVar[str] = "receipt_number"
    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select"),),
        portal=(organization("select insert", "utility_id"),),
        worker=(shared(),),
    )

    # Made here, not by the database: it names the subject of consents and disclosures before the row exists.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_number = models.CharField(_("receipt number"), max_length=20, unique=True)
    submission = models.UUIDField(unique=True, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("received"), default=timezone.now)
    route = models.CharField(_("ground"), max_length=1, choices=Route)
    danger_to_life = models.BooleanField(_("life in danger now"), default=False)
    consent = models.ForeignKey("consent.Consent", models.PROTECT, related_name="+", null=True, blank=True)
    protection = models.ForeignKey("consent.ProtectionGround", models.PROTECT, related_name="+", null=True, blank=True)

    name = models.CharField(_("name"), max_length=100)
    kana = models.CharField(_("name in kana"), max_length=100, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10)
    address = models.CharField(_("address"), max_length=300)

    supply_kind = models.CharField(_("kind of supply"), max_length=20, choices=UtilityKind)
    customer_number = models.CharField(_("customer number"), max_length=40, blank=True)
    supply_point = models.CharField(_("supply point number"), max_length=22, blank=True)
    arrears_since = models.DateField(_("in arrears since"), null=True, blank=True)
    arrears_months = models.PositiveSmallIntegerField(_("months in arrears"), null=True, blank=True)
    arrears_yen = models.PositiveIntegerField(_("amount in arrears (yen)"), null=True, blank=True)
    deferred_until = models.DateField(_("payment deferred until"), null=True, blank=True)
    notice_on = models.DateField(_("stop notice sent"), null=True, blank=True)
    scheduled_stop_on = models.DateField(_("scheduled stop date"), null=True, blank=True)
    stop_basis = models.CharField(_("stop date is"), max_length=10, choices=StopBasis, default=StopBasis.UNKNOWN)

    has_infant = models.BooleanField(_("infant in the household"), default=False)
    has_illness = models.BooleanField(_("illness, or equipment that needs electricity"), default=False)
    signs = models.CharField(_("what was noticed"), max_length=500, blank=True)
    history = HistoricalRecords()

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["utility", "-submitted_at", "id"], name="referral_by_utility"),
            models.Index(fields=["municipality", "-submitted_at", "id"], name="referral_by_municipality"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(route=Route.A, consent__isnull=False)
                | models.Q(route=Route.B, protection__isnull=False),
                name="referral_rests_on_its_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(stop_basis="unknown", scheduled_stop_on__isnull=True)
                | (~models.Q(stop_basis="unknown") & models.Q(scheduled_stop_on__isnull=False)),
                name="referral_stop_date_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class TriageStatus(models.TextChoices):
    """What the agency did with a report."""

    NEW = "new", _("new")
    ACCEPTED = "accepted", _("taken into a case")
    CLOSED = "closed", _("closed without a case")


class CloseReason(models.TextChoices):
    """Why a report did not become a case."""

    ALREADY_SUPPORTED = "already_supported", _("already supported elsewhere")
    PASSED_TO_WELFARE = "passed_to_welfare", _("receives public assistance; its caseworker was told")
    OTHER_AREA = "other_area", _("belongs to another municipality")
    RESOLVED = "resolved", _("resolved before contact")
    NOT_NEEDED = "not_needed", _("no support needed")


class Triage(models.Model):
    """受付・振り分け: the agency's side of a report. The portal's log-in may add it as new, no more."""

    known_as: ClassVar[str] = "referral__receipt_number"
    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select update"),),
        portal=(organization("insert", "utility_id"),),
        worker=(shared(),),
    )

    referral = models.OneToOneField(Referral, models.PROTECT, primary_key=True, related_name="triage")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    status = models.CharField(_("state"), max_length=10, choices=TriageStatus, default=TriageStatus.NEW)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    is_urgent = models.BooleanField(_("life in danger now"), default=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="triages", null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=20, choices=CloseReason, blank=True)
    close_note = models.CharField(_("remark"), max_length=400, blank=True)
    decided_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    history = HistoricalRecords()

    objects = TriageQuerySet.as_manager()

    class Meta:
        verbose_name = _("triage")
        verbose_name_plural = _("triage")
        indexes = [
            models.Index(
                fields=["municipality", "-is_urgent", "received_at"],
                condition=models.Q(status="new"),
                name="triage_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="new", case__isnull=True, close_reason="")
                | models.Q(status="accepted", case__isnull=False, close_reason="")
                | (models.Q(status="closed", case__isnull=True) & ~models.Q(close_reason="")),
                name="triage_state_has_its_facts",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.referral_id}"


class FeedbackStatus(models.TextChoices):
    """All that a utility is ever told of a report (rule 13)."""

    HANDLING = "handling", _("being handled")
    CLOSED = "closed", _("closed")


class Feedback(models.Model):
    """通報者への連絡: written only when the gate permits it; what is not here, the utility is not told."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),), portal=(organization("select", "utility_id"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="feedback")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    status = models.CharField(_("state"), max_length=10, choices=FeedbackStatus)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [models.UniqueConstraint(fields=["referral", "status"], name="feedback_once_per_state")]

    def __str__(self) -> str:
        return self.get_status_display()


class Supply(models.Model):
    """供給: one utility's supply to the household of a case, with its stop clock as last known."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="supplies")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
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
                fields=["case", "utility", "kind", "customer_number", "supply_point"], name="supply_once_in_case"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "scheduled_stop_on"],
                condition=models.Q(settled_on__isnull=True, scheduled_stop_on__isnull=False),
                name="supply_stop_queue",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


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


class ReceiptCounter(models.Model):
    """The last receipt number given to a utility in a fiscal year."""

    tenancy: ClassVar[Tenancy] = Tenancy(portal=(Right(("select", "insert", "update"), "utility_id", "organization"),))

    utility = models.ForeignKey("organizations.Utility", models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "receipt counter"
        verbose_name_plural = "receipt counters"
        constraints = [models.UniqueConstraint(fields=["utility", "fiscal_year"], name="receipt_counter_once")]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.last}"
