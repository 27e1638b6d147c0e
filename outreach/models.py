"""訪問: planned, then made or not, with what came of it."""

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
