"""Work on a list, by the portal's worker: read it into chunks, and once it is ordered, send chunk by chunk.

Each step is a transaction that begins by locking the run and looking whether the lease is still this
worker's: two workers never do the same step, and one that is killed leaves whole steps behind.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from organizations.actors import Actor
from organizations.drafts import discard_all
from organizations.models import RoleAssignment
from organizations.permissions import Permission
from organizations.scope import scope
from organizations.sealing import InvalidToken, unseal
from referrals.importing.chunks import (
    ROWS,
    Head,
    Line,
    counts,
    fill,
    head_of,
    open_chunk,
    put_head,
    put_lines,
    recount,
    rows_of,
)
from referrals.importing.columns import is_heading, why_unusable
from referrals.importing.judging import checker_for
from referrals.importing.rows import Fate
from referrals.importing.runs import draft_of, forget_rows
from referrals.importing.storing import keep
from referrals.importing.table import Table, Trouble, Unreadable, open_table
from referrals.models import ImportChunk, ImportFile, ImportRun, RunState

logger = logging.getLogger(__name__)

#: Longer than any step takes. After a worker's death the list rests so long.
LEASE = timedelta(seconds=40)
#: Until the first rows come: a spreadsheet is unpacked by a process of its own, which has its own limit below this.
LEASE_TO_OPEN = timedelta(minutes=2)
#: More rows than this are for the command; see README.md.
MOST_ROWS = 100_000


#: The database went away or two steps stood in each other's way: the same step, tried again, may well succeed.
PASSING = (OperationalError, InterfaceError)


class LeaseLost(Exception):
    """Somebody else works on this list, or its sender has thrown it away."""


@dataclass
class Hold:
    """This worker's hold on a run. `until` is what the row must say, so that a step after the lease's end does nothing."""

    run_id: UUID
    organization_id: int
    user_id: int
    until: datetime

    @contextmanager
    def step(self) -> Iterator[ImportRun]:
        """One transaction in the sender's scope with the run locked; the lease is renewed with it. LeaseLost."""
        with scope(organization=self.organization_id, user=self.user_id):
            run = ImportRun.objects.select_for_update().filter(pk=self.run_id, leased_until=self.until).first()
            if run is None:
                raise LeaseLost
            yield run
            if run.leased_until is not None:
                run.leased_until = timezone.now() + LEASE
            run.save()
        self.until = run.leased_until or self.until


def work_on(run_id: UUID, organization_id: int, user_id: int) -> str:
    """Do what waits to be done on a list; in which state it is left, empty where there was nothing to do.

    Needs the portal's log-in.
    """
    hold = _take(run_id, organization_id, user_id)
    if hold is None:
        return ""
    try:
        with hold.step() as run:
            actor, is_to_read = _actor_of(run), run.state == RunState.CHECKING
        if actor is None:
            return _stop(hold, RunState.DISCARDED)
        return _read(hold) if is_to_read else _send(hold, actor)
    except LeaseLost:
        return ""
    except PASSING as trouble:  # the sweep rings again once the lease has ended
        logger.warning("work on a list was interrupted: %s", type(trouble).__name__)
        return ""


def _take(run_id: UUID, organization_id: int, user_id: int) -> Hold | None:
    """The lease, where nobody else has it."""
    now = timezone.now()
    begun = {RunState.WAITING: RunState.CHECKING, RunState.ORDERED: RunState.SENDING}
    with scope(organization=organization_id, user=user_id):
        run = ImportRun.objects.select_for_update(skip_locked=True).filter(pk=run_id, user_id=user_id).first()
        if run is None or (run.leased_until is not None and run.leased_until > now):
            return None
        if run.state not in (*begun, *begun.values()):
            return None
        run.state = begun.get(RunState(run.state), RunState(run.state))
        run.leased_until = now + (LEASE_TO_OPEN if run.state == RunState.CHECKING else LEASE)
        run.save(update_fields=["state", "leased_until"])
    return Hold(run_id, organization_id, user_id, run.leased_until)


def _actor_of(run: ImportRun) -> Actor | None:
    """Who handed the list in, in the role of that time; None once it has ended."""
    roles = RoleAssignment.objects.in_force(timezone.localdate()).select_related("user", "organization", "municipality")
    role = roles.filter(pk=run.role_id, user__is_active=True).first()
    actor = Actor.of(role) if role else None
    return actor if actor and actor.may(Permission.REPORT_IMPORT) else None


def _stop(hold: Hold, state: RunState, problem: str = "") -> str:
    """Nothing more is done, and nothing of the list is kept."""
    with hold.step() as run:
        forget_rows(run)
        run.state, run.problem, run.leased_until, run.finished_at = state, problem, None, timezone.now()
    return state


# --- reading ---


