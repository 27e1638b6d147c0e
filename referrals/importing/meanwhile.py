"""One long statement, and something else done while the database works on it."""

import select
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import errors
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn


def execute(statement: str, arguments: Sequence[str], meanwhile: Callable[[], None] | None = None) -> None:
    """Run a statement with $1, $2, … in the transaction that is open, and return when it is done.

    `meanwhile` is called after it has been sent, and may not ask the database anything. An exception there comes
    out after the statement has ended; the transaction is the caller's to roll back.
    """
    if not connection.in_atomic_block or connection.connection is None:
        raise RuntimeError("The statement belongs to a transaction that has begun.")
    line: PGconn = connection.connection.pgconn
    with connection.wrap_database_errors:
        _send(line, statement, arguments)
        try:
            if meanwhile is not None:
                meanwhile()
        finally:
            results = list(_results(line))
        for result in results:
            if result.status != ExecStatus.COMMAND_OK:
                raise errors.error_from_result(result)


def _send(line: PGconn, statement: str, arguments: Sequence[str]) -> None:
    line.send_query_params(statement.encode(), [argument.encode() for argument in arguments])
    while line.flush():
        _wait(line, select.POLLIN | select.POLLOUT)


def _results(line: PGconn) -> Iterable[Any]:
    """Until nothing more comes: the line must be empty before anybody else uses it."""
    while True:
        while line.is_busy():
            _wait(line, select.POLLIN)
        result = line.get_result()
        if result is None:
            return
        yield result


def _wait(line: PGconn, events: int) -> None:
    poll = select.poll()
    poll.register(line.socket, events)
    for _descriptor, event in poll.poll():
        if event & ~select.POLLOUT:
            line.consume_input()
