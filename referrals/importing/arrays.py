"""Columns as PostgreSQL reads arrays. Made here, because thousands of values cost the driver as much as all else."""

from collections.abc import Sequence
from typing import Any


def text_array(column: Sequence[Any]) -> str:
    """An array of texts."""
    joined = '","'.join(column)
    if "\\" in joined or joined.count('"') != 2 * (len(column) - 1):
        joined = '","'.join([text.replace("\\", "\\\\").replace('"', '\\"') for text in column])
    return f'{{"{joined}"}}' if column else "{}"


def plain_array(column: Sequence[object]) -> str:
    """An array of what needs no quotation marks: numbers, days, keys. A blank is nothing at all (NULL)."""
    return "{" + ",".join(["NULL" if value == "" else str(value) for value in column]) + "}"
