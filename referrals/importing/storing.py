"""Rows that may cross become reports: some thousand at once, in one transaction, by statements on sets.

What is written is what `submit_report` writes for the same household (see `tests/importing`): the ground with its
history, the disclosure, the report with its history, the triage, the notices; and counts of what was refused.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from consent.actions import count_refusal, cross_many
from consent.gate import Refusal, RefusalCode
from notifications.actions import notify_agency
from organizations.actors import Actor
from organizations.ids import ordered_ids
from organizations.models import Office, SupportAgency
from organizations.permissions import Permission
from referrals.actions.reporting import next_receipt, receipt_number
from referrals.errors import ReferralRefusal
from referrals.importing import meanwhile as aside
from referrals.importing.checking import mark_sent
from referrals.importing.duplicates import sent_before
from referrals.importing.grounds import Stand
from referrals.importing.rows import Checked, Columns, Fate, Fields, Values
from referrals.importing.statement import arguments, statement
from referrals.models import ImportRun


@dataclass(frozen=True)
class Kept:
    """How many rows met which fate, and the first and last of the consecutive receipts, empty where none was given."""

    accepted: int = 0
    refused: int = 0
    invalid: int = 0
    duplicates: int = 0
    first_receipt: str = ""
    last_receipt: str = ""


@dataclass
class Sending:
    """One sending of a list, however many times `keep` is called for it: each agency is told of it once."""

    key: UUID = field(default_factory=uuid4)
    told: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Load:
    """The rows that cross now, column by column, with what is drawn for them."""

    rows: list[Checked]
    stands: list[Stand]
    of: list[int]
    ids: list[str]
    submissions: list[str]
    receipts: list[str]

    @property
    def columns(self) -> Columns:
        """What they state."""
        values: list[Values] = [row.values for row in self.rows if row.values is not None]
        return Fields._make(map(list, zip(*values, strict=True)))


@transaction.atomic
def keep(
    *,
    actor: Actor,
    office: Office,
    rows: Sequence[Checked],
    run: ImportRun | None,
    at: datetime,
    sending: Sending | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Kept:
    """The accepted rows cross to their agencies, all or none; of the refused ones a count remains.

    A row that is a report by now, since another list was faster, becomes a duplicate (its fate is changed). All
    rows of one `sending` (the run's, unless given) bring each agency one notice, and each danger to life its own.
    `meanwhile` is called while the database is busy, see `meanwhile.execute`. Needs the scope of the actor's utility.
    """
    _require_right(actor, office)
    _one_list_at_a_time(actor)
    load = _load(actor, rows, at)
    if load.rows:
        _write(actor, office, load, run, at, meanwhile)
        _notify(actor, load, sending or (Sending(run.pk) if run else Sending()))
    count_refusals(actor, office, rows)
    fates = Counter(row.fate for row in rows)
    return Kept(
        accepted=fates[Fate.ACCEPTED],
        refused=fates[Fate.REFUSED],
        invalid=fates[Fate.INVALID],
        duplicates=fates[Fate.DUPLICATE],
        first_receipt=next(iter(load.receipts), ""),
        last_receipt=next(reversed(load.receipts), ""),
    )


def _require_right(actor: Actor, office: Office) -> None:
    if not actor.may(Permission.REPORT_IMPORT):
        raise PermissionDenied
    if office.utility_id != actor.organization_id:
        raise ReferralRefusal("not_your_office", _("Choose an office of your own company."))


def _one_list_at_a_time(actor: Actor) -> None:
    """Two lists of one utility at the same instant: the second waits here, then finds what the first has sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"lists of {actor.organization_id}"])


