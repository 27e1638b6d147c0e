"""What the agency makes of a report, and what its sender is told."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.tenancy import Right, Tenancy, municipality, organization, shared
from referrals.models.report import Referral
from referrals.querysets import TriageQuerySet


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
    DUPLICATE = "duplicate", _("the same report came before")
    # Written by the software, not offered to choose:
    PASSED_ON = "passed_on", _("passed on to the agency in charge")
    WITHDRAWN = "withdrawn", _("withdrawn by its sender")
    CORRECTED = "corrected", _("replaced by a correction of its sender")
    NOT_UPHELD = "not_upheld", _("the ground did not hold; sealed")


#: What a caseworker may choose.
CHOSEN_REASONS = tuple(
    one
    for one in CloseReason
    if one not in (CloseReason.PASSED_ON, CloseReason.WITHDRAWN, CloseReason.CORRECTED, CloseReason.NOT_UPHELD)
)


class Triage(models.Model):
    """受付・振り分け: the agency's side of a report. The portal's log-in may add it as new, no more."""

    known_as: ClassVar[str] = "referral__receipt_number"
    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),),
        portal=(organization("insert", "utility_id"),),
        worker=(shared("select update"),),
    )

    referral = models.OneToOneField(Referral, models.PROTECT, primary_key=True, related_name="triage")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+", null=True, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=TriageStatus, default=TriageStatus.NEW)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    is_urgent = models.BooleanField(_("life in danger now"), default=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="triages", null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=20, choices=CloseReason, blank=True)
    close_note = models.CharField(_("remark"), max_length=400, blank=True)
    decided_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    sealed_at = models.DateTimeField(_("sealed"), null=True, blank=True)
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
    disclosure = models.OneToOneField("consent.Disclosure", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [models.UniqueConstraint(fields=["referral", "status"], name="feedback_once_per_state")]

    def __str__(self) -> str:
        return self.get_status_display()


class ReplyCode(models.TextChoices):
    """連絡: what an agency may say of a report to its sender whatever the consent; it tells nothing of the household."""

    ASKED_BACK = "asked_back", _("please look at your report again")
    RETURNED = "returned", _("returned: another agency is in charge")
    PASSED_ON = "passed_on", _("passed on to the agency in charge")
    NOT_UPHELD = "not_upheld", _("the ground did not hold")


class ReplyDetail(models.TextChoices):
    """What exactly; closed, so that no word about a household slips in."""

    NAME = "name", _("the name cannot be read or is missing")
    ADDRESS = "address", _("the address is not clear")
    PHONE = "phone", _("a telephone number would help")
    STOP_DATE = "stop_date", _("which day is the supply to stop?")
    CONSENT = "consent", _("who agreed to what is not clear")
    SUPPLY = "supply", _("which supply is it about?")
    NO_DANGER = "no_danger", _("what was to be protected was not in danger")
    COULD_BE_ASKED = "could_be_asked", _("the person could have been asked")


QUESTIONS = (
    ReplyDetail.NAME,
    ReplyDetail.ADDRESS,
    ReplyDetail.PHONE,
    ReplyDetail.STOP_DATE,
    ReplyDetail.CONSENT,
    ReplyDetail.SUPPLY,
)
NOT_UPHELD_DETAILS = (ReplyDetail.NO_DANGER, ReplyDetail.COULD_BE_ASKED)


class Reply(models.Model):
    """差出人への連絡 about the report itself. Codes and the name of an agency, never free words (see rule 13)."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),), portal=(organization("select", "utility_id"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="replies")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    code = models.CharField(_("message"), max_length=15, choices=ReplyCode)
    details = ArrayField(models.CharField(max_length=20, choices=ReplyDetail), default=list, blank=True)
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("message to the sender")
        verbose_name_plural = _("messages to senders")
        indexes = [models.Index(fields=["utility", "-at"], name="reply_by_utility")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=["asked_back", "not_upheld"], details__len__gt=0)
                | models.Q(code__in=["returned", "passed_on"], details__len=0, agency__isnull=False)
                | models.Q(code="returned", details__len=0),
                name="reply_says_what",
            )
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class Forwarding(models.Model):
    """回送: a report passed on to the agency in charge, through the gate."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"), Right(("select",), "to_municipality_id", "municipality")),
        worker=(shared(),),  # what the sender takes back is taken back where it went, too
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="forwarding")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    to_municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    arrived_as = models.UUIDField(_("the report there"), unique=True)
    # The row in the ledger of whoever passed it on; the report that arrived has its own, in the other ledger.
    disclosure = models.OneToOneField("consent.Disclosure", models.PROTECT, related_name="+")
    by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("report passed on")
        verbose_name_plural = _("reports passed on")

    def __str__(self) -> str:
        return f"{self.referral_id}"
