"""What a postal code gives of an address, and what it cannot give."""

import re

from organizations.routing import place_of
from referrals.forms.step import Answers


def with_address(answers: Answers) -> Answers:
    """The answers, with a blank address filled in from the postal code, as the page does where scripts run."""
    code = answers.get("postal_code")
    if not code or (answers.get("address") or "").strip():
        return answers
    town = town_of(code)
    if not town:
        return answers
    filled = answers.copy()
    filled["address"] = town
    return filled


def town_of(postal_code: str, address: str = "") -> str:
    """Prefecture, city and town of a postal code, as one writes them; empty where it is unknown."""
    place = place_of(postal_code, address)
    return f"{place.prefecture}{place.city}{place.town}" if place else ""


def is_only_the_town(postal_code: str, address: str) -> bool:
    """Whether the address says no more than its postal code, so that nobody could find the door."""
    return town_of(postal_code, address).endswith(re.sub(r"\s", "", address))
