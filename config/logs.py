"""Keeps personal data out of the log: an exception is named by its type and place, not by its values."""

import logging
import traceback


class WithoutPersonalData(logging.Filter):
    """Replaces a traceback by its frames.

    A database error quotes the row that it refused, and a validation error what was typed;
    either would put a household's name into a file that many can read.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            place = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
            record.msg = f"{record.getMessage()} [{record.exc_info[0].__name__} at {place}]"
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        return True
