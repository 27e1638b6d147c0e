"""A row of a list as it is read, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from referrals.importing.grounds import Stand

Value = TypeVar("Value")

#: A row's number as a person counts it (1 is the first row below the headings), and its cells as text.
NumberedRow = tuple[int, Sequence[str]]


class Fate(StrEnum):
    """What becomes of a row; stored, never renamed."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    INVALID = "invalid"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row, and the remedy. Never what stands in the cell.

    `row` 0 speaks of the file as a whole. `code` is stable; `message` is in the reader's language.
    """

    row: int
    column: str
    code: str
    message: str


class Fields(NamedTuple, Generic[Value]):
    """What a row states, by field; of a row or of whole columns."""

    customer_number: Value
    name: Value
    kana: Value
    phone: Value
    postal_code: Value
    address: Value
    supply_kind: Value
    supply_point: Value
    arrears_since: Value
    arrears_months: Value
    arrears_yen: Value
    deferred_until: Value
    notice_on: Value
    stop_on: Value
    note: Value
    danger: Value  # "t" or ""
    given_by: Value
    consent_on: Value
    taken_by: Value
    interest: Value
    why_protect: Value
    why_no_consent: Value
    request_number: Value


#: A row as the database takes it: everything is text, blank where nothing was stated, days as 2026-11-24.
Values = Fields[str]
Columns = Fields[list[str]]


@dataclass(slots=True)
class Checked:
    """A row with its fate. With a `stand` the gate was asked; `values` are there unless a cell could not be read.

    `keep` turns an accepted row into a duplicate where another list was faster.
    """

    n: int
    cells: Sequence[str] = field(repr=False)
    fate: Fate
    errors: tuple[RowError, ...] = ()
    values: Values | None = field(default=None, repr=False)
    stand: "Stand | None" = field(default=None, repr=False)
