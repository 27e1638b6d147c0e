"""協定: what a municipality and its utilities settled beforehand. Never a ground of its own for data."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.querysets import AgreementQuerySet
from organizations.tenancy import Tenancy, municipality, shared

_OURS = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))


class AgreementKind(models.TextChoices):
    """What it is about."""

    NOTIFICATION = "notification", _("notification agreement")
    WATCHING = "watching", _("watching agreement")
    OTHER = "other", _("other agreement")


class PeriodUnit(models.TextChoices):
    """In what the notice before the end of a term is counted."""

    MONTHS = "months", _("months")
    DAYS = "days", _("days")


class Following(models.TextChoices):
    """Why one agreement follows another."""

    AMENDMENT = "amendment", _("amendment")
    RENEWAL = "renewal", _("renewal")


class Annex(models.TextChoices):
    """別紙 that are made of live data."""

    CONTACTS = "contacts", _("list of contacts")
    SLIP = "slip", _("report slip")
    CRITERIA = "criteria", _("criteria")
    LEAFLET = "leaflet", _("leaflet")
    CONSENT = "consent", _("consent form")


class Agreement(models.Model):
    """協定. `articles` is a list of {"heading", "paragraphs"}, in the order of the paper.

    Its text is open while it is a draft, is frozen as an `AgreementVersion` each time it goes to the parties, and
    never changes once signed: an amendment or a renewal is an agreement of its own that follows this one, and takes
    its place on the day it comes into force. Where it stands on a day is `agreements.rules`' to say, from dates and
    notices. `annexes` are names of further annexes that the parties attach themselves.
    """

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
    renewal_months = models.PositiveSmallIntegerField(_("a further term has so many months"), default=12)
    notice_period = models.PositiveSmallIntegerField(_("notice before the end of a term"), default=1)
    notice_unit = models.CharField(_("counted in"), max_length=6, choices=PeriodUnit, default=PeriodUnit.MONTHS)
    generated = ArrayField(
        models.CharField(max_length=10, choices=Annex), verbose_name=_("annexes of live data"), default=list, blank=True
    )
    previous = models.ForeignKey("self", models.PROTECT, related_name="successors", null=True, blank=True)
    follows_as = models.CharField(_("follows as"), max_length=10, choices=Following, blank=True)
    review_sent_at = models.DateTimeField(_("sent to the parties"), null=True, blank=True)
    review_due_on = models.DateField(_("opinions are asked by"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("given up"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
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
            models.CheckConstraint(
                condition=models.Q(previous__isnull=True, follows_as="")
                | (models.Q(previous__isnull=False) & ~models.Q(follows_as="")),
                name="agreement_follows_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(renewal_months__gte=1, renewal_months__lte=120, notice_period__lte=365),
                name="agreement_periods_sane",
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at__isnull=True) | models.Q(signed_on__isnull=True),
                name="agreement_signed_is_not_dropped",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(models.Model):
    """One party, with who signs."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update delete"),), worker=(shared(),))

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
