"""Refusals by law, as an exception that rolls the crossing back."""

from consent.gate import Refusal


class LegallyRefused(Exception):
    """The gate said no. `refusal` has the code, the sentence and the lawful way instead."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
