"""Which agency serves an address, and where and when it can be reached."""

from datetime import datetime, time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from japanese.display import speaks_japanese
from japanese.workdays import is_working_day
from organizations.models.organization import Municipality, SupportAgency
from organizations.tenancy import FOUNDER, Tenancy, municipality, shared

_PUBLIC = Tenancy(
    agency=(shared(), municipality("insert update delete")), portal=(shared(),), worker=(shared(),), owner=FOUNDER
)


class Weekday(models.IntegerChoices):
    """As `date.weekday()`."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ServiceArea(models.Model):
    """管内 of an agency: a whole municipality (or ward), or single postal codes of it, which win."""

    tenancy: ClassVar[Tenancy] = _PUBLIC

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="service_areas")
    agency = models.ForeignKey(SupportAgency, models.CASCADE, related_name="service_areas")
    jis_code = models.CharField(_("JIS code of municipality or ward"), max_length=5)
    postal_code = models.CharField(_("postal code"), max_length=7, blank=True)

    class Meta:
        verbose_name = _("service area")
        verbose_name_plural = _("service areas")
        constraints = [
            models.UniqueConstraint(fields=["jis_code", "postal_code"], name="service_area_names_one_agency"),
            models.CheckConstraint(condition=models.Q(jis_code__regex=r"^\d{5}$"), name="service_area_jis_five_digits"),
            models.CheckConstraint(
                condition=models.Q(postal_code="") | models.Q(postal_code__regex=r"^\d{7}$"),
                name="service_area_postal_seven_digits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jis_code} {self.postal_code}".strip()


class ContactDesk(models.Model):
    """連携窓口: whom a utility calls at an agency."""

    tenancy: ClassVar[Tenancy] = _PUBLIC

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="desks")
    agency = models.ForeignKey(SupportAgency, models.CASCADE, related_name="desks")
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=20)
    email = models.EmailField(_("e-mail"))
    is_first = models.BooleanField(_("first desk for reports"), default=True)

    class Meta:
        verbose_name = _("contact desk")
        verbose_name_plural = _("contact desks")
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(is_first=True), name="contact_desk_one_first_per_agency"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_at(self, moment: datetime) -> bool:
        """Whether somebody answers at this aware local moment; closed on holidays."""
        hours = (h for h in self.hours.all() if h.weekday == moment.weekday())
        return is_working_day(moment.date()) and any(h.opens_at <= moment.time() < h.closes_at for h in hours)

    def hours_by_day(self) -> list[tuple[str, str]]:
        """Pairs (day or days, hours) for people, equal neighbours taken together."""
        return [(_day_span(days), _span(*times)) for days, times in self.spans()]

    def spans(self) -> list[tuple[list[int], tuple[str, str]]]:
        """The same without words: (weekdays, (from, until))."""
        rows = sorted(self.hours.all(), key=lambda h: (h.weekday, h.opens_at))
        spans: list[tuple[list[int], tuple[str, str]]] = []
        for row in rows:
            times = (f"{row.opens_at:%-H:%M}", f"{row.closes_at:%-H:%M}")
            if spans and spans[-1][1] == times and spans[-1][0][-1] == row.weekday - 1:
                spans[-1][0].append(row.weekday)
            else:
                spans.append(([row.weekday], times))
        return spans


def _day_span(days: list[int]) -> str:
    first, last = str(Weekday(days[0]).label), str(Weekday(days[-1]).label)
    return first if days[0] == days[-1] else _span(first, last)


def _span(first: str, last: str) -> str:
    return f"{first}{'〜' if speaks_japanese() else '–'}{last}"


class DeskHours(models.Model):
    """One span of opening hours of a desk on one day of the week."""

    tenancy: ClassVar[Tenancy] = _PUBLIC

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    desk = models.ForeignKey(ContactDesk, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens_at = models.TimeField(_("from"), default=time(8, 30))
    closes_at = models.TimeField(_("until"), default=time(17, 15))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(condition=models.Q(opens_at__lt=models.F("closes_at")), name="desk_hours_in_order"),
            models.UniqueConstraint(fields=["desk", "weekday", "opens_at"], name="desk_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