def _load(actor: Actor, rows: Sequence[Checked], at: datetime) -> _Load:
    good = [row for row in rows if row.fate is Fate.ACCEPTED and row.values is not None and row.stand is not None]
    sent = sent_before(actor.organization_id, [row.values for row in good if row.values is not None])
    for place in sent:
        mark_sent(good[place])
    going = [row for place, row in enumerate(good) if place not in sent] if sent else good
    stands = {id(row.stand): row.stand for row in going if row.stand is not None}
    places = {key: place for place, key in enumerate(stands)}
    return _Load(
        rows=going,
        stands=list(stands.values()),
        of=[places[id(row.stand)] for row in going],
        ids=ordered_ids(len(going)),
        submissions=ordered_ids(len(going)),
        receipts=_receipts(actor, at, len(going)),
    )


def _receipts(actor: Actor, at: datetime, count: int) -> list[str]:
    if not count:
        return []
    year, _organization, first = map(int, next_receipt(actor.organization_id, at, count).split("-"))
    return [receipt_number(year, actor.organization_id, n) for n in range(first, first + count)]


def _write(
    actor: Actor,
    office: Office,
    load: _Load,
    run: ImportRun | None,
    at: datetime,
    meanwhile: Callable[[], None] | None,
) -> None:
    alike = [stand.at(at) for stand in load.stands]
    with connection.cursor() as cursor:
        # Else foreign keys are looked up at the end of the transaction, while nobody does anything meanwhile.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    disclosures = cross_many(actor=actor, alike=alike, of=load.of, subjects=load.submissions)
    drawn = (load.ids, load.submissions, disclosures, load.receipts, load.of)
    text = statement(actor, office, run, at, {stand.seen.route for stand in load.stands})
    aside.execute(text, arguments(drawn, load.columns, _stands(load.stands)), meanwhile)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _stands(stands: Sequence[Stand]) -> str:
    """What the rows of each stand have in common, as JSON."""
    return json.dumps([_stand(number, stand) for number, stand in enumerate(stands)])


def _stand(number: int, stand: Stand) -> dict[str, object]:
    consent = stand.facts.consents[0] if stand.facts.consents else None
    return {
        "number": number,
        "municipality_id": stand.agency.municipality_id,
        "agency_id": stand.agency.pk,
        "route": stand.seen.route,
        "path_id": stand.crossing.agreement_id,
        "means": consent.means if consent else None,
        "items": sorted(consent.items) if consent else None,
        "recipients": sorted(consent.recipients) if consent else None,
        "purposes": sorted(consent.purposes) if consent else None,
    }


def _notify(actor: Actor, load: _Load, sending: Sending) -> None:
    """Danger to life is told at once and singly; the rest of a list once to each agency."""
    urgent = {place for place, stand in enumerate(load.stands) if stand.seen.danger}
    for place, receipt in zip(load.of, load.receipts, strict=True) if urgent else ():
        if place in urgent:
            agency, path = load.stands[place].agency, f"/triage/{receipt}/"
            notify_agency(actor=actor, agency=agency, code="report", number=receipt, path=path, urgent=True)
    first: dict[SupportAgency, str] = {}
    for place, stand in enumerate(load.stands):  # in the order in which rows have brought them
        if place not in urgent:
            first.setdefault(stand.agency, load.receipts[load.of.index(place)])
    for agency, receipt in first.items():
        if agency.pk not in sending.told:
            notify_agency(
                actor=actor, agency=agency, code="list", number=receipt, path="/triage/", urgent=False, once=sending.key
            )
            transaction.on_commit(partial(sending.told.add, agency.pk))


def count_refusals(actor: Actor, office: Office, rows: Sequence[Checked]) -> None:
    """Of the refused ones among these rows, how many for which reason."""
    refused = Counter(
        (row.stand.verdict.code, row.stand.agency.municipality_id)
        for row in rows
        if row.fate is Fate.REFUSED and row.stand is not None and isinstance(row.stand.verdict, Refusal)
    )
    for (code, municipality_id), times in sorted(refused.items()):
        count_refusal(
            actor=actor, code=RefusalCode(code), office_id=office.pk, municipality_id=municipality_id, times=times
        )
