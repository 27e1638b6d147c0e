"""訪問: planned, then made or not, with what came of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.querysets import OwnedByMunicipality
from organizations.tenancy import Tenancy, municipality, shared


class Outcome(models.TextChoices):
    """What came of a visit. Only the first is a contact."""

    MET = "met", _("met")
    ABSENT = "absent", _("absent")
    REFUSED = "refused", _("refused to talk")
    UNKNOWN = "unknown", _("could not tell")


class Visit(models.Model):
    """訪問. `outcome` is empty while it is planned."""

    known_as: ClassVar[str] = "case__number"
    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="visits")
    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    visitor = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", verbose_name=_("who goes"))
    companions = models.CharField(_("together with"), max_length=100, blank=True)
    caution = models.CharField(_("to be careful about"), max_length=300, blank=True)
    visited_at = models.DateTimeField(_("visited"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    condition = models.TextField(_("condition"), max_length=2000, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next step by"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(null=True, editable=False, unique=True)
    history = HistoricalRecords()

    objects = OwnedByMunicipality.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", visited_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(visited_at__isnull=False)),
                name="visit_outcome_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_for__isnull=False) | models.Q(visited_at__isnull=False),
                name="visit_planned_or_made",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-recorded_at"], name="visit_by_case"),
            models.Index(
                fields=["municipality", "planned_for"],
                condition=models.Q(outcome="", cancelled_at__isnull=True),
                name="visit_planned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class CallbackOutcome(models.TextChoices):
    """What came of calling back."""

    REACHED = "reached", _("reached, and now a case")
    ADVISED = "advised", _("reached, advice was enough")
    NOT_REACHED = "not_reached", _("not reached, given up after several tries")
    MISTAKEN = "mistaken", _("wrong number, or sent in error")


class CallbackRequest(models.Model):
    """折り返し電話の希望: somebody who holds a leaflet asks the agency to ring. The agency alone reads it.

    `content` is sealed JSON {"phone", "name", "when", "words"}; name and words may be empty. The portal's log-in adds
    rows and reads none. The words are taken out (`emptied_at`) some time after it is done.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select update"),), portal=(shared("insert"),), worker=(shared("select update"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    code = models.CharField(_("leaflet code"), max_length=8)
    language = models.CharField(_("language"), max_length=10)
    content = models.BinaryField(editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_try_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=CallbackOutcome, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("request to be called back")
        verbose_name_plural = _("requests to be called back")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, outcome="")
                | (models.Q(done_at__isnull=False) & ~models.Q(outcome="")),
                name="callback_done_has_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "received_at", "id"],
                condition=models.Q(done_at__isnull=True),
                name="callback_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.received_at:%Y-%m-%d}"
