"""Requests for co-operation (協力要請, 9条3項) and the answers to them."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consent.vocabulary import Item
from organizations.tenancy import Tenancy, municipality, organization, shared
from support_meetings.models.body import SupportMeeting
from support_meetings.models.sessions import AgendaItem


class CooperationRequest(models.Model):
    """協力要請: what a support meeting asks of one organisation about one person.

    `about` holds only what the organisation needs to find the person ({item: words}); `items` are what is asked.
    `legal_text` is the provision in force on the day of issue. It names its item by number only: the
    organisation sees this row and its own answers, never the case.
    """

    known_as: ClassVar[str] = "number"
    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert update"),),
        portal=(organization("select", "addressed_to_id"),),
        worker=(shared("select update"),),
        history=Tenancy(agency=(municipality("select insert"),), worker=(shared("select insert"),)),
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    meeting = models.ForeignKey(SupportMeeting, models.PROTECT, related_name="requests")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="requests")
    subject = models.UUIDField(editable=False)
    addressed_to = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("addressed to")
    )
    attention = models.CharField(_("attention of"), max_length=80, blank=True)
    number = models.CharField(_("number"), max_length=30)
    meeting_name = models.CharField(max_length=80)
    secretariat_name = models.CharField(max_length=120)
    secretariat_phone = models.CharField(max_length=20, blank=True)
    issued_on = models.DateField(_("issued"))
    issued_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    about: models.JSONField[Any, Any] = models.JSONField(_("about whom"), default=dict)
    items = ArrayField(models.CharField(max_length=20, choices=Item), verbose_name=_("items asked for"))
    question = models.TextField(_("what is asked, and why it is needed"), max_length=1000)
    due_on = models.DateField(_("reply by"))
    legal_text = models.TextField(_("provision"))
    disclosure = models.OneToOneField("consent.Disclosure", models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request for co-operation")
        verbose_name_plural = _("requests for co-operation")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="request_number_once"),
            models.UniqueConstraint(fields=["id", "addressed_to", "municipality"], name="request_to_its_addressee"),
            models.CheckConstraint(condition=models.Q(items__len__gt=0), name="request_asks_items"),
        ]
        indexes = [
            models.Index(fields=["addressed_to", "-issued_on", "-id"], name="request_by_addressee"),
            models.Index(
                fields=["municipality", "due_on", "id"],
                condition=models.Q(answered_at__isnull=True, closed_at__isnull=True, withdrawn_at__isnull=True),
                name="request_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AnswerKind(models.TextChoices):
    """回答の種類: a refusal, or having nothing, is an answer too."""

    GIVEN = "given", _("information given")
    NOTHING = "nothing", _("no such information here")
    DECLINED = "declined", _("declined")


class CooperationAnswer(models.Model):
    """回答: within the items asked, one way. `given` is {item: words}; `kept_out` names what was not asked and not kept."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),),
        portal=(organization("select"), organization("insert", also="NOT on_paper")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    request = models.ForeignKey(CooperationRequest, models.PROTECT, related_name="answers")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    kind = models.CharField(_("answer"), max_length=10, choices=AnswerKind)
    given: models.JSONField[Any, Any] = models.JSONField(_("what was given"), default=dict)
    kept_out = ArrayField(models.CharField(max_length=20, choices=Item), default=list)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    on_paper = models.BooleanField(_("on paper"), default=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    answered_by_name = models.CharField(_("who answered"), max_length=80, blank=True)
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    disclosure = models.OneToOneField("consent.Disclosure", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("answer to a request for co-operation")
        verbose_name_plural = _("answers to requests for co-operation")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="given", disclosure__isnull=False)
                | (~models.Q(kind="given") & models.Q(disclosure__isnull=True)),
                name="answer_given_has_disclosure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"
