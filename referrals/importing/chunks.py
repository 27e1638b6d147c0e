"""What of a list waits to be decided, sealed: its rows in chunks, and what the file said of itself.

A chunk is numbered by its first row, so that the chunk of any row is found without opening others.
Number 0 is the head: the file's name and its headings.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from organizations.sealing import seal, unseal
from referrals.importing.columns import COLUMNS, Arrangement, arrange
from referrals.importing.rows import Checked, Fate, RowError
from referrals.models import ImportChunk, ImportRun

ROWS = 500  # a chunk is one transaction of about a tenth of a second
HEAD = 0
COUNTED = ("accepted", "refused", "invalid", "duplicates")
#: Which count a fate is kept in.
COUNT_OF = {
    Fate.ACCEPTED: "accepted",
    Fate.REFUSED: "refused",
    Fate.INVALID: "invalid",
    Fate.DUPLICATE: "duplicates",
}


@dataclass(frozen=True)
class Line:
    """A row of the list, its cells in the order of the headings, and what would become of it."""

    n: int
    cells: list[str] = field(repr=False)
    fate: Fate
    errors: tuple[RowError, ...] = ()

    @classmethod
    def of(cls, checked: Checked) -> "Line":
        """As the checker left it."""
        return cls(checked.n, list(checked.cells), checked.fate, tuple(checked.errors))

    @property
    def can_be_mended(self) -> bool:
        """Something can be put right: a value, or the ground."""
        return self.fate in (Fate.INVALID, Fate.REFUSED)


@dataclass(frozen=True)
class Head:
    """The file's name and its headings as received, and after them those columns of ours that it did not have."""

    name: str = field(default="", repr=False)
    headings: tuple[str, ...] = field(default=(), repr=False)

    def completed(self) -> "Head":
        """With the columns that the file did not have at its end, so that they can be filled in."""
        return replace(self, headings=(*self.headings, *(column.name for column in missing(self.arrangement))))

    @property
    def arrangement(self) -> Arrangement:
        """Where each of our columns stands."""
        return arrange(self.headings)

    def cell(self, line: Line, column: str) -> str:
        """What a row says in one of our columns."""
        place = self.arrangement.places.get(column)
        return line.cells[place] if place is not None and place < len(line.cells) else ""


def missing(arrangement: Arrangement) -> list[Any]:
    """Our columns that a file does not have."""
    return [column for column in COLUMNS if column.name not in arrangement.places]


def put_head(run: ImportRun, head: Head) -> None:
    """In place of what was there."""
    content = seal(json.dumps(asdict(head), ensure_ascii=False).encode())
    ImportChunk.objects.update_or_create(
        run=run, number=HEAD, defaults={"user_id": run.user_id, "content": content, "is_sent": True}
    )


def head_of(run: ImportRun) -> Head:
    """An empty one where nothing is left."""
    chunk = ImportChunk.objects.filter(run=run, number=HEAD).first()
    if chunk is None:
        return Head()
    said = json.loads(unseal(bytes(chunk.content)))
    return Head(said["name"], tuple(said["headings"]))


def rows_of(run: ImportRun) -> QuerySet[ImportChunk]:
    """The chunks with rows, in order."""
    return ImportChunk.objects.filter(run=run, number__gt=HEAD).order_by("number")


def chunk_with(run: ImportRun, n: int) -> ImportChunk | None:
    """The chunk in which row n is, if it is still there."""
    return rows_of(run).filter(number__lte=n).order_by("-number").first()


def put_lines(run: ImportRun, lines: Sequence[Line]) -> ImportChunk:
    """A new chunk of these rows."""
    chunk = ImportChunk(run=run, user_id=run.user_id, number=lines[0].n, content=b"")
    fill(chunk, lines)
    chunk.save(force_insert=True)
    return chunk


def fill(chunk: ImportChunk, lines: Sequence[Line]) -> None:
    """Put these rows in place of those that it holds, and count them; not saved yet."""
    packed = [[line.n, line.fate, line.cells, [_packed(error) for error in line.errors]] for line in lines]
    chunk.content = seal(json.dumps(packed, ensure_ascii=False).encode())
    chunk.rows = len(lines)
    for name, count in counts(lines).items():
        setattr(chunk, name, count)


def open_chunk(chunk: ImportChunk) -> list[Line]:
    """Its rows in order."""
    packed = json.loads(unseal(bytes(chunk.content)))
    return [
        Line(n, cells, Fate(fate), tuple(RowError(n, *error) for error in errors)) for n, fate, cells, errors in packed
    ]


def _packed(error: RowError) -> list[str]:
    return [error.column, error.code, str(error.message)]


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """How many rows meet each fate, by the names of the counters."""
    found = dict.fromkeys(COUNTED, 0)
    for line in lines:
        found[COUNT_OF[line.fate]] += 1
    return found


def recount(run: ImportRun, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """Rows of the run met another fate than was thought; not saved yet."""
    for name in COUNTED:
        setattr(run, name, getattr(run, name) + after[name] - before[name])


def lines_after(run: ImportRun, after: int, fate: Fate | None) -> Iterator[Line]:
    """The rows that follow row `after`, of one fate or of all; opens chunk by chunk, only those that have some."""
    first = chunk_with(run, after + 1)
    chunks = rows_of(run).filter(number__gte=first.number if first else HEAD)
    if fate is not None:
        chunks = chunks.filter(**{f"{COUNT_OF[fate]}__gt": 0})
    for chunk in chunks.iterator(chunk_size=4):
        yield from (line for line in open_chunk(chunk) if line.n > after and fate in (None, line.fate))
