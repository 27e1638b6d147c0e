"""Which provision was in force on a day. The texts are rows with dates; see the migration that seeds them."""

from datetime import date

from django.db.models import Q

from consent.gate import GROUNDS, tokyo_day
from consent.models import Consent, Disclosure, LegalProvision, ProtectionGround
from consent.vocabulary import ProvisionKey, Route
from organizations.models import Municipality, SupportAgency, Utility


class StatuteBook:
    """All provisions, read once for a page; `on` then asks nothing more of the database."""

    def __init__(self) -> None:
        self._rows: dict[str, list[LegalProvision]] = {}
        for row in LegalProvision.objects.order_by("-in_force_from"):
            self._rows.setdefault(row.key, []).append(row)

    def on(self, key: str, day: date) -> LegalProvision | None:
        """As `provision_on`."""
        return next((row for row in self._rows.get(key, ()) if _holds(row, day)), None)


def _holds(row: LegalProvision, day: date) -> bool:
    return row.in_force_from <= day and (row.in_force_until is None or day <= row.in_force_until)


def provision_on(key: str, day: date) -> LegalProvision | None:
    """The provision in force on this day, both ends included; None where none is on record."""
    standing = LegalProvision.objects.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gte=day))
    return standing.filter(key=key, in_force_from__lte=day).order_by("-in_force_from").first()


def provision_of(ground: ProtectionGround) -> LegalProvision | None:
    """The provision on which a report without consent rested, as it stood on the day of the judgement."""
    crossed = Disclosure.objects.filter(subject=ground.subject, route=Route.B).order_by("at").first()
    if crossed is None:
        return None
    return provision_on(crossed.provision, tokyo_day(ground.judged_at))


def provisions_of_consent(day: date) -> list[LegalProvision]:
    """What the law of this day says of consent: for private undertakings, then for public bodies."""
    ground, book = GROUNDS[Route.A], StatuteBook()
    found = (book.on(key, day) for key in dict.fromkeys((ground.private, ground.public, ground.public_to_public)))
    return [one for one in found if one]


def provision_of_consent(consent: Consent, day: date) -> LegalProvision | None:
    """The one for who took the consent: a public body stands on another article than a private undertaking."""
    ground = GROUNDS[Route.A]
    key: ProvisionKey = ground.public if _is_public(consent.organization_id) else ground.private
    return provision_on(key, day)


def _is_public(organization_id: int) -> bool:
    return (
        SupportAgency.objects.filter(pk=organization_id, is_public=True).exists()
        or Utility.objects.filter(pk=organization_id, is_public_body=True).exists()
        or Municipality.objects.filter(pk=organization_id).exists()
    )
