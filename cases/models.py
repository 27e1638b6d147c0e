"""Person, household, case and notes: the agency's own records, closed to the portal's log-in."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.querysets import CaseQuerySet, FlagQuerySet
from japanese.text import address_key, address_parts, halves, kana_key, name_key, phone_key, reading, reading_skeleton
from organizations.tenancy import Right, Tenancy, municipality, shared

_OURS = Tenancy(agency=(municipality("select insert update"),))


class Household(models.Model):
    """世帯. The address stands as it was received."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    address = models.CharField(_("address"), max_length=300)
    address_key = models.CharField(max_length=300, editable=False)
    place_key = models.CharField(max_length=320, editable=False, default="")
    block_key = models.CharField(max_length=320, editable=False, default="")
    has_infant = models.BooleanField(_("infant in the household"), default=False)
    has_illness = models.BooleanField(_("illness, or equipment that needs electricity"), default=False)
    notes = models.CharField(_("composition"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        indexes = [
            models.Index(fields=["municipality", "address_key"], name="household_by_address"),
            models.Index(fields=["municipality", "block_key"], name="household_by_block"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def clean_keys(self) -> None:
        """Recompute what matching uses."""
        parts = address_parts(self.address, self.municipality.name)
        self.address_key = address_key(self.address)[:300]
        self.place_key, self.block_key = parts.key[:320], parts.block[:320]


class Person(models.Model):
    """本人. Names stand as they were received; the keys only suggest (rule 18)."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="people")
    name = models.CharField(_("name"), max_length=100)
    kana = models.CharField(_("name in kana"), max_length=100, blank=True)
    name_key = models.CharField(max_length=120, editable=False)
    kana_key = models.CharField(max_length=120, editable=False)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    phone_key = models.CharField(max_length=30, editable=False)
    # The two halves of the reading, of which one mistake leaves one as it is (see `japanese.text.halves`).
    kana_head = models.CharField(max_length=60, editable=False, default="")
    kana_tail = models.CharField(max_length=60, editable=False, default="")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["municipality", "name_key"], name="person_by_name"),
            models.Index(fields=["municipality", "kana_key"], name="person_by_kana"),
            models.Index(fields=["municipality", "phone_key"], name="person_by_phone"),
            models.Index(fields=["municipality", "kana_head"], name="person_by_kana_head"),
            models.Index(fields=["municipality", "kana_tail"], name="person_by_kana_tail"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def clean_keys(self) -> None:
        """Recompute what matching uses."""
        self.name_key = name_key(self.name)
        self.kana_key = kana_key(self.kana)
        self.phone_key = phone_key(self.phone)
        skeleton = reading_skeleton(reading(self.name_key, self.kana_key))
        self.kana_head, self.kana_tail = halves(skeleton)


class CaseStatus(models.TextChoices):
    """Whether somebody works on it."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Case(models.Model):
    """支援ケース: one household that an agency supports."""

    known_as: ClassVar[str] = "number"
    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),), worker=(shared(),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    number = models.CharField(_("case number"), max_length=20)
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases", verbose_name=_("the person"))
    status = models.CharField(_("state"), max_length=10, choices=CaseStatus, default=CaseStatus.OPEN)
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        "organizations.User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("in charge")
    )
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next step by"), null=True, blank=True)
    # The case that this one turned out to be the same as; it lives on there, and this number leads to it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="folded", null=True, blank=True, verbose_name=_("merged into")
    )
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=models.Q(status="open", closed_on__isnull=True)
                | models.Q(status="closed", closed_on__isnull=False),
                name="case_closed_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | (models.Q(status="closed") & ~models.Q(merged_into=models.F("id"))),
                name="case_merged_is_closed",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status", "-id"], name="case_by_state")]

    def __str__(self) -> str:
        return self.number


class CaseMerge(models.Model):
    """統合: two cases of one household became one. What moved is kept by key, so that it can be undone."""

    known_as: ClassVar[str] = "source__number"
    tenancy: ClassVar[Tenancy] = _OURS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    source = models.ForeignKey(Case, models.PROTECT, related_name="merges_out", verbose_name=_("merged case"))
    target = models.ForeignKey(Case, models.PROTECT, related_name="merges_in", verbose_name=_("case that stays"))
    by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    moved: models.JSONField[Any, Any] = models.JSONField(
        default=dict, help_text="mover → keys of rows and of their versions; no data"
    )
    undone_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of two cases")
        verbose_name_plural = _("merges of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(undone_at__isnull=True), name="case_merged_once"
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="case_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class CaseCounter(models.Model):
    """The last case number given in a municipality and fiscal year."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),))

    municipality = models.ForeignKey("organizations.Municipality", models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "case counter"
        verbose_name_plural = "case counters"
        constraints = [models.UniqueConstraint(fields=["municipality", "fiscal_year"], name="case_counter_once")]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.last}"


class NoteKind(models.TextChoices):
    """What a note records; a contact counts for follow-up."""

    CONTACT = "contact", _("talk with the person or the family")
    COORDINATION = "coordination", _("talk with another office")
    MEMO = "memo", _("memo")


class CaseNote(models.Model):
    """支援経過. Notes are added, and corrected with their history kept; never removed."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=15, choices=NoteKind, default=NoteKind.MEMO)
    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    body = models.TextField(_("text"), max_length=4000)
    author = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    submission = models.UUIDField(null=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["case", "-happened_at"], name="note_by_case")]
        constraints = [models.UniqueConstraint(fields=["submission"], name="note_sent_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Severity(models.IntegerChoices):
    """How much a flag presses; the higher the earlier in the list."""

    NOTE = 1, _("note")
    SOON = 2, _("soon")
    URGENT = 3, _("urgent")
    DANGER = 4, _("danger")


class FlagKind(models.TextChoices):
    """Which rule raised a flag; the rule stands in the app that knows (`flags.py`)."""

    STOP_NEAR = "stop_near", _("stop date near, no contact yet")
    LONG_ARREARS = "long_arrears", _("long in arrears, no contact")
    MEETING_DECISION = "meeting_decision", _("decision of a meeting not done")
    MEETING_REVIEW = "meeting_review", _("a meeting is to look at it again")
    REQUEST_UNANSWERED = "request_unanswered", _("request for co-operation unanswered")


class Flag(models.Model):
    """要フォロー: raised by a rule with its reason, resolved by itself when the rule holds no longer."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select update"),), worker=(Right(("select", "insert", "update")),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="flags")
    kind = models.CharField(_("kind"), max_length=20, choices=FlagKind)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity)
    due_on = models.DateField(_("due"))
    facts = models.JSONField(_("facts"), default=dict, help_text="dates and counts that the reason is made of")
    raised_on = models.DateField(_("raised"))
    resolved_on = models.DateField(_("resolved"), null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(resolved_on__isnull=True), name="flag_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "-severity", "due_on", "id"],
                condition=models.Q(resolved_on__isnull=True),
                name="flag_open_queue",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    @property
    def reason(self) -> str:
        """The reason in words, made of the facts in the reader's language."""
        from cases.flags import reason

        return reason(self)
