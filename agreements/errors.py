"""Refusals of agreements: a stable code, and a sentence that says what to do next."""

from cases.errors import CaseRefusal


class AgreementRefusal(CaseRefusal):
    """The rules of agreements do not allow it now."""
