"""Keeps personal data out of the log: an exception is named by its type and place, not by its values."""

import logging
import re
import traceback

# Whoever reads such an address in a log could use it.
_SECRET_ADDRESS = re.compile(r"(/invitation/|/password/reset/key/)[^/\s]+")


class WithoutPersonalData(logging.Filter):
    """Replaces a traceback by its frames, and takes the exception's own words out of the message.

    A database error quotes the row that it refused, and a validation error what was typed;
    either would put a household's name into a file that many can read.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            place = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
            message = f"{_without(record.exc_info[1], message)} [{record.exc_info[0].__name__} at {place}]"
            record.exc_info = None
            record.exc_text = None
        record.msg, record.args = _SECRET_ADDRESS.sub(r"\1…", message), ()
        return True


def _without(error: BaseException | None, message: str) -> str:
    """Celery and Django write the exception into the message as well."""
    for words in (repr(error), str(error)):
        message = message.replace(words, "…") if words else message
    return message
