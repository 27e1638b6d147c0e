"""発行文書の控え: every paper that went out, byte for byte."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.querysets import IssuedDocumentQuerySet
from organizations.tenancy import Tenancy, municipality


class DocumentKind(models.TextChoices):
    """What a paper is."""

    AGREEMENT = "agreement", _("agreement")
    AMENDMENT = "amendment", _("change agreement")
    TERMINATION = "termination", _("notice of an agreement's end")
    CHARTER = "charter", _("charter of a meeting")
    REGISTER = "register", _("register of members")
    SERVE_REQUEST = "serve_request", _("request to become a member")
    APPOINTMENT = "appointment", _("appointment")
    PLEDGE = "pledge", _("pledge of secrecy")
    LEAVING = "leaving", _("letter at the end of a term")
    CONVENING = "convening", _("notice of a session")
    AGENDA = "agenda", _("agenda")
    MEETING_PAPER = "meeting_paper", _("numbered copy of a paper")
    COLLECTION = "collection", _("collection table")
    MINUTES = "minutes", _("minutes")
    REQUEST = "request", _("request for co-operation")
    CONSENT_FORM = "consent_form", _("consent form")
    WITHDRAWAL = "withdrawal", _("receipt of a withdrawal")
    LEAFLETS = "leaflets", _("leaflets")
    CONFERENCE = "conference", _("agenda of a conference")
    YEARLY_REPORT = "yearly_report", _("yearly report")
    CALLING_CARD = "calling_card", _("calling card")
    VISIT_SLIP = "visit_slip", _("visit slip")
    OTHER = "other", _("other paper")


class IssuedDocument(models.Model):
    """One issued paper: number, day, what it was made of, its bytes and their SHA-256. Added, never changed.

    `about` names the row it was issued for ("support_meetings.appointment:12"); `snapshot` is the JSON of the data it
    was drawn from and `content` the PDF, both sealed. `provisions` are [{"statute", "article", "text"}] in force on
    `issued_on`. One that replaces an earlier paper names it in `replaces`, so the earlier one has a `successor`.
    `is_personal`: it names a household, so whoever reads it is written down and must be allowed to see cases.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert"),))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    number = models.CharField(_("number"), max_length=40)
    revision = models.PositiveSmallIntegerField(_("issue"), default=1)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, default="ja")
    about = models.CharField(max_length=80)
    is_personal = models.BooleanField(_("about a household"), default=False)
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    snapshot = models.BinaryField(editable=False)
    content = models.BinaryField(editable=False)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    provisions: models.JSONField[Any, Any] = models.JSONField(_("provisions"), default=list)
    replaces = models.OneToOneField("self", models.PROTECT, related_name="successor", null=True, blank=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "about", "number", "revision"], name="issued_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-issued_at", "-id"], name="issued_latest"),
            models.Index(fields=["municipality", "about", "kind"], name="issued_about"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
