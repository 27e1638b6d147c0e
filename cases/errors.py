"""Refusals of case work, each with a stable code and a sentence that says what to do."""

from django.utils.functional import Promise


class CaseRefusal(Exception):
    """A verb that cannot be done now."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence
