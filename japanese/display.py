"""Days and times in the reader's language: 和暦 in Japanese, the western date in every other."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as western
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from japanese import dates
from japanese.workdays import working_days_between


def speaks_japanese() -> bool:
    """Whether the active language is Japanese; so too while none is active."""
    return (get_language() or "ja").startswith("ja")


def day_in_japan(value: date) -> date:
    """The day itself, or the day on which an aware moment falls in Japan."""
    if not isinstance(value, datetime):
        return value
    return _moment_in_japan(value).date()


def long_day(value: date) -> str:
    """「令和8年11月24日（火）」 or "24 November 2026 (Tue)"."""
    day = day_in_japan(value)
    return dates.wareki(day) if speaks_japanese() else western(day, "j F Y (D)")


def short_day(value: date) -> str:
    """「R8.11.24」 or "24 Nov 2026"."""
    day = day_in_japan(value)
    return dates.wareki_short(day) if speaks_japanese() else western(day, "j M Y")


def both_days(value: date) -> str:
    """「令和8年11月24日（2026-11-24）」, or the western date alone."""
    return dates.both(day_in_japan(value)) if speaks_japanese() else long_day(value)


def moment(value: datetime) -> str:
    """「令和8年11月24日（火）14:05」 or "24 November 2026 (Tue) 14:05", by the clocks of Japan."""
    gap = "" if speaks_japanese() else " "
    return f"{long_day(value)}{gap}{_moment_in_japan(value):%H:%M}"


def machine_readable(value: date) -> str:
    """2026-11-24, or 2026-11-24T14:05+09:00 for a moment."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return _moment_in_japan(value).isoformat(timespec="minutes")


def days_in_words(value: date) -> str:
    """How far off a day is, in working days: "3 working days left", "today", "2 working days past"."""
    day, now = day_in_japan(value), dates.today()
    if day == now:
        return _("today")
    return _ahead(working_days_between(now, day)) if day > now else _behind(working_days_between(day, now))


def _ahead(n: int) -> str:
    if n == 0:
        return _("no working day left")
    return ngettext("{n} working day left", "{n} working days left", n).format(n=n)


def _behind(n: int) -> str:
    if n == 0:
        return _("just past")
    return ngettext("{n} working day past", "{n} working days past", n).format(n=n)


def _moment_in_japan(value: datetime) -> datetime:
    """A naive moment is taken as Japan's already."""
    if timezone.is_aware(value):
        return timezone.localtime(value, dates.TOKYO)
    return value.replace(tzinfo=dates.TOKYO)
