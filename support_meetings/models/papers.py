"""Papers of an agenda item, frozen when they are issued, and their numbered copies: one for each member."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.vocabulary import CaseKind, MeetingKind, Route
from organizations.tenancy import Tenancy, municipality, user
from support_meetings.models.body import OURS, Appointment, Member
from support_meetings.models.sessions import AgendaItem, Session


class PaperKind(models.TextChoices):
    """資料の種類."""

    CASE = "case", _("paper on the case")
    EXTRACT = "extract", _("extract of the minutes")


class Paper(models.Model):
    """資料 of an item. `lines` are composed by ticking and, once frozen, never change.

    Each line: {"item": one of consent.vocabulary.Item, "label": words, "text": words}.
    """

    tenancy: ClassVar[Tenancy] = OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=10, choices=PaperKind, default=PaperKind.CASE)
    revision = models.PositiveSmallIntegerField(default=1)
    lines: models.JSONField[Any, Any] = models.JSONField(default=list)
    frozen_at = models.DateTimeField(_("issued"), null=True, blank=True)
    frozen_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("paper of an agenda item")
        verbose_name_plural = _("papers of agenda items")
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "revision"], name="paper_revision_once"),
            models.UniqueConstraint(
                fields=["item", "kind"], condition=models.Q(frozen_at__isnull=True), name="paper_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind} {self.revision}"


class Medium(models.TextChoices):
    """How a copy reaches its member."""

    PORTAL = "portal", _("in the portal")
    PAPER = "paper", _("on paper")


class CopyFate(models.TextChoices):
    """回収: what became of a copy on paper."""

    WITH_SECRETARIAT = "", _("not yet handed out")
    HANDED_OUT = "handed_out", _("handed out")
    RETURNED = "returned", _("returned")
    DESTROYED = "destroyed", _("destroyed")
    UNACCOUNTED = "unaccounted", _("not returned; reason recorded")


class PaperCopy(models.Model):
    """資料（番号付）: one member's copy of one paper, with its number, its time and its row in the ledger.

    `content` is the frozen paper, sealed, for the portal; what the gate must know when it is opened (session, item,
    kinds, route) stands here again, because the portal's log-in reads nothing else of the meeting.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(user("select", "reader_id"),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="copies")
    session = models.ForeignKey(Session, models.PROTECT, related_name="copies")
    member = models.ForeignKey(Member, models.PROTECT, related_name="copies")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    reader = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    number = models.CharField(_("number of the copy"), max_length=30)
    name = models.CharField(_("name on the copy"), max_length=60)
    organization_name = models.CharField(_("organisation on the copy"), max_length=120)
    medium = models.CharField(_("medium"), max_length=10, choices=Medium)
    content = models.BinaryField(editable=False)
    opens_at = models.DateTimeField(_("can be read from"))
    closes_at = models.DateTimeField(_("can be read until"))
    may_download = models.BooleanField(_("may be downloaded"), default=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    disclosure = models.OneToOneField("consent.Disclosure", models.PROTECT, related_name="+")
    # For the gate, at the portal.
    meeting_id_for_gate = models.BigIntegerField(editable=False)
    item_id_for_gate = models.BigIntegerField(editable=False)
    meeting_kind = models.CharField(max_length=15, choices=MeetingKind, editable=False)
    case_kind = models.CharField(max_length=15, choices=CaseKind, editable=False)
    route = models.CharField(max_length=1, choices=Route, editable=False)
    sender_organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", editable=False
    )
    subject = models.UUIDField(editable=False)
    # What becomes of it.
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)
    fate = models.CharField(_("what became of it"), max_length=15, choices=CopyFate, blank=True)
    fate_at = models.DateTimeField(_("since"), null=True, blank=True)
    fate_reason = models.CharField(_("reason"), max_length=200, blank=True)
    fate_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("numbered copy")
        verbose_name_plural = _("numbered copies")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="copy_number_once"),
            models.UniqueConstraint(fields=["id", "reader", "municipality"], name="copy_of_its_reader"),
            # One that was taken back by mistake, or for a conflict that is gone, is issued again under a new number.
            models.UniqueConstraint(
                fields=["paper", "member"],
                condition=models.Q(revoked_at__isnull=True),
                name="copy_one_for_each_member",
            ),
            models.CheckConstraint(
                condition=~models.Q(fate="unaccounted") | models.Q(fate_reason__regex=r"\S"),
                name="copy_unaccounted_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CopyOpening(models.Model):
    """閲覧: one opening of a copy. `device` is a digest of the log-in session, so that two devices show as two."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select"),), portal=(user("select insert"),))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    copy = models.ForeignKey(PaperCopy, models.PROTECT, related_name="openings")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    device = models.CharField(_("device"), max_length=16)
    is_download = models.BooleanField(_("downloaded"), default=False)

    class Meta:
        verbose_name = _("opening of a copy")
        verbose_name_plural = _("openings of copies")
        indexes = [models.Index(fields=["copy", "at"], name="opening_by_copy")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.at:%H:%M}"
