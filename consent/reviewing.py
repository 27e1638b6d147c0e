"""What follows when a lead caseworker does not uphold a report without consent.

The app that has the reports says in its `protection_reviews.py` what becomes of one; the module is found
like `admin.py`, so that this app need not know what a report is.
"""

from collections.abc import Callable

from django.utils.module_loading import autodiscover_modules

from consent.models import ProtectionGround
from consent.vocabulary import FailedLimb
from organizations.actors import Actor

#: (who reviewed, the ground, which of the two reasons failed), called in the transaction of the review.
Handler = Callable[[Actor, ProtectionGround, FailedLimb], None]

_handlers: list[Handler] = []


def on_not_upheld(handler: Handler) -> Handler:
    """Declare what is done with the report; an exception undoes the review too."""
    _handlers.append(handler)
    return handler


def not_upheld(actor: Actor, ground: ProtectionGround, failed: FailedLimb) -> None:
    """Let every app do what it has declared."""
    autodiscover_modules("protection_reviews")
    for handler in _handlers:
        handler(actor, ground, failed)
