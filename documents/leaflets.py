"""An agency and its desk as the leaflet shows them, and who may print whose."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from documents.leaflet import LANGUAGES, LeafletContent, leaflet_pdf
from documents.leaflet_channels import address_of
from documents.leaflet_languages import KNOWN
from documents.leaflet_texts import wording
from documents.leaflet_words.calendar import CALENDARS
from japanese.postal import PostalCodeNotUnderstood, parse_postal_code
from organizations.actors import Actor
from organizations.models import ContactDesk, SupportAgency
from organizations.models.area import Weekday


class NoDesk(Exception):
    """The agency has no contact desk yet, so a leaflet would lead nowhere."""


def desk_of(agency: SupportAgency) -> ContactDesk:
    """The agency's first desk with its hours. Raises NoDesk."""
    desk = ContactDesk.objects.filter(agency=agency, is_first=True).prefetch_related("hours").first()
    if desk is None:
        raise NoDesk(_("%(agency)s has no contact desk yet; add one first.") % {"agency": agency.name})
    return desk


def hours_in(desk: ContactDesk, language: str) -> tuple[list[tuple[str, str]], str]:
    """The desk's hours, and when it is closed, in a language of the leaflet."""
    calendar = CALENDARS.get(language)
    if calendar is None:
        with override("ja" if language == "ja-easy" else language):
            return desk.hours_by_day(), _closed_words(desk)
    return calendar.hours(desk.spans()), calendar.closed_on(_closed_days(desk))


def content_of(agency: SupportAgency, *, language: str, code: str = "") -> LeafletContent:
    """The leaflet of the agency's first desk, its hours in `language`, with a channel's code or its own. Raises NoDesk."""
    desk = desk_of(agency)
    hours, closed = hours_in(desk, language)
    code = code or agency.channel_code
    return LeafletContent(
        agency_name=agency.name,
        municipality_name=agency.municipality.name,
        desk_name=desk.name,
        postal_code=_hyphened(agency.postal_code),
        address=agency.address,
        phone=desk.phone,
        fax=agency.fax,
        hours=hours,
        closed_text=closed,
        channel_code=code,
        email=desk.email or agency.email,
        access_text=agency.access,
        url=address_of(code, language),
    )


def draw(agency: SupportAgency, *, language: str, size: str = "a4", code: str = "") -> bytes:
    """The leaflet as PDF in the agency's published words. Raises as `leaflet_pdf`, and NoDesk."""
    own = wording(agency, language).words if language in LANGUAGES else None
    content = content_of(agency, language=language, code=code)
    return leaflet_pdf(content, language=language, size=size, words=own)


def _closed_days(desk: ContactDesk) -> list[int]:
    opened = {row.weekday for row in desk.hours.all()}
    return [int(day) for day in Weekday if day not in opened]


def _closed_words(desk: ContactDesk) -> str:
    """The days of the week without hours, and the days on which public offices are closed."""
    days = [str(Weekday(day).label) for day in _closed_days(desk)]
    if not days:
        return _("national holidays, 29 December to 3 January")
    listed = pgettext("between the words of a list", ", ").join(days)
    return _("%(days)s, national holidays, 29 December to 3 January") % {"days": listed}


def _hyphened(postal_code: str) -> str:
    try:
        digits = parse_postal_code(postal_code)
    except PostalCodeNotUnderstood:
        return postal_code
    return f"{digits[:3]}-{digits[3:]}"


def agencies_for(actor: Actor) -> QuerySet[SupportAgency]:
    """Whose leaflets an actor prints: the own municipality's, or those of the areas its offices serve."""
    agencies = SupportAgency.objects.select_related("municipality").order_by("municipality__code", "name", "pk")
    if actor.is_utility:
        return agencies.filter(municipality__utility_offices__utility_id=actor.organization_id).distinct()
    if actor.municipality_id is None:
        return agencies.none()
    return agencies.filter(municipality_id=actor.municipality_id)


def access_agency(actor: Actor, code: str) -> SupportAgency:
    """One of them; any other is a 404."""
    agency = agencies_for(actor).filter(code=code).first()
    if agency is None:
        raise Http404
    return agency


def languages() -> Iterable[tuple[str, str]]:
    """(code, name in the language itself) of every leaflet there is."""
    return [(code, language.name) for code, language in KNOWN.items()]
