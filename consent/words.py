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
from consent.models import Consent, Disclosure, LegalProvision, ProtectionGround
from consent.provisions import StatuteBook
from consent.vocabulary import Item, PartyKind, Purpose, WithdrawnVia
from japanese.display import short_day
from japanese.workdays import working_days_between
from organizations.models import Organization, RoleKind

#: What a line about a consent is about, before it counts the rest.
_TELLING = (Item.ARREARS, Item.HANDLING_STATUS, Item.STOP_DATE, Item.OUTCOME, Item.SUPPORT_PLAN)


@dataclass(frozen=True)
class ConsentLine:
    """A consent in words: one yes, however many rows. `state` stands beside its `tone`'s icon, so colour says nothing alone.

    `may_renew`: the person has not taken it back, and nothing newer stands in its place.
    """

    consent: Consent
    headline: str
    state: str
    tone: str
    is_in_force: bool
    items: list[str]
    recipients: list[str]
    purposes: list[str]
    may_renew: bool


@dataclass(frozen=True)
class DisclosureLine:
    """A row of the ledger in words. `case_number` is empty where the reader may not know it.

    `sender` is an organisation; of a person who told us only in which capacity.
    """

    row: Disclosure
    sender: str
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
    """Consents in words, the rows of one yes as one; one query for the names of all recipients."""
    rows = list(consents)
    names = _names({recipient for row in rows for recipient in row.recipients})
    now = timezone.now()
    return [_consent_line(same, names, now) for same in _by_act(rows)]


def _by_act(rows: Iterable[Consent]) -> list[list[Consent]]:
    """In the order of the first row of each; within one by its key, so that everybody names it by the same row."""
    acts: dict[object, list[Consent]] = {}
    for row in rows:
        acts.setdefault(row.act or row.pk or id(row), []).append(row)
    return [sorted(same, key=lambda row: row.pk or 0) for same in acts.values()]


def _names(ids: set[int]) -> Mapping[int, str]:
    return dict(Organization.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _consent_line(rows: list[Consent], names: Mapping[int, str], now: datetime) -> ConsentLine:
    row = rows[0]
    state, tone, in_force = consent_state(row, now)
    recipients = [names.get(one, "—") for one in dict.fromkeys(one for each in rows for one in each.recipients)]
    return ConsentLine(
        consent=row,
        headline=_("%(items)s to %(recipients)s") % {"items": main_items(row.items), "recipients": listed(recipients)},
        state=state,
        tone=tone,
        is_in_force=in_force,
        items=labels(Item, row.items),
        recipients=recipients,
        purposes=labels(Purpose, row.purposes),
        may_renew=row.withdrawn_at is None,
    )


def via_words(stored: str) -> str:
    """The channel of a withdrawal in words."""
    return str(WithdrawnVia(stored).label) if stored in WithdrawnVia.values else stored


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
        if row.withdrawn_via == WithdrawnVia.RENEWED:
            return _("renewed on %(day)s") % {"day": short_day(row.withdrawn_at)}, "neutral", False
        if row.withdrawn_via == WithdrawnVia.PARTED:
            return _("ended on %(day)s") % {"day": short_day(row.withdrawn_at)}, "neutral", False
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
            sender=_sender(row),
            items=labels(Item, row.items),
            role=role_words(row.role),
            provision=book.on(row.provision, tokyo_day(row.at)),
            case_number=case_numbers.get(row.subject, ""),
        )
        for row in rows
    ]


def _sender(row: Disclosure) -> str:
    if row.sender is not None:
        return row.sender.name
    named = row.sender_name if row.sender_kind == PartyKind.OTHER_ORGANIZATION else ""
    return named or str(PartyKind(row.sender_kind).label)


@dataclass(frozen=True)
class RegisterLine:
    """A statement of protection in the register. `waits` are full working days until its review, or until now."""

    ground: ProtectionGround
    receipt: str
    case_number: str
    waits: int


def register_lines(
    grounds: Iterable[ProtectionGround], receipts: Mapping[UUID, str], case_numbers: Mapping[UUID, str]
) -> list[RegisterLine]:
    """With the receipt and the case of each, where they are known."""
    now = timezone.now()
    return [
        RegisterLine(
            ground=ground,
            receipt=receipts.get(ground.subject, ""),
            case_number=case_numbers.get(ground.subject, ""),
            waits=working_days_between(tokyo_day(ground.judged_at), tokyo_day(ground.reviewed_at or now)),
        )
        for ground in grounds
    ]


def role_words(role: str) -> str:
    """The role in which somebody acted; as it was written where it is no longer one of ours."""
    label: str | Promise = RoleKind(role).label if role in RoleKind.values else role
    return str(label)
