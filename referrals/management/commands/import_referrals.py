"""`import_referrals`: a list of households as a file, sent as a utility's reports without a browser."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from organizations.actors import Actor
from organizations.models import Office, RoleAssignment, User, Utility
from organizations.permissions import Permission
from organizations.scope import Scope, log_in_as, scope
from referrals.importing.checking import Checker
from referrals.importing.columns import arrange, is_heading, why_not, why_unusable
from referrals.importing.reading import Batch
from referrals.importing.rows import NumberedRow, RowError
from referrals.importing.storing import Sending, keep
from referrals.importing.summary import Summary
from referrals.importing.table import Table, Unreadable, open_table

#: Rows of one transaction: a quarter of a second, and small beside what a statement costs however few it has.
ROWS = 4_000


class Command(BaseCommand):
    """See the module."""

    help = (
        "Reads a list of households (CSV or XLSX) and sends its good rows as reports of a utility. A row that was sent "
        "before is not sent again, so that the same list may be given again, also after an interruption."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, on whose behalf, and the form of the answer."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--utility", required=True, metavar="CODE", help="code of the utility, for example hinode")
        parser.add_argument(
            "--user", required=True, metavar="EMAIL", help="who sends: somebody who may send lists there"
        )
        parser.add_argument("--office", metavar="NAME", help="office of the utility; the first by name unless told")
        parser.add_argument("--dry-run", action="store_true", help="check only; nothing is kept, nothing is counted")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, send, say. Exit status 1 where the file as a whole cannot be read."""
        started = time.perf_counter()
        with override("ja"), _portal():
            is_dry = options["dry_run"]
            summary = _import(
                Sender(options["utility"], options["user"], options["office"]), options["file"], is_dry=is_dry
            )
            summary.seconds = time.perf_counter() - started
            self.stdout.write(summary.as_json() if options["json"] else summary.in_words(is_dry=is_dry))
        if summary.is_unreadable:
            sys.exit(1)


def _portal() -> AbstractContextManager[None]:
    """Reports are written with the portal's rights; the owner may take them, the other log-ins may not."""
    if settings.DOOR not in ("portal", "owner"):
        raise CommandError(
            "import_referrals needs the portal's or the owner's log-in: set TSUNAGI_DOOR and DATABASE_URL."
        )
    return nullcontext() if settings.DOOR == "portal" else log_in_as("portal")


class Sender:
    """Who sends, for which utility, through which office. CommandError where one of them is not there or may not."""

    def __init__(self, code: str, email: str, office: str | None) -> None:
        utility = Utility.objects.filter(code=code).first()
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if utility is None:
            raise CommandError(_("No utility has this code."))
        if user is None:
            raise CommandError(_("Nobody signs in with this e-mail address."))
        self.utility, self.user_id = utility, user.pk
        with self.scope():
            self.actor = self._actor()
        self.office = self._office(office)

    def scope(self) -> AbstractContextManager[Scope]:
        """One transaction in the sender's name."""
        return scope(organization=self.utility.pk, user=self.user_id)

    def _actor(self) -> Actor:
        roles = RoleAssignment.objects.in_force(timezone.localdate()).filter(
            organization=self.utility, user=self.user_id
        )
        actors = map(Actor.of, roles.select_related("user", "organization", "municipality").order_by("pk"))
        actor = next((one for one in actors if one.may(Permission.REPORT_IMPORT)), None)
        if actor is None:
            raise CommandError(_("This person may not send lists for this utility."))
        return actor

    def _office(self, name: str | None) -> Office:
        offices = Office.objects.filter(utility=self.utility).order_by("name")
        office = (offices.filter(name=name) if name else offices).first()
        if office is None:
            raise CommandError(_("The utility has no such office."))
        return office


def _import(sender: Sender, path: Path, *, is_dry: bool) -> Summary:
    summary = Summary()
    try:
        with open_table(path, is_heading) as table:
            summary.encoding = table.encoding
            if problem := why_unusable(table.headings):
                summary.is_unreadable_for(problem.partition(":")[0], why_not(problem))
            else:
                _send(sender, table, summary, is_dry=is_dry)
    except Unreadable as unreadable:
        summary.is_unreadable_for(str(unreadable.code), unreadable.sentence)
    return summary


def _send(sender: Sender, table: Table, summary: Summary, *, is_dry: bool) -> None:
    """Batch by batch, each one a transaction; the next is read while the database works on the one before."""
    arrangement = arrange(table.headings)
    for heading in arrangement.unknown:
        summary.add_error(RowError(0, heading, "unknown_heading", _("Nothing is read from this column.")))
    at = timezone.now()
    checker = Checker(
        arrangement=arrangement,
        utility=sender.utility,
        office=sender.office,
        at=at,
        actor_name=sender.actor.name,
        look_for_sent=is_dry,  # `keep` looks itself
    )
    keep_rows = partial(keep, actor=sender.actor, office=sender.office, run=None, at=at, sending=Sending())
    ahead = ReadAhead(checker, table.rows)
    while (batch := ahead.take()) is not None:
        with sender.scope():
            rows = checker.judge(batch)
            if not is_dry:
                keep_rows(rows=rows, meanwhile=ahead.read)
        summary.add(rows)


class ReadAhead:
    """Rows in batches, of which the next one may be read early. What goes wrong there is raised when it is taken."""

    def __init__(self, checker: Checker, rows: Iterator[NumberedRow]) -> None:
        self._checker, self._rows = checker, iter(rows)
        self._next: Batch | None = None
        self._trouble: Unreadable | None = None

    def read(self) -> None:
        """The next batch, unless it is there. Asks the database nothing."""
        if self._next is not None or self._trouble is not None:
            return
        try:
            rows = list(islice(self._rows, ROWS))
        except Unreadable as unreadable:
            self._trouble = unreadable
            return
        self._next = self._checker.read(rows) if rows else None

    def take(self) -> Batch | None:
        """The next batch; None after the last."""
        self.read()
        if self._trouble is not None:
            raise self._trouble
        batch, self._next = self._next, None
        return batch
