"""A list as its sender directs it: handed in, mended, ordered to be sent, thrown away."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreedPath
from agreements.reach import items_of, own_path
from consent.vocabulary import Item
from organizations.actors import Actor
from organizations.drafts import discard_all
from organizations.models import Office
from organizations.sealing import seal
from referrals.errors import ReferralRefusal
from referrals.importing.chunks import (
    Head,
    Line,
    chunk_with,
    counts,
    fill,
    head_of,
    open_chunk,
    put_head,
    recount,
    rows_of,
)
from referrals.importing.judging import count_refused, judge
from referrals.models import ImportChunk, ImportFile, ImportRun, RunState

logger = logging.getLogger(__name__)

#: After this what waits is gone; see `sweeping`.
LIFETIME = timedelta(hours=24)
#: One person's lists that wait at the same time: nobody decides on more, and each holds households.
MOST_OPEN = 20
OPEN = (RunState.WAITING, RunState.CHECKING, RunState.CHECKED, RunState.ORDERED, RunState.SENDING)
#: Where rows can still be mended and sent.
DECIDABLE = (RunState.CHECKED, RunState.DONE)
NAME_LENGTH = 150


@transaction.atomic
def receive_list(
    *, actor: Actor, form_id: UUID, office_id: int, name: str, content: bytes, path_id: int | None = None
) -> ImportRun:
    """Keep the file, sealed, and have it read. The same file of the same form again is the same list.

    `path_id` is the agreement's path by which all of it is reported. ReferralRefusal where the office or the path is
    not one's own or too many lists wait already.
    """
    key = uuid5(form_id, hashlib.sha256(content).hexdigest())
    received = ImportRun.objects.filter(pk=key, user_id=actor.user_id).first()
    if received:
        return received
    if ImportRun.objects.filter(user_id=actor.user_id, state__in=OPEN).count() >= MOST_OPEN:
        raise ReferralRefusal(
            "too_many_lists", _("Many of your lists wait already. Send them or throw them away first.")
        )
    if not Office.objects.filter(pk=office_id, utility_id=actor.organization_id).exists():
        raise ReferralRefusal("not_your_office", _("Choose an office of your own company."))
    path = _path_for_lists(actor, path_id)
    return _put_run(actor, key, office_id, name, content, path)


def _path_for_lists(actor: Actor, path_id: int | None) -> AgreedPath | None:
    path = own_path(actor.organization_id, path_id)
    if path is None and path_id is not None:
        raise ReferralRefusal("not_your_agreement", _("Choose an agreement of your own company."))
    items = items_of(path) if path else None
    if items is not None and Item.CUSTOMER_NUMBER not in items:
        raise ReferralRefusal(
            "agreement_without_numbers",
            _(
                "By this agreement no customer numbers are told, and by them the rows of a list are known again."
                " Report the households one by one, or send the list without the agreement."
            ),
        )
    return path


def _put_run(actor: Actor, key: UUID, office_id: int, name: str, content: bytes, path: AgreedPath | None) -> ImportRun:
    run = ImportRun(
        id=key,
        organization_id=actor.organization_id,
        office_id=office_id,
        user_id=actor.user_id,
        role_id=actor.role_id,
        agreed_path=path,
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:  # two clicks at one moment: the other one has just put it
        return _put_meanwhile(actor, key)
    ImportFile.objects.create(run=run, user_id=actor.user_id, content=seal(content))
    put_head(run, Head(name[:NAME_LENGTH]))
    _have_it_worked_on(run)
    return run


def _put_meanwhile(actor: Actor, key: UUID) -> ImportRun:
    """The list that the same form has become; somebody else's form is refused."""
    run = ImportRun.objects.filter(pk=key, user_id=actor.user_id).first()
    if run is None:
        raise ReferralRefusal("form_used", _("Open this page anew and choose the file again."))
    return run


def _locked(actor: Actor, run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk, user_id=actor.user_id)


