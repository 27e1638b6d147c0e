"""Consents and disclosures as a person reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.gate import tokyo_day
from consent.models import Consent, Disclosure, LegalProvision
from consent.provisions import StatuteBook
from consent.vocabulary import Item, Purpose
from japanese.display import short_day
from organizations.models import Organization, RoleKind

#: What a line about a consent is about, before it counts the rest.
_TELLING = (Item.ARREARS, Item.HANDLING_STATUS, Item.STOP_DATE, Item.OUTCOME, Item.SUPPORT_PLAN)


@dataclass(frozen=True)
class ConsentLine:
    """A consent in words. `state` always stands beside its `tone`'s icon, so colour says nothing alone."""

    consent: Consent
    headline: str
    state: str
    tone: str
    is_in_force: bool
    items: list[str]
    purposes: list[str]


@dataclass(frozen=True)
class DisclosureLine:
    """A row of the ledger in words. `case_number` is empty where the reader may not know it."""

    row: Disclosure
    items: list[str]
    role: str
    provision: LegalProvision | None
    case_number: str


def labels(vocabulary: type[Item] | type[Purpose], values: Iterable[str]) -> list[str]:
    """The words of stored values, in the order of the vocabulary."""
    kept = set(values)
    return [str(one.label) for one in vocabulary if one.value in kept]


def listed(words: Iterable[str]) -> str:
    """One after the other, as the reader's language lists things."""
    return pgettext("between the words of a list", ", ").join(words)


def consent_lines(consents: Iterable[Consent]) -> list[ConsentLine]:
    """Consents in words; one query for the names of all recipients."""
    rows = list(consents)
    names = _names({recipient for row in rows for recipient in row.recipients})
    now = timezone.now()
    return [_consent_line(row, names, now) for row in rows]


def _names(ids: set[int]) -> Mapping[int, str]:
    return dict(Organization.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _consent_line(row: Consent, names: Mapping[int, str], now: datetime) -> ConsentLine:
    state, tone, in_force = consent_state(row, now)
    recipients = listed(names.get(one, "—") for one in row.recipients)
    return ConsentLine(
        consent=row,
        headline=_("%(items)s to %(recipients)s") % {"items": main_items(row.items), "recipients": recipients},
        state=state,
        tone=tone,
        is_in_force=in_force,
        items=labels(Item, row.items),
        purposes=labels(Purpose, row.purposes),
    )


def main_items(items: Iterable[str]) -> str:
    """The item that tells what it is about, and how many others: "arrears and 6 more"."""
    kept = set(items)
    first = next((one for one in (*_TELLING, *Item) if one.value in kept), None)
    if first is None:
        return "—"
    rest = len(kept) - 1
    return _("%(item)s and %(count)s more") % {"item": first.label, "count": rest} if rest else str(first.label)


def consent_state(row: Consent, now: datetime) -> tuple[str, str, bool]:
    """(words, tone, whether it holds at this moment)."""
    if row.withdrawn_at and row.withdrawn_at <= now:
        return _("withdrawn on %(day)s") % {"day": short_day(row.withdrawn_at)}, "danger", False
    if row.given_at > now:
        return _("begins on %(day)s") % {"day": short_day(row.given_at)}, "warning", False
    if row.expires_on is None:
        return _("agreed (until withdrawn)"), "success", True
    if row.expires_on < tokyo_day(now):
        return _("expired on %(day)s") % {"day": short_day(row.expires_on)}, "warning", False
    return _("agreed (until %(day)s)") % {"day": short_day(row.expires_on)}, "success", True


def disclosure_lines(rows: Iterable[Disclosure], case_numbers: Mapping[UUID, str]) -> list[DisclosureLine]:
    """Rows of the ledger with the provision in force on the day of each; one query for all provisions."""
    book = StatuteBook()
    return [
        DisclosureLine(
            row=row,
            items=labels(Item, row.items),
            role=role_words(row.role),
            provision=book.on(row.provision, tokyo_day(row.at)),
            case_number=case_numbers.get(row.subject, ""),
        )
        for row in rows
    ]


def role_words(role: str) -> str:
    """The role in which somebody acted; as it was written where it is no longer one of ours."""
    label: str | Promise = RoleKind(role).label if role in RoleKind.values else role
    return str(label)
