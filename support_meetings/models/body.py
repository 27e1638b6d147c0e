"""The body: the meeting with its charter, its members, their appointments, consents to serve and pledges."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consent.vocabulary import MeetingKind
from organizations.tenancy import Tenancy, municipality, shared, user
from support_meetings.querysets import AppointmentQuerySet, SupportMeetingQuerySet

OURS = Tenancy(agency=(municipality("select insert update"),))


class LegalBasis(models.TextChoices):
    """設置の根拠: the statute on which a meeting stands; the last one stands on consent alone."""

    ACT_9 = "act_9", _("Self-Reliance Support Act, Article 9")
    WELFARE_106_6 = "welfare_106_6", _("Social Welfare Act, Article 106-6")
    ASSISTANCE_27_3 = "assistance_27_3", _("Public Assistance Act, Article 27-3")
    CONSENT = "consent", _("the person’s consent (no statute)")


class SupportMeeting(models.Model):
    """支援会議 or 支援調整会議. Founded by a municipality, with its charter (設置要綱)."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(municipality("select"),), worker=(shared(),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=15, choices=MeetingKind, default=MeetingKind.SUPPORT)
    basis = models.CharField(_("legal basis"), max_length=20, choices=LegalBasis, default=LegalBasis.ACT_9)
    name = models.CharField(_("name"), max_length=80)
    founded_on = models.DateField(_("founded"))
    charter = models.CharField(_("charter"), max_length=120)
    charter_text = models.TextField(_("text of the charter"), max_length=20_000, blank=True)
    secretariat = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    chair = models.ForeignKey(
        "support_meetings.Member", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("chair")
    )
    deputy = models.ForeignKey(
        "support_meetings.Member", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("deputy")
    )
    ended_on = models.DateField(_("dissolved"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    objects = SupportMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("support meeting")
        verbose_name_plural = _("support meetings")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="support_meeting_once"),
            models.CheckConstraint(
                condition=(models.Q(kind=MeetingKind.COORDINATION) & models.Q(basis=LegalBasis.CONSENT))
                | (models.Q(kind=MeetingKind.SUPPORT) & ~models.Q(basis=LegalBasis.CONSENT)),
                name="meeting_kind_has_its_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeetingCounter(models.Model):
    """The last number given in a meeting, a fiscal year and a series (appointments, requests …)."""

    tenancy: ClassVar[Tenancy] = OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(SupportMeeting, models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "meeting counter"
        verbose_name_plural = "meeting counters"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "series", "fiscal_year"], name="meeting_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.fiscal_year}-{self.last}"


class Member(models.Model):
    """構成員: a human being of a meeting, one row however many organisations they sit for.

    `user` is empty while they have no log-in here; such a member takes part on paper.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(user("select"),), worker=(shared("select update"),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(SupportMeeting, models.PROTECT, related_name="members")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)
    kana = models.CharField(_("name in kana"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    address = models.CharField(_("postal address for letters"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member of the meeting")
        verbose_name_plural = _("members of the meeting")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="member_once_for_each_person"),
            models.UniqueConstraint(
                fields=["meeting", "email"], condition=~models.Q(email=""), name="member_once_for_each_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EndReason(models.TextChoices):
    """退任の理由."""

    TERM = "term", _("the term was over")
    RESIGNED = "resigned", _("resigned")
    MOVED = "moved", _("left the organisation or changed the post")
    RELIEVED = "relieved", _("relieved by the municipality")
    DISSOLVED = "dissolved", _("the meeting was dissolved")


class Appointment(models.Model):
    """委嘱 of a member in an organisation, from the request to become one (就任依頼) to the leaving.

    In effect from `starts_on` to the end of `ends_on` (Asia/Tokyo) once `appointed_on` is there; access needs
    the pledge besides (rule 7). `only_session` makes it provisional (臨時委員) for that one session.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),), portal=(user("select"),), worker=(shared("select update"),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(SupportMeeting, models.PROTECT, related_name="appointments")
    member = models.ForeignKey(Member, models.PROTECT, related_name="appointments")
    # The member's log-in again, for the portal's row security.
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    post = models.CharField(_("post in the organisation"), max_length=80, blank=True)
    request_number = models.CharField(_("number of the request to serve"), max_length=30)
    requested_on = models.DateField(_("asked to serve"))
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    number = models.CharField(_("number of the appointment"), max_length=30, blank=True)
    appointed_on = models.DateField(_("appointed"), null=True, blank=True)
    starts_on = models.DateField(_("in office from"))
    ends_on = models.DateField(_("in office until the end of"))
    only_session = models.ForeignKey(
        "support_meetings.Session", models.PROTECT, related_name="+", null=True, blank=True
    )
    end_reason = models.CharField(_("why it ended"), max_length=10, choices=EndReason, blank=True)
    ended_at = models.DateTimeField(_("end recorded"), null=True, blank=True)
    renews = models.ForeignKey("self", models.PROTECT, related_name="renewals", null=True, blank=True)
    history = HistoricalRecords()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(appointed_on__isnull=True, number="")
                | (models.Q(appointed_on__isnull=False) & ~models.Q(number="")),
                name="appointment_has_number",
            ),
            models.UniqueConstraint(
                fields=["meeting", "number"], condition=~models.Q(number=""), name="appointment_number_once"
            ),
            # Whatever is declared of it names its person too: see the keys of migration 0005.
            models.UniqueConstraint(fields=["id", "user", "municipality"], name="appointment_of_its_person"),
        ]
        indexes = [models.Index(fields=["meeting", "ends_on"], name="appointment_by_end")]

    def __str__(self) -> str:
        return self.number or self.request_number


class Means(models.TextChoices):
    """How somebody declared something to the meeting."""

    SCREEN = "screen", _("on screen")
    PAPER = "paper", _("on paper")


#: What the portal may write: what the person declares there, and nothing in the name of the secretariat.
ON_SCREEN = "means <> 'paper' AND NOT recorded_by_id IS DISTINCT FROM user_id"


class Acceptance(models.Model):
    """承諾・辞退: the answer to the request to serve, by the person in the portal or on paper to the secretariat."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),), portal=(user("select"), user("insert", also=ON_SCREEN))
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="acceptance")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    accepted = models.BooleanField(_("accepted"))
    means = models.CharField(_("how"), max_length=10, choices=Means)
    at = models.DateTimeField(_("when"), default=timezone.now)
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reply to the request to serve")
        verbose_name_plural = _("replies to requests to serve")

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.accepted}"


class Pledge(models.Model):
    """誓約書: the words that were signed and the provision printed with them, as they stood that day."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),), portal=(user("select"), user("insert", also=ON_SCREEN))
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="pledge")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    signed_name = models.CharField(_("name as signed"), max_length=60)
    means = models.CharField(_("how"), max_length=10, choices=Means)
    text = models.TextField(_("text signed"))
    provision = models.TextField(_("provision shown"), blank=True)
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.signed_at:%Y-%m-%d}"
