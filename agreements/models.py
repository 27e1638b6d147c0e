"""協定: what a municipality and its utilities settled beforehand. Never a ground of its own for data."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.querysets import AgreementQuerySet
from consent.vocabulary import Item
from organizations.tenancy import Tenancy, municipality, organization

_OURS = Tenancy(agency=(municipality("select insert update"),))


class AgreementKind(models.TextChoices):
    """What it is about."""

    NOTIFICATION = "notification", _("notification agreement")
    WATCHING = "watching", _("watching agreement")
    OTHER = "other", _("other agreement")


class Agreement(models.Model):
    """協定. `articles` is a list of {"heading", "paragraphs"}, in the order of the paper."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind)
    number = models.CharField(_("number"), max_length=30)
    title = models.CharField(_("title"), max_length=120)
    preamble = models.TextField(_("preamble"), max_length=2000)
    articles = models.JSONField(_("articles"), default=list)
    closing = models.TextField(_("closing words"), max_length=1000)
    annexes = models.JSONField(_("annexes"), default=list)
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until the end of"), null=True, blank=True)
    renews_itself = models.BooleanField(_("renews itself"), default=True)
    history = HistoricalRecords()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="agreement_number_once"),
            models.CheckConstraint(
                condition=models.Q(in_force_until__isnull=True)
                | models.Q(in_force_until__gte=models.F("in_force_from")),
                name="agreement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_in_force(self, on: date) -> bool:
        """Signed, begun, and not past its end; one that renews itself goes on (rule 12)."""
        if self.signed_on is None or self.in_force_from is None or on < self.in_force_from:
            return False
        return self.renews_itself or self.in_force_until is None or on <= self.in_force_until


class AgreementParty(models.Model):
    """One party, with who signs."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    signatory_title = models.CharField(_("title of who signs"), max_length=60)
    signatory = models.CharField(_("who signs"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["agreement", "organization"], name="party_once")]

    def __str__(self) -> str:
        return str(self.organization)


class Sign(models.TextChoices):
    """What in a household lets the parties report it before the arrears are long."""

    INFANT = "infant", _("an infant in the household")
    ILLNESS = "illness", _("illness, or equipment that needs electricity")
    SEEN = "seen", _("something noticed at the door")


class AgreedCriteria(models.Model):
    """対象者の条件: which households one utility reports to one municipality, and what it tells of them.

    A row of its own for each utility, because the portal's log-in reads no agreement. Criteria are an
    advice to whoever reports: what may cross is the gate's to say (route E is no ground).
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(organization("select", "utility_id"),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="criteria")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    least_months = models.PositiveSmallIntegerField(_("months in arrears, at least"), null=True, blank=True)
    least_yen = models.PositiveIntegerField(_("amount in arrears (yen), at least"), null=True, blank=True)
    signs = ArrayField(
        models.CharField(max_length=10, choices=Sign), verbose_name=_("or one of these signs"), default=list, blank=True
    )
    items = ArrayField(
        models.CharField(max_length=20, choices=Item),
        verbose_name=_("what is told of the household"),
        default=list,
        blank=True,
        help_text=_("Empty: whatever a report can carry."),
    )
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until the end of"), null=True, blank=True)

    class Meta:
        verbose_name = _("agreed criteria")
        verbose_name_plural = _("agreed criteria")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "utility", "in_force_from"], name="criteria_once_per_start")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
