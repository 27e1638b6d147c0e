"""対象者の条件, and how far an agreement goes, of each utility: the portal's log-in reads no agreement."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.agreement import Agreement
from consent.vocabulary import Item
from organizations.models import UtilityKind
from organizations.tenancy import Tenancy, municipality, organization

_OF_THE_UTILITY = Tenancy(
    agency=(municipality("select insert update delete"),), portal=(organization("select", "utility_id"),)
)


class Sign(models.TextChoices):
    """What in a household lets the parties report it before the arrears are long."""

    INFANT = "infant", _("an infant in the household")
    ILLNESS = "illness", _("illness, or equipment that needs electricity")
    SEEN = "seen", _("something noticed at the door")
    WINTER = "winter", _("winter, where it is cold")


class NoticeStage(models.TextChoices):
    """How far the utility's own notices have come."""

    UNPAID = "unpaid", _("bill not paid")
    NOTICED = "noticed", _("stop announced without a day")
    DATED = "dated", _("stop announced for a day")
    STOPPED = "stopped", pgettext_lazy("stage of the notices", "stopped")


class Then(models.TextChoices):
    """What the parties agreed to do for a household that meets a rule."""

    LEAFLET = "leaflet", _("hand over the leaflet")
    ASK = "ask", _("ask for consent")
    REPORT = "report", pgettext_lazy("what is done", "report")


class AgreedPath(models.Model):
    """How far one agreement goes for one utility: since when, from which offices, for which area, which items.

    `in_force_until` has renewal and notices worked into it by whoever writes the row; empty is open. Empty `offices`
    (keys of `Office`) are all of them, empty `areas` (the first words of an address after the municipality's name)
    the whole municipality, empty `items` whatever a report can carry.
    """

    tenancy: ClassVar[Tenancy] = _OF_THE_UTILITY

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="paths")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    agreement_number = models.CharField(_("number"), max_length=30)
    agreement_title = models.CharField(_("title"), max_length=120)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until the end of"), null=True, blank=True)
    items = ArrayField(
        models.CharField(max_length=20, choices=Item),
        verbose_name=_("what is told of the household"),
        default=list,
        blank=True,
        help_text=_("Empty: whatever a report can carry."),
    )
    offices = ArrayField(models.BigIntegerField(), verbose_name=_("offices covered"), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=60), verbose_name=_("area covered"), default=list, blank=True)
    feedback = models.BooleanField(_("the utility may hear what became of it"), default=True)

    class Meta:
        verbose_name = _("what goes by an agreement")
        verbose_name_plural = _("what goes by an agreement")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "utility"], name="path_once_per_utility"),
            models.UniqueConstraint(fields=["id", "utility", "municipality"], name="path_of_its_utility"),
            models.CheckConstraint(
                condition=models.Q(in_force_until__isnull=True)
                | models.Q(in_force_until__gte=models.F("in_force_from")),
                name="path_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_number} {self.utility_id}"


class AgreedCriteria(models.Model):
    """対象者の条件: one rule of a path: which households, and what is then done.

    Rules are an advice to whoever reports: what may cross is the gate's to say (route E is no ground).
    """

    tenancy: ClassVar[Tenancy] = _OF_THE_UTILITY

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    path = models.ForeignKey(AgreedPath, models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField(default=1)
    supply_kinds = ArrayField(
        models.CharField(max_length=20, choices=UtilityKind),
        verbose_name=_("kinds of supply"),
        default=list,
        blank=True,
        help_text=_("Empty: every kind."),
    )
    least_months = models.PositiveSmallIntegerField(_("months in arrears, at least"), null=True, blank=True)
    least_yen = models.PositiveIntegerField(_("amount in arrears (yen), at least"), null=True, blank=True)
    stages = ArrayField(
        models.CharField(max_length=10, choices=NoticeStage),
        verbose_name=_("stages of the notices"),
        default=list,
        blank=True,
        help_text=_("Empty: every stage."),
    )
    signs = ArrayField(
        models.CharField(max_length=10, choices=Sign), verbose_name=_("or one of these signs"), default=list, blank=True
    )
    then = models.CharField(_("what is done"), max_length=10, choices=Then, default=Then.REPORT)

    class Meta:
        verbose_name = _("agreed criteria")
        verbose_name_plural = _("agreed criteria")
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["path", "order"], name="rule_order_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class PathChange(models.Model):
    """変更の記録: how a path of a signed agreement stood before and after, and on what the parties agreed. Never changed.

    `before` and `after` are lines of words, see `agreements.path_words`; the utility reads them at the portal.
    """

    tenancy: ClassVar[Tenancy] = Tenancy(
        agency=(municipality("select insert"),), portal=(organization("select", "utility_id"),)
    )

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    utility = models.ForeignKey("organizations.Utility", models.PROTECT, related_name="+")
    path = models.ForeignKey(AgreedPath, models.CASCADE, related_name="changes")
    reason = models.CharField(_("on what the parties agreed"), max_length=400)
    before: models.JSONField[Any, Any] = models.JSONField(_("before"), default=list)
    after: models.JSONField[Any, Any] = models.JSONField(_("after"), default=list)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey("organizations.User", models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("change of what goes by an agreement")
        verbose_name_plural = _("changes of what goes by agreements")
        indexes = [models.Index(fields=["path", "-at"], name="path_change_by_path")]

    def __str__(self) -> str:
        return f"{self.path_id} {self.at:%Y-%m-%d}"
