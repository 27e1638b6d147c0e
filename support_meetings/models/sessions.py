"""A session: who is summoned, what is on the agenda, who has a conflict, what was decided."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consent.vocabulary import CaseKind
from organizations.tenancy import Tenancy, municipality, shared, user
from support_meetings.models.body import Appointment, Member, SupportMeeting
from support_meetings.querysets import AgendaItemQuerySet, SessionQuerySet


class SessionState(models.TextChoices):
    """開催の状態; moved by `support_meetings.actions` only."""

    PLANNED = "planned", _("being prepared")
    CALLED = "called", _("called")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class Session(models.Model):
    """開催: one sitting of a meeting. It names no household; its agenda does."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(SupportMeeting, models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField(_("number of the session"))
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    online = models.CharField(_("how to join by video"), max_length=300, blank=True)
    remark = models.CharField(_("remark for the letter (nothing about any household)"), max_length=400, blank=True)
    papers_from = models.DateTimeField(_("papers can be read from"))
    papers_until = models.DateTimeField(_("papers can be read until"))
    may_download = models.BooleanField(_("the chair allows copies to be downloaded"), default=False)
    called_at = models.DateTimeField(_("called"), null=True, blank=True)
    called_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    minutes = models.TextField(_("minutes: course of the session"), max_length=20_000, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=200, blank=True)
    next_on = models.DateField(_("next session"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of a meeting")
        verbose_name_plural = _("sessions of a meeting")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="session_number_once"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_has_length"),
            models.CheckConstraint(
                condition=models.Q(papers_until__gte=models.F("ends_at"), papers_from__lt=models.F("papers_until")),
                name="session_papers_have_a_time",
            ),
            models.CheckConstraint(
                condition=~(models.Q(place="") & models.Q(online="")), name="session_has_place_or_video"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-starts_at", "-id"], name="session_by_time")]

    def __str__(self) -> str:
        return f"{self.meeting_id}-{self.number}"


class Attendance(models.TextChoices):
    """出欠."""

    UNKNOWN = "", _("not recorded")
    PRESENT = "present", _("present")
    PARTLY = "partly", _("came later or left early")
    ABSENT = "absent", _("did not come")


class Summons(models.Model):
    """招集: this member is called to this session, in one capacity; it is the letter that they read.

    Meeting, time and place stand here again, because this row is all that the portal shows of the session.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update delete"),),
        portal=(user("select"),),
        worker=(shared("select update"),),
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="summonses")
    member = models.ForeignKey(Member, models.PROTECT, related_name="summonses")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    meeting_name = models.CharField(max_length=80)
    session_number = models.PositiveIntegerField()
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    online = models.CharField(_("how to join by video"), max_length=300, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    sent_at = models.DateTimeField(_("letter sent"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, blank=True)
    attendance_note = models.CharField(_("note on the attendance"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("summons")
        verbose_name_plural = _("summonses")
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="summoned_once"),
            models.UniqueConstraint(fields=["id", "user", "municipality"], name="summons_of_its_person"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.member_id}"


class SummonsReply(models.Model):
    """出欠の返事 of a member in the portal; the latest counts."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select"),), portal=(user("select insert"),))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    summons = models.ForeignKey(Summons, models.CASCADE, related_name="replies")
    user = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    is_coming = models.BooleanField(_("is coming"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("reply to a summons")
        verbose_name_plural = _("replies to summonses")

    def __str__(self) -> str:
        return f"{self.summons_id} {self.is_coming}"


class AgendaItem(models.Model):
    """議題: a case on the agenda of a session, under one of the three kinds, with the reason why.

    `subject` names the household for the gate and the ledger. `discussion` and `result` are its part of the minutes.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("number on the agenda"))
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="agenda_items")
    subject = models.UUIDField(editable=False)
    case_kind = models.CharField(_("kind of case"), max_length=15, choices=CaseKind)
    why_no_consent = models.TextField(_("why there is no consent"), max_length=1000, blank=True)
    question = models.TextField(_("what is to be discussed"), max_length=2000)
    taken_off_at = models.DateTimeField(_("taken off"), null=True, blank=True)
    taken_off_reason = models.CharField(_("why it was taken off"), max_length=200, blank=True)
    discussion = models.TextField(_("minutes: what was said"), max_length=10_000, blank=True)
    result = models.TextField(_("minutes: what was agreed"), max_length=4000, blank=True)
    next_review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="agenda_number_once"),
            models.UniqueConstraint(
                fields=["session", "case"], condition=models.Q(taken_off_at__isnull=True), name="case_once_on_agenda"
            ),
            models.CheckConstraint(
                condition=~models.Q(case_kind=CaseKind.NO_CONSENT) | models.Q(why_no_consent__regex=r"\S"),
                name="agenda_no_consent_says_why",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="agenda_by_case")]

    def __str__(self) -> str:
        return f"{self.session_id}-{self.number}"


class Exclusion(models.Model):
    """利益相反: an organisation, or one member, that takes no part in an item."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert delete"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="exclusions")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", null=True, blank=True
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(_("what the conflict is"), max_length=200)
    by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("exclusion for a conflict")
        verbose_name_plural = _("exclusions for conflicts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organization__isnull=True, member__isnull=False)
                | models.Q(organization__isnull=False, member__isnull=True),
                name="exclusion_of_one",
            ),
            models.UniqueConstraint(
                fields=["item", "organization", "member"], name="exclusion_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}"


class Decision(models.Model):
    """決定事項: who does what by when; it stands on the case until it is done."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="decisions")
    what = models.CharField(_("what is to be done"), max_length=300)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("who does it")
    )
    due_on = models.DateField(_("by"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    dropped_reason = models.CharField(_("why it was dropped"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision of a meeting")
        verbose_name_plural = _("decisions of a meeting")
        indexes = [
            models.Index(
                fields=["municipality", "due_on", "id"],
                condition=models.Q(done_on__isnull=True, dropped_reason=""),
                name="decision_open",
            ),
            models.Index(fields=["case"], name="decision_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.due_on}"

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped."""
        return self.done_on is None and not self.dropped_reason
