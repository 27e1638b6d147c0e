"""案内チラシ: an agency's own words, codes that tell a channel, how often each was opened, and how many were printed."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.organization import CHANNEL_CODE
from organizations.tenancy import Tenancy, municipality, shared


class PaperSize(models.TextChoices):
    """What a leaflet is printed as."""

    A4 = "a4", _("A4, two sides")
    A5 = "a5", _("A5, two sides")
    CARD = "card", _("card to enclose with a notice")
    LARGE = "large", _("large print, A4")


class LeafletText(models.Model):
    """An agency's wording of the leaflet in one language; the latest published version is printed.

    `words` holds what differs from the words that Tsunagi brings: {field of LeafletWords: text or list}.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), portal=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="leaflet_texts")
    language = models.CharField(_("language"), max_length=10)
    number = models.PositiveSmallIntegerField(_("version"))
    words: models.JSONField[Any, Any] = models.JSONField(_("words"), default=dict)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("text of a leaflet")
        verbose_name_plural = _("texts of leaflets")
        constraints = [
            models.UniqueConstraint(fields=["agency", "language", "number"], name="leaflet_text_version_once"),
            models.UniqueConstraint(
                fields=["agency", "language"], condition=models.Q(published_at__isnull=True), name="leaflet_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.language} {self.number}"


class ChannelCode(models.Model):
    """案内コード: printed on a leaflet so that it is known by which hands it came, and by nobody's name.

    Of one office of a utility, or of another place (`place`) such as a library or a clinic.
    """

    # A utility's first leaflet makes its office's code; a code tells of nobody.
    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(shared("select insert"),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="channels")
    code = models.CharField(_("leaflet code"), max_length=8, unique=True, validators=[CHANNEL_CODE])
    office = models.ForeignKey(
        "organizations.Office", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("office")
    )
    place = models.CharField(_("place"), max_length=80, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(_("no longer printed"), null=True, blank=True)

    class Meta:
        verbose_name = _("leaflet code")
        verbose_name_plural = _("leaflet codes")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "office"], condition=models.Q(office__isnull=False), name="channel_once_per_office"
            ),
            models.UniqueConstraint(
                fields=["agency", "place"], condition=models.Q(office__isnull=True), name="channel_once_per_place"
            ),
            models.CheckConstraint(
                condition=models.Q(office__isnull=False, place="")
                | (models.Q(office__isnull=True) & ~models.Q(place="")),
                name="channel_is_office_or_place",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ChannelCount(models.Model):
    """How often the page of a code was opened on a day, in a language. A count, and nothing about who."""

    # The portal counts up; a row tells of nobody, so it may read and add to every one.
    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select"),), portal=(shared("select insert update"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    code = models.CharField(_("leaflet code"), max_length=8)
    language = models.CharField(_("language"), max_length=10)
    on = models.DateField(_("day"))
    opened = models.PositiveIntegerField(_("opened"), default=0)
    called_back = models.PositiveIntegerField(_("call-backs asked for"), default=0)

    class Meta:
        verbose_name = _("count of a leaflet code")
        verbose_name_plural = _("counts of leaflet codes")
        constraints = [models.UniqueConstraint(fields=["code", "language", "on"], name="channel_count_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.on} {self.opened}"


class LeafletBatch(models.Model):
    """印刷: leaflets that were printed together in one file."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    size = models.CharField(_("size"), max_length=10, choices=PaperSize)
    made_at = models.DateTimeField(_("printed"), default=timezone.now)
    made_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    submission = models.UUIDField(unique=True, editable=False)
    document = models.ForeignKey("documents.IssuedDocument", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("batch of leaflets")
        verbose_name_plural = _("batches of leaflets")
        indexes = [models.Index(fields=["municipality", "-made_at", "-id"], name="batch_latest")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.made_at:%Y-%m-%d}"


class LeafletBatchLine(models.Model):
    """So many of one code and language: where they went, and when. An empty `channel` is the agency's own code."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    batch = models.ForeignKey(LeafletBatch, models.PROTECT, related_name="lines")
    channel = models.ForeignKey(ChannelCode, models.PROTECT, related_name="+", null=True, blank=True)
    language = models.CharField(_("language"), max_length=10)
    text_number = models.PositiveSmallIntegerField(_("version of the text"), default=0)
    copies = models.PositiveIntegerField(_("copies"))
    handed_on = models.DateField(_("handed over"), null=True, blank=True)
    handed_to = models.CharField(_("to whom"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("line of a batch of leaflets")
        verbose_name_plural = _("lines of batches of leaflets")
        constraints = [
            models.CheckConstraint(condition=models.Q(copies__gte=1, copies__lte=100000), name="batch_copies")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.language} {self.copies}"
