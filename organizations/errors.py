"""Refusals about people and roles."""

from django.utils.functional import Promise


class OrganizationRefusal(Exception):
    """A verb that cannot be done now; `sentence` says what to do."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence
