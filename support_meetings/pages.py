"""What the pages of the meeting have in common."""

from collections.abc import Callable

from django import forms
from django.db import transaction

from cases.errors import CaseRefusal


def refused(form: forms.Form, refusal: CaseRefusal) -> int:
    """The refusal stands at the top of the form, which keeps what was typed; the status of the answer."""
    form.add_error(None, forms.ValidationError(str(refusal.sentence), code=refusal.code))
    return 409


def done(form: forms.Form, do: Callable[[], object]) -> bool:
    """Done in one transaction; a refusal becomes an error of the form, with nothing typed lost."""
    try:
        with transaction.atomic():
            do()
    except CaseRefusal as refusal:
        refused(form, refusal)
        return False
    return True
