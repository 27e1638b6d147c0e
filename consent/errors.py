"""Refusals by law, as an exception that rolls the crossing back; and what cannot be done with a consent now."""

from django.utils.functional import Promise

from consent.gate import Refusal


class LegallyRefused(Exception):
    """The gate said no. `refusal` has the code, the sentence and the lawful way instead."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class ConsentRefusal(Exception):
    """A verb that cannot be done now, with a stable code and a sentence that says what to do."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence
