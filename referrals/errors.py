"""Refusals of reporting and triage that are not the gate's."""

from django.utils.functional import Promise


class ReferralRefusal(Exception):
    """A verb that cannot be done now; `sentence` says what to do."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence
