"""Reports as they were received, and their withdrawal by the sender."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from consent.vocabulary import Route
from organizations.models import UtilityKind
from organizations.tenancy import Tenancy, municipality, organization, shared
from referrals.querysets import ReferralQuerySet


class StopBasis(models.TextChoices):
    """Where a stop date comes from. An estimated one is marked 推定 everywhere (rule 16)."""

    NOTIFIED = "notified", _("notified by the utility")
    ESTIMATED = "estimated", _("estimated")
    UNKNOWN = "unknown", _("not known")


class Channel(models.TextChoices):
    """受付の方法: how a report came; stored, never renamed."""

    PORTAL = "portal", _("portal")
    FILE = "file", _("list sent as a file")
    MACHINE = "machine", _("from the utility’s system")
    TELEPHONE = "telephone", _("by telephone")
    FAX = "fax", _("by FAX")
    DESK = "desk", _("at the counter")
    VISIT = "visit", _("during a visit")
    FORWARDED = "forwarded", _("passed on by another agency")


#: What a caseworker enters.
ENTERED = (Channel.TELEPHONE, Channel.FAX, Channel.DESK, Channel.VISIT)


class Source(models.TextChoices):
    """通報者: who told us; stored, never renamed."""

    UTILITY = "utility", _("utility with an entry here")
    TOWN_HALL = "town_hall", _("another office of the town hall")
    WELFARE_COMMISSIONER = "welfare_commissioner", _("welfare commissioner")
    DELIVERY = "delivery", _("delivery company")
    NEWSPAPER = "newspaper", _("newspaper company")
    OTHER_COMPANY = "other_company", _("other company or organisation")
    FAMILY = "family", _("family or friend")
    NEIGHBOUR = "neighbour", _("neighbour")
    PERSON = "person", _("the person concerned")


#: The history is looked through by the report's own key only; each index more slows down long lists.
HISTORY_UNINDEXED = [
    *("receipt_number", "submission", "municipality", "agency", "utility", "office", "submitted_by"),
    *("consent", "protection", "disclosure", "corrects", "import_run", "agreed_path"),
]


class Referral(models.Model):
    """情報提供・通報 as it was received, byte for byte (rule 18)."""

    known_as: ClassVar[str] = "receipt_number"
    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),),
        portal=(organization("select insert", "utility_id"),),
        worker=(shared("select update"),),
        history=Tenancy(
            agency=(municipality("select insert"),),
            portal=(organization("select insert", "utility_id"),),
            worker=(shared("select insert update"),),
        ),
    )

    # Made here, not by the database: it names the subject of consents and disclosures before the row exists.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_number = models.CharField(_("receipt number"), max_length=20, unique=True)
    submission = models.UUIDField(unique=True, editable=False)
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.PORTAL)
    source = models.CharField(_("who told us"), max_length=25, choices=Source, default=Source.UTILITY)
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+", null=True, blank=True)
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+", null=True, blank=True)
    source_name = models.CharField(_("name of who told us"), max_length=100, blank=True)
    source_phone = models.CharField(_("telephone of who told us"), max_length=30, blank=True)
    caller_words = models.CharField(_("in their own words"), max_length=1000, blank=True)
    submitted_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("received"), default=timezone.now)
    route = models.CharField(_("ground"), max_length=1, choices=Route)
    danger_to_life = models.BooleanField(_("life in danger now"), default=False)
    consent = models.ForeignKey("consent.Consent", models.PROTECT, related_name="+", null=True, blank=True)
    protection = models.ForeignKey("consent.ProtectionGround", models.PROTECT, related_name="+", null=True, blank=True)
    # No report without its row in the ledger, and no row for two.
    disclosure = models.OneToOneField("consent.Disclosure", models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, related_name="corrections", null=True, blank=True)
    import_run = models.ForeignKey(
        "referrals.ImportRun", models.SET_NULL, related_name="+", null=True, blank=True, db_index=False
    )
    # The agreement by which it was made, never its ground. A key of the database ties it to utility and municipality.
    agreed_path = models.ForeignKey(
        "agreements.AgreedPath", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )

    name = models.CharField(_("name"), max_length=100)
    kana = models.CharField(_("name in kana"), max_length=100, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10)
    address = models.CharField(_("address"), max_length=300)

    supply_kind = models.CharField(_("kind of supply"), max_length=20, choices=UtilityKind, blank=True)
    supplier_name = models.CharField(_("who supplies"), max_length=100, blank=True)
    customer_number = models.CharField(_("customer number"), max_length=40, blank=True)
    supply_point = models.CharField(_("supply point number"), max_length=22, blank=True)
    arrears_since = models.DateField(_("in arrears since"), null=True, blank=True)
    arrears_months = models.PositiveSmallIntegerField(_("months in arrears"), null=True, blank=True)
    arrears_yen = models.PositiveIntegerField(_("amount in arrears (yen)"), null=True, blank=True)
    deferred_until = models.DateField(_("payment deferred until"), null=True, blank=True)
    notice_on = models.DateField(_("stop notice sent"), null=True, blank=True)
    scheduled_stop_on = models.DateField(_("scheduled stop date"), null=True, blank=True)
    stop_basis = models.CharField(_("stop date is"), max_length=10, choices=StopBasis, default=StopBasis.UNKNOWN)

    has_infant = models.BooleanField(_("infant in the household"), default=False)
    has_illness = models.BooleanField(_("illness, or equipment that needs electricity"), default=False)
    signs = models.CharField(_("what was noticed"), max_length=500, blank=True)
    note = models.CharField(_("remark"), max_length=500, blank=True)
    #: What was stated, encrypted, once the report is sealed (see `Triage.sealed_at`); the columns are empty then.
    sealed = models.BinaryField(null=True, editable=False)
    #: The customer number without width and blanks, for telling whether a row of a list was sent before. Made by the
    #: database, because row security keeps it from using an index on such an expression.
    customer_key = models.GeneratedField(
        expression=models.Func("customer_number", template="replace(normalize(%(expressions)s, NFKC), ' ', '')"),
        output_field=models.TextField(),
        db_persist=True,
    )
    history = HistoricalRecords(excluded_fields=["customer_key"], no_db_index=HISTORY_UNINDEXED)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["utility", "-submitted_at", "id"], name="referral_by_utility"),
            models.Index(fields=["municipality", "-submitted_at", "id"], name="referral_by_municipality"),
            models.Index(fields=["utility", "customer_number"], name="referral_by_customer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(route=Route.A, consent__isnull=False)
                | models.Q(route=Route.B, protection__isnull=False),
                name="referral_rests_on_its_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(stop_basis="unknown", scheduled_stop_on__isnull=True)
                | (~models.Q(stop_basis="unknown") & models.Q(scheduled_stop_on__isnull=False)),
                name="referral_stop_date_has_basis",
            ),
            models.CheckConstraint(
                condition=models.Q(source=Source.UTILITY, utility__isnull=False, office__isnull=False)
                | (~models.Q(source=Source.UTILITY) & models.Q(utility__isnull=True, office__isnull=True)),
                name="referral_of_a_utility_names_it",
            ),
            # The same row of a list, sent again, is the same report; that life is in danger now is news.
            models.UniqueConstraint(
                fields=["utility", "customer_key", "supply_kind", "scheduled_stop_on", "danger_to_life"],
                condition=models.Q(channel=Channel.FILE, sealed__isnull=True) & ~models.Q(customer_number=""),
                nulls_distinct=False,
                name="referral_from_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def sender_name(self) -> str:
        """Who told us, for people: the company, the name given, or what kind of person it was."""
        return self.utility.name if self.utility else self.source_name or str(self.get_source_display())


class RetractReason(models.TextChoices):
    """取下げの理由: why a sender takes a report back; stored, never renamed."""

    WRONG_PERSON = "wrong_person", _("it was about somebody else")
    CONSENT_DOUBTFUL = "consent_doubtful", _("the person had not agreed after all")
    PAID = "paid", _("the arrears are paid")
    SENT_TWICE = "sent_twice", _("it was sent twice")
    OTHER = "other", _("another reason")


#: What should never have reached us is sealed when it is taken back.
SEALING_REASONS = frozenset({RetractReason.WRONG_PERSON, RetractReason.CONSENT_DOUBTFUL})


class Retraction(models.Model):
    """取下げ: the sender takes a report back. The report stays with its number; what it said may be sealed."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select"),), portal=(organization("select insert", "utility_id"),), worker=(shared(),)
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="retraction")
    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=RetractReason)
    by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("withdrawal of a report")
        verbose_name_plural = _("withdrawals of reports")

    def __str__(self) -> str:
        return self.get_reason_display()


class ReceiptCounter(models.Model):
    """The last receipt number that an organisation, a utility or an agency, gave in a fiscal year."""

    tenancy: ClassVar[Tenancy] = Tenancy(
        portal=(organization("select insert update"),), agency=(organization("select insert update"),)
    )

    organization = models.ForeignKey("organizations.Organization", models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "receipt counter"
        verbose_name_plural = "receipt counters"
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="receipt_counter_once")]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.last}"
