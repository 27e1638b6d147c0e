"""The words of the public page that a leaflet's square opens, in every language of the leaflet.

They stand here and not in the catalogue, which knows the two languages of those who work with Tsunagi. Readings and
Japanese names are marked as in `documents.leaflet_drawing`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublicWords:
    """{phone} is the desk's telephone number, {hours} the hours of today."""

    open_now: str
    open_today: str
    closed_today: str
    map_link: str
    languages: str
    ask_heading: str
    ask_lead: str
    phone: str
    phone_help: str
    name: str
    when: str
    when_help: str
    words: str
    needed: str
    optional: str
    send: str
    problem: str
    phone_missing: str
    phone_wrong: str
    too_long: str
    characters: str
    too_fast: str
    too_old: str
    too_many: str
    leave_empty: str
    sent_heading: str
    sent_text: str
    back: str
    no_desk: str
