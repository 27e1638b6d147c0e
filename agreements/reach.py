"""How far what goes by an agreement reaches: the paths of a utility, and what lies beyond one. Pure but for the fetching."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from agreements.models import AgreedPath
from consent.vocabulary import Item
from japanese.display import long_day
from japanese.text import address_key

_FARTHEST = 12  # characters before the municipality's name: those of its district


class Beyond(StrEnum):
    """Why a household is not reported by this agreement."""

    ELSEWHERE = "agreement_elsewhere"
    OFFICE = "agreement_office"
    AREA = "agreement_area"


def paths_of(utility_id: int) -> list[AgreedPath]:
    """All of a utility's that were signed, in force or not, so that a refusal can be explained; the latest first."""
    rows = AgreedPath.objects.filter(utility_id=utility_id, in_force_from__lt=date.max).select_related(
        "municipality", "utility"
    )
    return list(rows.order_by("municipality__code", "-in_force_from", "agreement_number"))


def own_path(utility_id: int, key: int | None) -> AgreedPath | None:
    """One of the utility's own; None for any other."""
    if key is None:
        return None
    return AgreedPath.objects.filter(utility_id=utility_id, pk=key).select_related("municipality").first()


def choices(paths: Iterable[AgreedPath], on: date) -> list[tuple[int | str, str]]:
    """For a list to choose from: none, then each with its town and, where it is not in force, since or from when."""
    return [("", _("Not under an agreement")), *((path.pk, _named(path, on)) for path in paths)]


def _named(path: AgreedPath, on: date) -> str:
    words = {"town": path.municipality.name, "number": path.agreement_number, "title": path.agreement_title}
    name = _("%(town)s: %(number)s %(title)s") % words
    state = _out_of_force(path, on)
    return _("%(name)s (%(state)s)") % {"name": name, "state": state} if state else name


def _out_of_force(path: AgreedPath, on: date) -> str:
    """Empty while it is in force."""
    if on < path.in_force_from:
        return _("in force from %(day)s") % {"day": long_day(path.in_force_from)}
    if path.in_force_until is not None and on > path.in_force_until:
        return _("ended with %(day)s") % {"day": long_day(path.in_force_until)}
    return ""


def items_of(path: AgreedPath) -> frozenset[Item] | None:
    """What may be told by it; None leaves it open."""
    return frozenset(map(Item, path.items)) or None


def covers_office(path: AgreedPath, office_id: int) -> bool:
    """Whether the office reports by it."""
    return not path.offices or office_id in path.offices


def covers_address(path: AgreedPath, address: str) -> bool:
    """Whether the address, after the municipality's name if that is there, begins with one of the areas."""
    if not path.areas:
        return True
    place = _within(address_key(address), address_key(path.municipality.name))
    return any(_begins(place, address_key(area)) for area in path.areas)


def _within(place: str, town: str) -> str:
    at = place.find(town)
    return place[at + len(town) :] if 0 <= at <= _FARTHEST else place


def _begins(place: str, area: str) -> bool:
    """岩崎1 is not the beginning of 岩崎12-3."""
    following = place[len(area) : len(area) + 1]
    return bool(area) and place.startswith(area) and not (area[-1].isdigit() and following.isdigit())


def beyond(path: AgreedPath, *, municipality_id: int, office_id: int, address: str) -> Beyond | None:
    """What of a household lies beyond it; None where all is covered."""
    if path.municipality_id != municipality_id:
        return Beyond.ELSEWHERE
    if not covers_office(path, office_id):
        return Beyond.OFFICE
    return None if covers_address(path, address) else Beyond.AREA


def sentence_of(found: Beyond, path: AgreedPath) -> str:
    """Why not by this agreement, and what to do. A report without it stays possible."""
    sentences = {
        Beyond.ELSEWHERE: _(
            "This agreement is one with %(town)s, and the household lives elsewhere. Report it without the agreement."
        ),
        Beyond.OFFICE: _(
            "This agreement (%(number)s) does not cover your office."
            " Choose an office that it covers, or report without the agreement."
        ),
        Beyond.AREA: _(
            "This agreement (%(number)s) does not cover this address. Report the household without the agreement."
        ),
    }
    return sentences[found] % {"town": path.municipality.name, "number": path.agreement_number}
