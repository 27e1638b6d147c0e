"""What the parties see and say, sign and terminate. No row is about a household."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementKind, AgreementParty
from organizations.tenancy import Tenancy, municipality, organization, shared


class VersionReason(models.TextChoices):
    """Why the text was frozen."""

    REVIEW = "review", _("sent to the parties")
    SIGNED = "signed", _("signed")


class AgreementVersion(models.Model):
    """The text as it stood when it went to the parties or was signed; never changed.

    `content` is {"title", "preamble", "articles", "closing", "annexes", "generated", "parties", "term"}, see
    `agreements.texts`; `digest` is SHA-256 of its canonical JSON.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    reason = models.CharField(_("frozen because"), max_length=10, choices=VersionReason)
    content: models.JSONField[Any, Any] = models.JSONField(_("text"))
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}-{self.number}"


class PartyCopy(models.Model):
    """A version as one party has it at the portal, for its opinion or as it was signed. Written by the agency only."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(organization("select"),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="copies")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="copies")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=30)
    title = models.CharField(_("title"), max_length=120)
    version_number = models.PositiveSmallIntegerField(_("version"))
    reason = models.CharField(_("sent for"), max_length=10, choices=VersionReason)
    content: models.JSONField[Any, Any] = models.JSONField(_("text"))
    words = models.TextField(_("accompanying words"), max_length=1000, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    due_on = models.DateField(_("opinion asked by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("a party's copy of an agreement")
        verbose_name_plural = _("parties' copies of agreements")
        constraints = [
            models.UniqueConstraint(fields=["version", "organization", "reason"], name="party_copy_once"),
            models.UniqueConstraint(fields=["id", "organization", "municipality"], name="party_copy_of_its_party"),
        ]
        indexes = [models.Index(fields=["organization", "-sent_at", "-id"], name="party_copy_by_party")]

    def __str__(self) -> str:
        return f"{self.number} {self.version_number}"


_BY_PARTY = Tenancy(
    agency=(municipality("select insert"),),
    portal=(organization("select"), organization("insert", also="NOT recorded_by_agency")),
)


class ReviewComment(models.Model):
    """意見: what a party says on one article (1, 2, …) or on the whole (0). Never changed."""

    tenancy: ClassVar[Tenancy] = _BY_PARTY

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    copy = models.ForeignKey(PartyCopy, models.PROTECT, related_name="comments")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    article = models.PositiveSmallIntegerField(_("article"), default=0)
    words = models.TextField(_("comment"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=80)
    recorded_by_agency = models.BooleanField(_("said by telephone, letter or in person"), default=False)

    class Meta:
        verbose_name = _("comment on an agreement")
        verbose_name_plural = _("comments on agreements")

    def __str__(self) -> str:
        return f"{self.copy_id} {self.article}"


class CommentReply(models.Model):
    """The municipality's reply to a comment, and whether the text was changed for it."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert"),), portal=(organization("select"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    comment = models.OneToOneField(ReviewComment, models.PROTECT, related_name="reply")
    taken_up = models.BooleanField(_("the text was changed for it"))
    words = models.TextField(_("reply"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reply to a comment")
        verbose_name_plural = _("replies to comments")

    def __str__(self) -> str:
        return f"{self.comment_id}"


class PartyOpinion(models.Model):
    """回答: a party agrees to a version, or asks for changes. The latest counts."""

    tenancy: ClassVar[Tenancy] = _BY_PARTY

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    copy = models.ForeignKey(PartyCopy, models.PROTECT, related_name="opinions")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("agrees"))
    words = models.CharField(_("words"), max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=80)
    recorded_by_agency = models.BooleanField(_("said by telephone, letter or in person"), default=False)

    class Meta:
        verbose_name = _("opinion of a party")
        verbose_name_plural = _("opinions of parties")

    def __str__(self) -> str:
        return f"{self.copy_id} {self.agrees}"


class Signature(models.Model):
    """署名: that one party signed, when and by whom; entered by the municipality from the signed paper."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert delete"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    party = models.OneToOneField(AgreementParty, models.PROTECT, related_name="signature")
    signed_on = models.DateField(_("signed"))
    title = models.CharField(_("title of who signed"), max_length=60)
    name = models.CharField(_("who signed"), max_length=60)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return f"{self.party_id} {self.signed_on}"


class AgreementScan(models.Model):
    """The signed paper as a scan (PDF or picture), byte for byte, sealed; `digest` is SHA-256 of the file."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="scans")
    name = models.CharField(_("file"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30)
    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("scan of a signed agreement")
        verbose_name_plural = _("scans of signed agreements")
        constraints = [models.UniqueConstraint(fields=["agreement", "digest"], name="agreement_scan_once")]

    def __str__(self) -> str:
        return self.name


class NoticeKind(models.TextChoices):
    """What a party gives notice of."""

    NO_RENEWAL = "no_renewal", _("it shall not renew itself")
    TERMINATION = "termination", _("it is terminated")


class TermNotice(models.Model):
    """申出: a party's notice that the agreement ends, with the last day in force. Taken back rather than removed."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    given_by = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    received_on = models.DateField(_("received"))
    ends_on = models.DateField(_("last day in force"))
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.ends_on}"


class ClauseTemplate(models.Model):
    """条文のひな形 of a municipality: its own, or its wording of one that Tsunagi brings (`key` of `agreements.clauses`)."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    key = models.SlugField(_("key"), max_length=40)
    heading = models.CharField(_("heading"), max_length=60)
    paragraphs: models.JSONField[Any, Any] = models.JSONField(_("paragraphs"), default=list)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgreementKind), verbose_name=_("for which agreements"), default=list
    )
    order = models.PositiveSmallIntegerField(_("place"), default=100)
    is_usual = models.BooleanField(_("chosen to begin with"), default=True)
    retired_at = models.DateTimeField(_("no longer offered"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("clause template")
        verbose_name_plural = _("clause templates")
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="clause_key_once")]

    def __str__(self) -> str:
        return self.heading


class AgreementReminder(models.Model):
    """That somebody was told, `days` ahead, of a day that matters: so that it is told once."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select"),), worker=(shared("select insert"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reminders")
    day = models.DateField(_("day"))
    code = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField(_("days ahead"))
    raised_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder of an agreement")
        verbose_name_plural = _("reminders of agreements")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "day", "code", "days"], name="agreement_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.day} {self.days}"
