"""The only doors by which the portal's pages get at lists that were sent as files.

That there was a list, and its counts, the whole utility sees; what stands in it only who handed it in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from organizations.actors import Actor
from organizations.permissions import Permission
from referrals.importing.chunks import (
    COUNT_OF,
    COUNTED,
    Head,
    Line,
    chunk_with,
    head_of,
    lines_after,
    open_chunk,
    rows_of,
)
from referrals.importing.rows import Fate
from referrals.importing.runs import LIFETIME
from referrals.models import ImportRun, Referral
from referrals.standing import with_standing

PAGE = 50
#: A file of what is to be mended holds at most so many rows: it is made while somebody waits.
MOST_IN_FILE = 5_000


@dataclass(frozen=True)
class LinePage:
    """Some rows of a list; `after` is where the next page begins, None on the last one."""

    lines: list[Line]
    after: int | None


@dataclass(frozen=True)
class Progress:
    """How far the sending has come: rows that have met their fate, of all that were to be decided on."""

    done: int
    of: int


def utility_lists(actor: Actor) -> QuerySet[ImportRun]:
    """All lists of the actor's utility, by whomever: counts only."""
    if not actor.may(Permission.REPORT_IMPORT):
        return ImportRun.objects.none()
    return ImportRun.objects.filter(organization_id=actor.organization_id).select_related("office", "user")


def access_list(actor: Actor, key: UUID) -> ImportRun:
    """A list that the actor handed in for this utility; missing, foreign and a colleague's are the same 404."""
    run = utility_lists(actor).filter(pk=key, user_id=actor.user_id).first()
    if run is None:
        raise Http404
    return run


def is_over(run: ImportRun) -> bool:
    """Its day has passed, so that its rows are shown no more, whether or not they have been swept away yet."""
    return run.created_at < timezone.now() - LIFETIME


def head(run: ImportRun) -> Head:
    """The file's name and headings, as long as anything of it waits."""
    return Head() if is_over(run) else head_of(run)


def line_page(run: ImportRun, *, after: int, fate: Fate | None) -> LinePage:
    """The rows that follow row `after`."""
    if is_over(run):
        return LinePage([], None)
    found = list(islice(lines_after(run, after, fate), PAGE + 1))
    shown = found[:PAGE]
    return LinePage(shown, shown[-1].n if len(found) > PAGE else None)


def access_line(run: ImportRun, n: int) -> Line:
    """A row that is to be mended; 404 for any other."""
    chunk = None if is_over(run) else chunk_with(run, n)
    lines: Iterable[Line] = open_chunk(chunk) if chunk else ()
    line = next((one for one in lines if one.n == n and one.can_be_mended), None)
    if line is None:
        raise Http404
    return line


def lines_to_mend(run: ImportRun) -> list[Line]:
    """The first MOST_IN_FILE rows that are to be mended or lack a ground."""
    if is_over(run):
        return []
    both = (line for line in lines_after(run, 0, None) if line.can_be_mended)
    return list(islice(both, MOST_IN_FILE))


def kept_rows(run: ImportRun) -> dict[Fate, int]:
    """How many rows of each fate are still kept."""
    sums = rows_of(run).aggregate(**{name: Sum(name) for name in COUNTED})
    return {fate: 0 if is_over(run) else sums[name] or 0 for fate, name in COUNT_OF.items()}


def progress_of(run: ImportRun) -> Progress:
    """Of a list that is being sent."""
    left = rows_of(run).filter(is_sent=False).aggregate(rows=Sum("rows"))["rows"] or 0
    return Progress(max(run.rows - left, 0), run.rows)


def reports_of(actor: Actor, run: ImportRun) -> QuerySet[Referral]:
    """The reports that this list has become, in the order of their receipts."""
    until = run.finished_at or timezone.now()
    mine = Referral.objects.visible_to(actor).filter(submitted_at__range=(run.created_at, until), import_run=run)
    shown = mine.select_related("office", "agency").prefetch_related("feedback").order_by("receipt_number")
    return with_standing(shown)


def receipt_page(rows: QuerySet[Referral], after: str) -> tuple[list[Referral], str]:
    """The reports that follow this receipt, and the receipt after which the next page begins; empty on the last."""
    found = list(rows.filter(receipt_number__gt=after)[: PAGE + 1])
    shown = found[:PAGE]
    return shown, shown[-1].receipt_number if len(found) > PAGE else ""
