"""Codes that tell by which hands a leaflet came, and by nobody's name."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.models import ChannelCode
from organizations.models import Office, SupportAgency

#: Without vowels, so that no code is a word, and without what looks or sounds alike (0 O, 1 I L, 2 Z, 5 S, 8 B, M N).
ALPHABET = "CDFGHJKPQRTVWXY34679"
LENGTH = 5
_TRIES = 20


@dataclass(frozen=True)
class Channel:
    """A printed code. `office_id` and `place` are empty for the agency's own; a retired one still opens its page."""

    code: str
    agency: SupportAgency
    retired: bool = False


class NoCodeLeft(Exception):
    """Twenty drawn codes were all taken: the codes must become longer."""


def find(code: str) -> Channel | None:
    """Whose code this is, however it was typed; None where nobody's."""
    wanted = code.strip().upper()
    row = ChannelCode.objects.select_related("agency__municipality").filter(code=wanted).first()
    if row is not None:
        return Channel(row.code, row.agency, row.retired_at is not None)
    agency = SupportAgency.objects.select_related("municipality").filter(channel_code=wanted).first()
    return Channel(agency.channel_code, agency) if agency else None


def channel_of_office(agency: SupportAgency, office: Office) -> ChannelCode:
    """The office's code for this agency's leaflets, made at the first leaflet."""
    found = ChannelCode.objects.filter(agency=agency, office=office).first()
    return found or _made(ChannelCode(municipality_id=agency.municipality_id, agency=agency, office=office))


def channel_of_place(agency: SupportAgency, place: str) -> ChannelCode:
    """The code of a library, a clinic and the like, by its name."""
    found = ChannelCode.objects.filter(agency=agency, office=None, place=place).first()
    return found or _made(ChannelCode(municipality_id=agency.municipality_id, agency=agency, place=place))


def _made(channel: ChannelCode) -> ChannelCode:
    same = {"agency": channel.agency, "office": channel.office, "place": channel.place}
    for _try in range(_TRIES):
        channel.code = new_code()
        if SupportAgency.objects.filter(channel_code=channel.code).exists():
            continue
        try:
            with transaction.atomic():
                channel.save(force_insert=True)
        except IntegrityError:  # the code is taken, or somebody made the same channel a moment ago
            if standing := ChannelCode.objects.filter(**same).first():
                return standing
        else:
            return channel
    raise NoCodeLeft


def new_code() -> str:
    """Drawn; whether it is free the database says."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def address_of(code: str, language: str) -> str:
    """What the printed square opens."""
    path = reverse("channel_page", args=[code, language], urlconf="config.urls_portal")
    return f"{settings.PORTAL_URL}{path}"
