"""Which rows of lists are reports already.

A row is known again by its sender, customer number, kind of supply, stop date, and whether life is in danger now.
The number is stored as received; for this question its width and its blanks do not count (１２ ３４ is 1234).
"""

import unicodedata
from collections.abc import Sequence

from django.db import connection

from referrals.importing.arrays import plain_array, text_array
from referrals.importing.rows import Values

#: The same as `Referral.customer_key`, for the numbers asked about. Apart and before the join, since row security lets an
#: index be used for a plain comparison only.
_SENT = """
WITH asked AS MATERIALIZED (
    SELECT place, replace(normalize(number, NFKC), ' ', '') AS key, kind, stop, danger
      FROM unnest(%s::text[], %s::text[], %s::date[], %s::boolean[]) WITH ORDINALITY AS a(number, kind, stop, danger, place)
)
SELECT DISTINCT asked.place
  FROM asked JOIN referrals_referral AS sent
    ON sent.utility_id = %s AND sent.customer_key = asked.key AND sent.supply_kind = asked.kind
   AND sent.danger_to_life = asked.danger AND sent.scheduled_stop_on IS NOT DISTINCT FROM asked.stop
 WHERE sent.channel = 'file' AND sent.sealed IS NULL AND NOT sent.customer_number = ''
"""


def keys_of(values: Sequence[Values], others: dict[tuple[str, str, str], str]) -> list[str]:
    """What rows of one sender are known again by, as the database folds it.

    `others` numbers what they have beside the customer number: a million keys are to be remembered.
    """
    numbers = [number_key(value.customer_number) for value in values]
    rest = [(value.supply_kind, value.stop_on, value.danger) for value in values]
    return [number + others.setdefault(more, f"\0{len(others)}") for number, more in zip(numbers, rest, strict=True)]


def number_key(number: str) -> str:
    """A customer number without width and blanks."""
    return (number if number.isascii() else unicodedata.normalize("NFKC", number)).replace(" ", "")


def sent_before(utility_id: int, values: Sequence[Values]) -> set[int]:
    """The places of those rows that are reports of this utility already."""
    if not values:
        return set()
    columns = (
        text_array([value.customer_number for value in values]),
        text_array([value.supply_kind for value in values]),
        plain_array([value.stop_on for value in values]),
        plain_array([value.danger or "f" for value in values]),
    )
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [*columns, utility_id])
        return {place - 1 for (place,) in cursor.fetchall()}
