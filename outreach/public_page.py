"""What the public page of a leaflet's code shows: the desk's facts, in the reader's language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from documents.calendar_readings import with_readings
from documents.leaflet_channels import Channel
from documents.leaflet_drawing import drawn_on_page, drawn_words, fact, hours_drawn
from documents.leaflet_languages import KNOWN
from documents.leaflet_texts import wording
from documents.leaflets import NoDesk, desk_of, hours_in
from japanese.workdays import is_working_day
from organizations.models import ContactDesk
from outreach.public_words.book import page_words

#: The map of 国土地理院: a public body's, without advertisements, and asked only when somebody follows the link.
_MAP = "https://maps.gsi.go.jp/"


@dataclass(frozen=True)
class Today:
    """Whether somebody answers now, and when today; `hours` is empty on a closed day."""

    is_open: bool
    hours: str


def today_at(desk: ContactDesk) -> Today:
    """By the clocks of Japan."""
    now = timezone.localtime()
    if not is_working_day(now.date()):
        return Today(False, "")
    spans = sorted((row.opens_at, row.closes_at) for row in desk.hours.all() if row.weekday == now.weekday())
    return Today(desk.is_open_at(now), ", ".join(f"{opens:%-H:%M}–{closes:%-H:%M}" for opens, closes in spans))


def page_of(channel: Channel, language: str) -> dict[str, Any]:
    """The template's context."""
    known, foreign = KNOWN[language], not language.startswith("ja")
    agency = channel.agency
    context: dict[str, Any] = {
        "channel": channel,
        "language": language,
        "tag": known.tag,
        "leaflet": drawn_words(wording(agency, language).words, drawn_on_page),
        "place": fact(agency.municipality.name, foreign=foreign),
        "languages": [_way(channel, code) for code in KNOWN],
        "address": fact(agency.address, foreign=foreign),
        "map_url": f"{_MAP}?{urlencode({'q': agency.address})}",
    }
    return context | _desk(channel, language, foreign=foreign)


def _desk(channel: Channel, language: str, *, foreign: bool) -> dict[str, Any]:
    try:
        desk = desk_of(channel.agency)
    except NoDesk:
        return {"desk": None, "phone": "", "w": page_words(language, phone="", hours="")}
    today = today_at(desk)
    hours, closed = hours_in(desk, language)
    return {
        "desk": fact(desk.name, foreign=foreign),
        "phone": desk.phone,
        "today": today,
        "hours": hours_drawn(hours, easy=language == "ja-easy", draw=drawn_on_page),
        "closed": drawn_on_page(with_readings(closed)) if language == "ja-easy" else closed,
        "w": page_words(language, phone=desk.phone, hours=today.hours),
    }


def _way(channel: Channel, code: str) -> dict[str, str]:
    known = KNOWN[code]
    url = reverse("channel_page", args=[channel.code, code])
    return {"code": code, "name": known.name, "tag": known.tag, "url": url}
