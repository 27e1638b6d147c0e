"""Rows of a list that waits in the portal, judged as they would be if it were sent now."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from agreements.reach import own_path
from organizations.actors import Actor
from referrals.importing.checking import Checker
from referrals.importing.chunks import Head, Line
from referrals.importing.rows import Fate, NumberedRow
from referrals.importing.storing import count_refusals
from referrals.models import ImportRun


def checker_for(run: ImportRun, head: Head, at: datetime | None = None) -> Checker:
    """Judges rows below these headings in the name of who handed the list in. Needs the scope of the utility."""
    return Checker(
        arrangement=head.arrangement,
        utility=run.organization,
        office=run.office,
        at=at or timezone.now(),
        actor_name=run.user.name,
        path=own_path(run.organization_id, run.agreed_path_id),
    )


def judge(run: ImportRun, head: Head, rows: Sequence[NumberedRow]) -> list[Line]:
    """Each row with its fate, in the same order."""
    return [Line.of(checked) for checked in checker_for(run, head).check(rows)]


def count_refused(actor: Actor, run: ImportRun, head: Head, lines: Sequence[Line]) -> None:
    """Count those of the lines that still have no ground, for the agencies that they would have gone to."""
    refused = [(line.n, line.cells) for line in lines if line.fate == Fate.REFUSED]
    count_refusals(actor, run.office, checker_for(run, head).check(refused))
