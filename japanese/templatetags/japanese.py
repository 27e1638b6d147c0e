"""{% load japanese %}: days and times for templates. Nothing given, nothing shown."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from japanese import dates, display
from japanese.workdays import working_days_between

register = template.Library()


@register.filter
def wareki(value: date | None) -> str:
    """{{ day|wareki }}: 令和8年11月24日（火）, in English 24 November 2026 (Tue)."""
    return display.long_day(value) if value else ""


@register.filter
def wareki_short(value: date | None) -> str:
    """{{ day|wareki_short }}: R8.11.24, in English 24 Nov 2026."""
    return display.short_day(value) if value else ""


@register.filter
def wareki_datetime(value: datetime | None) -> str:
    """{{ moment|wareki_datetime }}: 令和8年11月24日（火）14:05, by the clocks of Japan."""
    return display.moment(value) if value else ""


@register.filter
def both_dates(value: date | None) -> str:
    """{{ day|both_dates }}: 令和8年11月24日（2026-11-24）."""
    return display.both_days(value) if value else ""


@register.filter
def age(birth: date | None, on: date | None = None) -> int | str:
    """{{ birth|age }} today, {{ birth|age:day }} on that day: full years."""
    return dates.age_on(birth, display.day_in_japan(on) if on else dates.today()) if birth else ""


@register.filter
def working_days_left(value: date | None) -> int | str:
    """{{ day|working_days_left }}: working days from tomorrow to that day; negative when it is past."""
    return working_days_between(dates.today(), display.day_in_japan(value)) if value else ""


@register.filter
def in_days_words(value: date | None) -> str:
    """{{ day|in_days_words }}: あと3営業日, きょう, 2営業日過ぎています."""
    return display.days_in_words(value) if value else ""


@register.filter
def time_tag(value: date | None) -> SafeString | str:
    """{{ day|time_tag }}: a <time> element, the western date on hover; a moment shows its hour too."""
    if not value:
        return ""
    shown = display.moment(value) if isinstance(value, datetime) else display.long_day(value)
    machine = display.machine_readable(value)
    hint = machine[:16].replace("T", " ")
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, hint, shown)
