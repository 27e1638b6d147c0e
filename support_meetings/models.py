"""支援会議: the statutory body of a municipality in which data may be shared without consent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.tenancy import Tenancy, municipality
from support_meetings.querysets import SupportMeetingQuerySet


class SupportMeeting(models.Model):
    """支援会議. Founded once by a municipality, with its charter (設置要綱)."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(municipality("select insert update"),))

    municipality = models.ForeignKey("organizations.Municipality", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    founded_on = models.DateField(_("founded"))
    charter = models.CharField(_("charter"), max_length=120)
    secretariat = models.ForeignKey("organizations.SupportAgency", models.PROTECT, related_name="+")
    history = HistoricalRecords()

    objects = SupportMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("support meeting")
        verbose_name_plural = _("support meetings")
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="support_meeting_once")]

    def __str__(self) -> str:
        return self.name