def _read(hold: Hold) -> str:
    try:
        with _file_of(hold) as path, open_table(path, is_heading, max_rows=MOST_ROWS) as table:
            return _read_rows(hold, table)
    except Unreadable as unreadable:
        return _stop(hold, RunState.UNREADABLE, unreadable.problem)
    except (LeaseLost, *PASSING):
        raise
    except Exception as error:  # noqa: BLE001 - a file that we fail at is unreadable; tried again it would fail again
        logger.warning("a list could not be read: %s", type(error).__name__)
        return _stop(hold, RunState.UNREADABLE, Unreadable(Trouble.DAMAGED).problem)


@contextmanager
def _file_of(hold: Hold) -> Iterator[Path]:
    """The file in memory alone, under a path: whatever happens to this process, nothing of it is left on a disk."""
    with hold.step() as run:
        sealed = ImportFile.objects.filter(run=run).values_list("content", flat=True).first()
    try:
        content = unseal(bytes(sealed or b""))
    except InvalidToken as error:
        raise RuntimeError("the file cannot be unsealed: a data key was taken out") from error
    descriptor = os.memfd_create("list", os.MFD_CLOEXEC)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(content)
        yield Path(f"/proc/{os.getpid()}/fd/{descriptor}")
    finally:
        os.close(descriptor)


def _read_rows(hold: Hold, table: Table) -> str:
    problem = why_unusable(table.headings)
    if problem:
        return _stop(hold, RunState.UNREADABLE, problem)
    width = len(table.headings)
    with hold.step() as run:
        head = Head(head_of(run).name, tuple(table.headings)).completed()
        rows_of(run).delete()  # of a worker that was killed while reading
        put_head(run, head)
        checker = checker_for(run, head)
        run.encoding = table.encoding
        run.rows = run.accepted = run.refused = run.invalid = run.duplicates = 0
    batches = _batches(table.rows)
    batch = next(batches, [])
    while batch:
        following = next(batches, [])
        with hold.step() as run:
            checked = checker.check([(n, _filled(cells, width, head)) for n, cells in batch])
            _keep_read(run, [Line.of(one) for one in checked])
            if not following:
                _has_been_read(run)
        batch = following
    return RunState.CHECKED


def _filled(cells: list[str], width: int, head: Head) -> list[str]:
    """With blanks in the columns that the file does not have; a ragged row stays as it is, so that it is told."""
    return [*cells, *[""] * (len(head.headings) - width)] if len(cells) == width else cells


def _batches(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    while batch := list(islice(rows, ROWS)):
        yield batch


def _keep_read(run: ImportRun, lines: Sequence[Line]) -> None:
    put_lines(run, lines)
    run.rows += len(lines)
    recount(run, counts(()), counts(lines))


def _has_been_read(run: ImportRun) -> None:
    ImportFile.objects.filter(run=run).delete()
    run.state, run.checked_at, run.leased_until = RunState.CHECKED, timezone.now(), None


# --- sending ---


def _send(hold: Hold, actor: Actor) -> str:
    try:
        while _send_chunk(hold, actor):
            pass
    except (LeaseLost, *PASSING):
        raise
    except Exception as error:  # noqa: BLE001 - the sender sees how far it came, and decides
        logger.warning("a list could not be sent: %s", type(error).__name__)
        with hold.step() as run:
            run.state, run.leased_until = RunState.CHECKED, None
        return RunState.CHECKED
    return RunState.DONE


def _send_chunk(hold: Hold, actor: Actor) -> bool:
    """One chunk crosses, with its mark, in one transaction; false where none was left and the list is done."""
    with hold.step() as run:
        chunk = rows_of(run).filter(is_sent=False).first()
        if chunk is None:
            _finish(run)
            return False
        _cross(actor, run, chunk)
        return True


def _cross(actor: Actor, run: ImportRun, chunk: ImportChunk) -> None:
    """What is good now is sent, what has no ground counted; only what is to be mended stays."""
    lines = open_chunk(chunk)
    at = timezone.now()
    checked = checker_for(run, head_of(run), at).check([(line.n, line.cells) for line in lines])
    kept = keep(actor=actor, office=run.office, rows=checked, run=run, at=at)
    now = [Line.of(one) for one in checked]
    found = counts(now)
    lost = found["accepted"] - kept.accepted  # somebody else has sent the same row at this very moment
    recount(run, counts(lines), found | {"accepted": kept.accepted, "duplicates": found["duplicates"] + lost})
    run.sent += kept.accepted
    _leave(chunk, [line for line in now if line.fate == Fate.INVALID])


def _leave(chunk: ImportChunk, lines: Sequence[Line]) -> None:
    if not lines:
        chunk.delete()
        return
    fill(chunk, lines)
    chunk.is_sent = True
    chunk.save()


def _finish(run: ImportRun) -> None:
    run.state, run.finished_at, run.leased_until = RunState.DONE, timezone.now(), None
    discard_all(run.user_id, draft_of(run, ""))
    if not rows_of(run).exists():
        forget_rows(run)
