"""`sweep`: bring all follow-up flags to what holds on a day."""

import json
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.sweeping import sweep_as_worker
from japanese.dates import today as today_in_japan
from organizations.models import Municipality


class Command(BaseCommand):
    """See the module."""

    help = "Raises and resolves follow-up flags. Running it twice changes nothing more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day, the municipality, the form of the answer."""
        parser.add_argument("--today", help="YYYY-MM-DD; otherwise today in Japan")
        parser.add_argument("--municipality", help="six-digit code; otherwise all")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say what was done."""
        today = _day(options["today"])
        municipality_id = _municipality(options["municipality"])
        started = time.perf_counter()
        counts = sweep_as_worker(today, municipality_id)
        answer = {"today": today.isoformat(), **counts, "seconds": round(time.perf_counter() - started, 3)}
        self.stdout.write(json.dumps(answer) if options["json"] else _words(answer))


def _words(answer: dict[str, Any]) -> str:
    parts = [f"{verb} {sum(answer[verb].values())}" for verb in ("raised", "resolved", "kept")]
    return f"{answer['today']}: {', '.join(parts)} ({answer['seconds']} s)"


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today_in_japan()
    except ValueError as error:
        raise CommandError("--today must be a day such as 2026-11-24.") from error


def _municipality(code: str | None) -> int | None:
    if code is None:
        return None
    found = Municipality.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"No municipality has the code {code}.")
    return found
