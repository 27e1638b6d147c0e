from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class NotUnderstood(ValueError):  # reads as what it says where it is raised
    """Text that could not be read, with a translated sentence saying what to write instead.

    ``message`` is lazy and is filled with ``params``. Neither ever repeats the
    text itself: it may be a person's, and errors end up in logs.
    """

    def __init__(self, message: _StrPromise, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return str(self.message) % self.params

    def as_validation_error(self) -> ValidationError:
        """The same sentence for a form, still lazy."""
        return ValidationError(self.message, code="invalid", params=self.params)
