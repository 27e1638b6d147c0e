"""連絡協議会・見守りネットワーク: who works together, when they met, what it cost. Never about a household."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.tenancy import Tenancy, municipality

_OURS = Tenancy(agency=(municipality("select insert update"),))


class NetworkKind(models.TextChoices):
    """What binds them."""

    COUNCIL = "council", _("liaison council")
    WATCHING = "watching", _("watching network")
    PLATFORM = "platform", _("platform of a subsidy programme")


class Network(models.Model):
    """連絡協議会, 見守りネットワーク, or プラットフォーム of a municipality."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=NetworkKind)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    founded_on = models.DateField(_("founded"))
    secretariat = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="network_name_once")]

    def __str__(self) -> str:
        return self.name


class NetworkMember(models.Model):
    """協力事業者: an organisation in a network, with whom to call there. A business contact, no household."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    network = models.ForeignKey(Network, models.PROTECT, related_name="members")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    joined_on = models.DateField(_("joined"))
    left_on = models.DateField(_("left with the end of"), null=True, blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    agreement = models.ForeignKey(
        "agreements.Agreement", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("agreement")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("member of a network")
        verbose_name_plural = _("members of networks")
        constraints = [
            models.UniqueConstraint(fields=["network", "organization", "joined_on"], name="network_member_once"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("joined_on")),
                name="network_member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.organization_id}"


class Conference(models.Model):
    """会議: the yearly conference of a network, or a meeting of a platform. `agenda` is a list of words, nobody's data."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    network = models.ForeignKey(Network, models.PROTECT, related_name="conferences")
    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("day"))
    begins = models.TimeField(_("begins"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    agenda: models.JSONField[Any, Any] = models.JSONField(_("agenda"), default=list)
    minutes = models.TextField(_("minutes"), max_length=20000, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")

    def __str__(self) -> str:
        return self.title


class ConferenceAttendance(models.Model):
    """Who came for a member, or that nobody did."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update delete"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="attendance")
    member = models.ForeignKey(NetworkMember, models.PROTECT, related_name="+")
    came = models.BooleanField(_("came"))
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    names = models.CharField(_("who came"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["conference", "member"], name="conference_attendance_once")]

    def __str__(self) -> str:
        return f"{self.conference_id} {self.member_id}"


class ExchangeMeans(models.TextChoices):
    """How one talked."""

    VISIT = "visit", _("visit")
    PHONE = "phone", _("telephone")
    MAIL = "mail", _("letter or e-mail")
    EVENT = "event", _("event")


class Exchange(models.Model):
    """交流の記録: what was talked about with a member, apart from any household."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    network = models.ForeignKey(Network, models.PROTECT, related_name="exchanges")
    member = models.ForeignKey(NetworkMember, models.PROTECT, related_name="exchanges", null=True, blank=True)
    on = models.DateField(_("day"))
    means = models.CharField(_("how"), max_length=10, choices=ExchangeMeans)
    words = models.TextField(_("what was talked about"), max_length=2000)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(_("struck out"), null=True, blank=True)

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        indexes = [models.Index(fields=["network", "-on", "-id"], name="exchange_latest")]

    def __str__(self) -> str:
        return f"{self.network_id} {self.on}"


class SubsidyRate(models.TextChoices):
    """国庫補助率."""

    THREE_QUARTERS = "3/4", "3/4"
    WHOLE = "10/10", "10/10"
    HALF = "1/2", "1/2"


class SubsidyProgramme(models.Model):
    """補助事業 with its rate in a fiscal year (April to March), as the municipality's return needs it."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    name = models.CharField(_("programme"), max_length=120)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    rate = models.CharField(_("rate"), max_length=5, choices=SubsidyRate)
    ceiling_yen = models.PositiveIntegerField(_("ceiling (yen)"), null=True, blank=True)

    class Meta:
        verbose_name = _("subsidy programme")
        verbose_name_plural = _("subsidy programmes")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name", "fiscal_year"], name="programme_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.fiscal_year}"


class CostKind(models.TextChoices):
    """費目."""

    FEES = "fees", _("fees and honoraria")
    TRAVEL = "travel", _("travel")
    SUPPLIES = "supplies", _("supplies")
    PRINTING = "printing", _("printing")
    POSTAGE = "postage", _("postage and telephone")
    RENT = "rent", _("rent of rooms and equipment")
    CONTRACT = "contract", _("contracted work")
    OTHER = "other", _("other")


class Cost(models.Model):
    """経費 of a network, for the subsidy return. Struck out rather than removed."""

    tenancy: ClassVar[Tenancy] = _OURS

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    programme = models.ForeignKey(SubsidyProgramme, models.PROTECT, related_name="costs")
    network = models.ForeignKey(Network, models.PROTECT, related_name="costs", null=True, blank=True)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="costs", null=True, blank=True)
    paid_on = models.DateField(_("paid"))
    kind = models.CharField(_("kind of cost"), max_length=10, choices=CostKind)
    yen = models.PositiveIntegerField(_("amount (yen)"))
    words = models.CharField(_("for what"), max_length=200)
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    recorded_by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(_("struck out"), null=True, blank=True)

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        constraints = [models.CheckConstraint(condition=models.Q(yen__gte=1), name="cost_is_something")]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.yen}"