@transaction.atomic
def order_list(*, actor: Actor, run: ImportRun) -> ImportRun:
    """The good rows shall be sent. Asked twice, or with nothing to send, it changes nothing."""
    run = _locked(actor, run)
    if run.state in DECIDABLE and run.accepted > run.sent:
        run.state, run.leased_until, run.finished_at = RunState.ORDERED, None, None
        run.role_id = actor.role_id
        run.save(update_fields=["state", "leased_until", "finished_at", "role"])
        _have_it_worked_on(run)
    return run


@transaction.atomic
def discard_list(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Forget what of the list has not been sent; of rows without a lawful ground a count remains.

    ReferralRefusal while rows are being sent.
    """
    run = _locked(actor, run)
    if run.state in (RunState.ORDERED, RunState.SENDING):
        raise ReferralRefusal(
            "being_sent", _("This list is being sent. Wait until it has been; then look at what is left.")
        )
    if run.state in DECIDABLE:
        count_refused(actor, run, head_of(run), _unsent(run))
    forget_rows(run)
    if run.state != RunState.DONE:
        run.state, run.leased_until, run.finished_at = RunState.DISCARDED, None, timezone.now()
        run.save(update_fields=["state", "leased_until", "finished_at"])
    return run


def _unsent(run: ImportRun) -> list[Line]:
    chunks = rows_of(run).filter(refused__gt=0).iterator(chunk_size=4)
    return [line for chunk in chunks for line in open_chunk(chunk)]


def forget_rows(run: ImportRun) -> None:
    """Nothing of what the list said remains, nor of what was being typed into its rows. Needs its sender's scope."""
    ImportFile.objects.filter(run=run).delete()
    ImportChunk.objects.filter(run=run).delete()
    discard_all(run.user_id, draft_of(run, ""))


def draft_of(run: ImportRun, n: int | str) -> str:
    """Where what somebody types into a row is kept."""
    return f"list:{run.pk}:{n}"


@transaction.atomic
def mend_row(*, actor: Actor, run: ImportRun, n: int, cells: Mapping[str, str]) -> Line:
    """Put these words, by column, into a row that is to be mended, and judge it anew.

    ReferralRefusal where the row needs or bears no mending any more, such as one that was sent meanwhile.
    """
    run = _locked(actor, run)
    chunk = chunk_with(run, n) if run.state in DECIDABLE else None
    lines = open_chunk(chunk) if chunk else []
    line = next((one for one in lines if one.n == n and one.can_be_mended), None)
    if chunk is None or line is None:
        raise ReferralRefusal("not_to_mend", _("This row waits no more: it was sent, or its list was thrown away."))
    head = head_of(run)
    (mended,) = judge(run, head, [(n, rewritten(line.cells, head, cells))])
    _replace(run, chunk, lines, mended)
    return mended


def rewritten(cells: list[str], head: Head, typed: Mapping[str, str]) -> list[str]:
    """A row's cells with what was typed in their places; as long as the headings."""
    width = len(head.headings)
    row = [*cells[:width], *[""] * (width - len(cells))]
    for name, place in head.arrangement.places.items():
        row[place] = typed.get(name, row[place])
    return row


def _replace(run: ImportRun, chunk: ImportChunk, lines: list[Line], mended: Line) -> None:
    renewed = [mended if line.n == mended.n else line for line in lines]
    recount(run, counts(lines), counts(renewed))
    fill(chunk, renewed)
    chunk.is_sent = False
    chunk.save()
    run.save(update_fields=["accepted", "refused", "invalid", "duplicates"])


def _have_it_worked_on(run: ImportRun) -> None:
    key, organization_id, user_id = run.pk, run.organization_id, run.user_id
    transaction.on_commit(lambda: ring(key, organization_id, user_id), robust=True)


def ring(run_id: UUID, organization_id: int, user_id: int) -> None:
    """Wake the portal's worker. If nobody answers, the sweep finds the run within seconds."""
    from notifications.actions import ring_for
    from referrals.tasks import work_on_import

    ring_for(work_on_import, str(run_id), organization_id, user_id)
