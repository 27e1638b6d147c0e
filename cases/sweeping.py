"""The sweep as the worker runs it: across municipalities, with the worker's rights and no others."""

from datetime import date

from django.db import transaction

from cases import flags
from organizations.scope import log_in_as


def sweep_as_worker(today: date, municipality_id: int | None = None) -> dict[str, dict[str, int]]:
    """See `cases.flags.sweep`."""
    with transaction.atomic(), log_in_as("worker"):
        return flags.sweep(today, municipality_id)
