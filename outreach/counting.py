"""How often the page of a leaflet's code was opened: a number a day, and nothing about who."""

from django.db import connection

from documents.leaflet_channels import Channel
from documents.models import ChannelCount
from japanese.dates import today

_COLUMNS = ("opened", "called_back")


def count(channel: Channel, language: str, column: str) -> None:
    """One more today, by one statement, so that two at once are two."""
    if column not in _COLUMNS:
        raise ValueError(column)
    table = ChannelCount._meta.db_table
    values = [channel.agency.municipality_id, channel.code, language, today()]
    first = [int(column == one) for one in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (municipality_id, code, language, "on", opened, called_back) '  # noqa: S608 - names of our own
            'VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (code, language, "on") '
            f'DO UPDATE SET {column} = "{table}".{column} + 1',
            [*values, *first],
        )
