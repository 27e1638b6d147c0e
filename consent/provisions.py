"""Which provision was in force on a day. The texts are rows with dates; see the migration that seeds them."""

from datetime import date

from django.db.models import Q

from consent.models import LegalProvision


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
