"""Which households the parties of an agreement want reported: an advice, never a ground."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import AgreedCriteria, Sign
from consent.vocabulary import Item
from consent.words import listed


@dataclass(frozen=True)
class Circumstances:
    """What is known of a household; None is not known."""

    months: int | None
    yen: int | None
    signs: frozenset[Sign]


@dataclass(frozen=True)
class Advice:
    """`meets` is None where too little is known to say."""

    meets: bool | None
    sentence: str


def criteria_of(utility_id: int, on: date, municipality_ids: Collection[int] | None = None) -> list[AgreedCriteria]:
    """What this utility has agreed and is in force on the day, with the municipality, in the order of their codes."""
    rows = AgreedCriteria.objects.filter(utility_id=utility_id, in_force_from__lte=on)
    rows = rows.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gte=on))
    if municipality_ids is not None:
        rows = rows.filter(municipality_id__in=municipality_ids)
    return list(rows.select_related("municipality").order_by("municipality__code", "pk"))


def items_agreed(found: Iterable[AgreedCriteria]) -> frozenset[Item] | None:
    """What is told under any of these; None where one leaves it open, or none is agreed."""
    rows = list(found)
    if not rows or not all(row.items for row in rows):
        return None
    return frozenset(Item(item) for row in rows for item in row.items)


def meets(criteria: AgreedCriteria, known: Circumstances) -> bool | None:
    """One agreed sign is enough; otherwise every threshold must be reached. Pure."""
    if known.signs & {Sign(one) for one in criteria.signs}:
        return True
    thresholds = ((criteria.least_months, known.months), (criteria.least_yen, known.yen))
    asked = [(least, value) for least, value in thresholds if least is not None]
    if any(value is not None and value < least for least, value in asked):
        return False
    if any(value is None for _least, value in asked) or (criteria.signs and not asked):
        return None
    return True


def advise(criteria: AgreedCriteria, known: Circumstances) -> Advice:
    """The same in a sentence for whoever reports."""
    verdict = meets(criteria, known)
    town = {"town": criteria.municipality.name}
    if verdict:
        return Advice(True, _("This household meets what you agreed with %(town)s. Please tell them.") % town)
    if verdict is None:
        return Advice(None, _("Whether it meets what you agreed with %(town)s cannot be said from this.") % town)
    return Advice(
        False,
        _("It does not reach what you agreed with %(town)s. You may report it all the same if the ground holds.")
        % town,
    )


def in_words(criteria: AgreedCriteria) -> str:
    """The conditions in one line."""
    thresholds = []
    if criteria.least_months is not None:
        months = criteria.least_months
        thresholds.append(
            ngettext("%(n)s month in arrears or more", "%(n)s months in arrears or more", months) % {"n": months}
        )
    if criteria.least_yen is not None:
        thresholds.append(_("%(n)s yen or more") % {"n": f"{criteria.least_yen:,}"})
    signs = listed(str(Sign(one).label) for one in criteria.signs)
    both = listed(thresholds)
    if both and signs:
        return _("%(arrears)s; or, however long: %(signs)s") % {"arrears": both, "signs": signs}
    return both or signs or _("no conditions: whenever you are worried")
