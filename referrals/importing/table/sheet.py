"""Workbooks, read by a process of their own (`importing.spreadsheet`) whose answers are taken with a limit of time."""

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from signal import SIGABRT, SIGKILL, SIGXCPU
from types import TracebackType
from typing import IO, Self

from referrals.importing.spreadsheet.cells import CELL_END, ROW_END
from referrals.importing.table.headings import SEARCHED_ROWS, Found, IsHeading, Merged, find_headings
from referrals.importing.table.text import Row, fitted
from referrals.importing.table.troubles import Trouble, Unreadable

#: All the waiting for one workbook. The process has 30 seconds of processor time; this ends it where the machine is busy.
WAITING_SECONDS = 60.0
#: Five hundred rows of the longest cells; more is not what our process writes.
MOST_IN_A_BLOCK = 1 << 28

_ROOT = str(Path(__file__).resolve().parents[3])
_CHILD = "import sys; sys.path.append(sys.argv[1]); from referrals.importing.spreadsheet.main import main; main()"


class Reading:
    """The process that reads one workbook; ended with the context, whatever happens."""

    def __init__(self, path: Path) -> None:
        self.left = WAITING_SECONDS
        with path.open("rb") as file:
            # An empty environment: no secret is where a hostile file is read. `-I`: nor what points elsewhere.
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-I", "-c", _CHILD, _ROOT],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={},
                cwd="/",
            )
        self.poll = select.poll()
        self.poll.register(self.out, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.kill()
        self.out.close()
        self.process.wait()

    @property
    def out(self) -> IO[bytes]:
        """What the process says."""
        assert self.process.stdout is not None  # noqa: S101 - it was opened as a pipe
        return self.process.stdout

    def heard(self, most: int) -> bytes:
        """Up to so many bytes; nothing at the end. Only waiting is counted, not what is done between."""
        began = time.monotonic()
        ready = self.poll.poll(max(0.0, self.left) * 1000)
        self.left -= time.monotonic() - began
        if not ready:
            raise Unreadable(Trouble.TOO_SLOW)
        return self.out.read(most)

    def exactly(self, size: int) -> bytes:
        """So many bytes."""
        parts: list[bytes] = []
        while size:
            part = self.heard(min(size, 1 << 20))
            if not part:
                raise self.why_it_ended()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def why_it_ended(self) -> Unreadable:
        """The process ended without an answer."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        signals = {-SIGXCPU: Trouble.TOO_SLOW, -SIGKILL: Trouble.TOO_SLOW, -SIGABRT: Trouble.TOO_MUCH_MEMORY}
        return Unreadable(signals.get(self.process.returncode or 0, Trouble.DAMAGED))

    def block(self) -> str:
        """The next of its answers; empty at the end."""
        size = int.from_bytes(self.exactly(4), "big")
        if size > MOST_IN_A_BLOCK:
            raise Unreadable(Trouble.DAMAGED)
        try:
            return self.exactly(size).decode()
        except UnicodeDecodeError as error:
            raise Unreadable(Trouble.DAMAGED) from error

    def beginning(self) -> list[Merged]:
        """What is merged downwards near the top, counted from the first row and column that hold anything."""
        said = json.loads(self.block())
        if "trouble" in said:
            raise Unreadable(said["trouble"])
        up, left = said["first"], said["left"]
        areas = (Merged(*area) for area in said["merged"])
        return [Merged(a.top - up, a.left - left, a.bottom - up, a.right - left) for a in areas]

    def rows(self) -> Iterator[list[str]]:
        """All rows of the sheet."""
        while block := self.block():
            for line in block.split(ROW_END):
                yield line.split(CELL_END)


def read_sheet(reading: Reading, is_heading: IsHeading, max_rows: int | None) -> tuple[Found, Iterator[Row]]:
    """The headings of the first sheet that can be seen, and its rows."""
    merged = reading.beginning()
    rows = reading.rows()
    first = list(islice(rows, SEARCHED_ROWS))
    if not any(map(any, first)):
        raise Unreadable(Trouble.EMPTY)
    found = find_headings(first, is_heading, merged)
    if found is None:
        raise Unreadable(Trouble.NO_HEADINGS)
    numbered = _numbered(chain(first[found.rows_before_data :], rows), len(found.headings), max_rows)
    beginning = next(numbered, None)
    if beginning is None:
        raise Unreadable(Trouble.NO_ROWS)
    return found, chain([beginning], numbered)


def _numbered(rows: Iterator[list[str]], width: int, max_rows: int | None) -> Iterator[Row]:
    given = 0
    for number, cells in enumerate(rows, 1):
        if not cells[0].strip() and not "".join(cells).strip():
            continue
        given += 1
        if max_rows is not None and given > max_rows:
            raise Unreadable(Trouble.TOO_MANY_ROWS, max_rows)
        yield number, (cells if len(cells) == width else fitted(cells, width))
