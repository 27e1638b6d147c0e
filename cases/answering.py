"""How a page answers to what was done or refused, wherever a `CaseRefusal` may be raised."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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


def pressed(request: HttpRequest, do: Callable[[], object], words: str, to: str, *args: Any) -> HttpResponse:
    """A verb that is one button: done with a message, or the refusal as one; back to the page either way."""
    try:
        with transaction.atomic():
            do()
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, words)
    return redirect(to, *args)
