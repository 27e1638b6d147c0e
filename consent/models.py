"""Consents, protection grounds, the ledger of disclosures, counts of refusals, provisions with dates."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consent.vocabulary import (
    SEALED,
    ConsentMeans,
    CrossingKind,
    FailedLimb,
    Item,
    PartyKind,
    ProtectedInterest,
    ProvisionKey,
    Purpose,
    Route,
)
from organizations.tenancy import EVERYONE_READS, Tenancy, municipality, organization, shared

#: What a report rests on. The worker takes the words out, of its history too, when the report is sealed.
SEALABLE = Tenancy(
    agency=(municipality("select insert update"),),
    portal=(organization("select insert"),),
    worker=(shared("select update"),),
    history=Tenancy(
        agency=(municipality("select insert"),),
        portal=(organization("select insert"),),
        worker=(shared("select update"),),
    ),
)


class Consent(models.Model):
    """同意: who said yes, when, how, to whom; to which items, recipients and purposes; until when."""

    tenancy: ClassVar[Tenancy] = SEALABLE

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("who took it")
    )
    subject = models.UUIDField(_("about"), db_index=True)
    given_by = models.CharField(_("given by"), max_length=100)
    given_at = models.DateTimeField(_("given"))
    means = models.CharField(_("how"), max_length=10, choices=ConsentMeans)
    taken_by = models.CharField(_("taken by"), max_length=100)
    words = models.CharField(_("words used"), max_length=400, blank=True)
    items = ArrayField(models.CharField(max_length=20, choices=Item), verbose_name=_("items"))
    recipients = ArrayField(models.BigIntegerField(), verbose_name=_("recipients"))
    purposes = ArrayField(models.CharField(max_length=30, choices=Purpose), verbose_name=_("purposes"))
    expires_on = models.DateField(_("until the end of"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_via = models.CharField(_("withdrawn how"), max_length=100, blank=True)
    renews = models.ForeignKey(
        "self", models.PROTECT, related_name="renewals", null=True, blank=True, verbose_name=_("renews")
    )
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    #: One yes of a person that speaks of several reports is one row for each; they are renewed and withdrawn together.
    act = models.UUIDField(null=True, blank=True, editable=False)
    # Looked through by the consent's own key only; each index more slows down long lists of reports.
    history = HistoricalRecords(no_db_index=["municipality", "organization", "subject", "renews", "recorded_by"])

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["act", "subject"], name="consent_once_for_each_report"),
            models.CheckConstraint(
                condition=~models.Q(taken_by="") & ~models.Q(given_by=""), name="consent_names_giver_and_taker"
            ),
            models.CheckConstraint(
                condition=models.Q(items__len__gt=0, recipients__len__gt=0, purposes__len__gt=0),
                name="consent_states_items_recipients_purposes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class EvidenceKind(models.TextChoices):
    """What a file shows that it is; found in its content, never believed of its name."""

    PDF = "application/pdf", _("PDF")
    JPEG = "image/jpeg", _("photograph (JPEG)")
    PNG = "image/png", _("picture (PNG)")


class ConsentEvidence(models.Model):
    """同意の証拠: a scan or photograph of the signed form, sealed, byte for byte as it was given.

    It lies in the database and not in a folder: so the two doors need no common disk, one transaction
    holds it and its consent, and row security guards it like everything else.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),), portal=(organization("select insert"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="evidence")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of file"), max_length=20, choices=EvidenceKind)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(editable=False)
    added_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    # With the row of its crossing, where a company handed it in; what the agency adds itself crosses nowhere.
    disclosure = models.OneToOneField("consent.Disclosure", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("evidence of consent")
        verbose_name_plural = _("evidence of consent")
        constraints = [
            models.UniqueConstraint(fields=["consent", "organization", "sha256"], name="evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ProtectionGround(models.Model):
    """生命・身体・財産の保護: both limbs in writing, who judged, and the lead caseworker's review."""

    tenancy: ClassVar[Tenancy] = SEALABLE

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    subject = models.UUIDField(_("about"), db_index=True)
    interest = models.CharField(_("what is to be protected"), max_length=10, choices=ProtectedInterest)
    why_protect = models.TextField(_("why it is in danger"), max_length=1000)
    why_no_consent = models.TextField(_("why consent is difficult to obtain"), max_length=1000)
    judged_by = models.CharField(_("judged by"), max_length=100)
    judged_at = models.DateTimeField(_("judged"), default=timezone.now)
    reviewed_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    upheld = models.BooleanField(_("upheld"), null=True, blank=True)
    failed_limb = models.CharField(
        _("which reason did not hold"), max_length=20, choices=FailedLimb, blank=True, default="", db_default=""
    )
    review_note = models.CharField(_("remark of the review"), max_length=400, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("protection ground")
        verbose_name_plural = _("protection grounds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(why_protect__regex=r"\S")
                & models.Q(why_no_consent__regex=r"\S")
                & models.Q(judged_by__regex=r"\S"),
                name="protection_states_both_limbs",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality"], condition=models.Q(reviewed_at__isnull=True), name="protection_unreviewed"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def awaits_review(self) -> bool:
        """Nobody has reviewed it, and it was not sealed for another reason, such as being passed on."""
        return self.reviewed_at is None and self.why_protect != SEALED


class Disclosure(models.Model):
    """提供記録: one row for each crossing that the gate permitted, in the crossing's own transaction.

    Who has no entry of its own here (a neighbour, a newspaper company) is no `sender`, but named.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),), portal=(organization("insert", "sender_id"),)
    )

    # Made here, not by the database: the portal may add rows but not read one back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=CrossingKind)
    route = models.CharField(_("ground"), max_length=1, choices=Route)
    sender = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("from"), null=True, blank=True
    )
    sender_kind = models.CharField(_("kind of sender"), max_length=20, choices=PartyKind, default=PartyKind.UTILITY)
    sender_name = models.CharField(_("name of the sender"), max_length=100, blank=True)
    recipient = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("to"))
    subject = models.UUIDField(_("about"), db_index=True)
    items = ArrayField(models.CharField(max_length=20, choices=Item), verbose_name=_("items"))
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose)
    provision = models.CharField(_("provision"), max_length=20, choices=ProvisionKey)
    evidence = models.JSONField(_("evidence"), default=list)
    at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    role = models.CharField(_("in which role"), max_length=20)
    #: By which paper it crossed: session, item and number of the copy, or the number of the request.
    reference = models.CharField(_("by which paper"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        indexes = [models.Index(fields=["municipality", "-at", "id"], name="disclosure_by_municipality")]
        constraints = [
            models.CheckConstraint(condition=models.Q(items__len__gt=0), name="disclosure_states_items"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class RefusalCount(models.Model):
    """What the gate refused: counts by office, hour and reason. Nothing about any household."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(organization("select insert update"),)
    )

    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+", null=True, blank=True)
    municipality = models.ForeignKey(
        "organizations.Municipality", models.PROTECT, related_name="+", null=True, blank=True
    )
    hour = models.DateTimeField(_("hour"))
    code = models.CharField(_("reason"), max_length=40)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("count of refusals")
        verbose_name_plural = _("counts of refusals")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "office", "municipality", "hour", "code"],
                name="refusal_count_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.count}"


class LegalProvision(models.Model):
    """根拠条文 with its dates of force: a paper prints the text in force on its own date."""

    tenancy: ClassVar[Tenancy] = EVERYONE_READS

    key = models.CharField(_("key"), max_length=20, choices=ProvisionKey)
    statute = models.CharField(_("statute"), max_length=80)
    article = models.CharField(_("article"), max_length=40)
    text = models.TextField(_("text shown"))
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    checked_by = models.CharField(_("checked by"), max_length=80, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal provision")
        verbose_name_plural = _("legal provisions")
        constraints = [models.UniqueConstraint(fields=["key", "in_force_from"], name="provision_once_per_start")]

    def __str__(self) -> str:
        return f"{self.statute}{self.article}"
