"""What the pages of networks have in common: saving once, refusals at the form, what stands recorded now."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from agreements.networks.errors import CHANGED, NetworkRefusal

get_or_post = require_http_methods(["GET", "POST"])


def save(form: forms.Form, do: Callable[[], object], version: Callable[[], int] | None = None) -> int:
    """302 where it was done in one transaction, 400 for what was typed wrongly, 409 for a refusal.

    What was typed stays in the form. After a change by somebody else the form carries the version of now, so that a
    second "save" overwrites knowingly.
    """
    if not form.is_valid():
        return 400
    try:
        with transaction.atomic():
            do()
    except NetworkRefusal as refusal:
        if refusal.code == CHANGED and version is not None:
            form.data = {**form.data.dict(), "version": str(version())}  # type: ignore[attr-defined]  # a QueryDict of the request
        form.add_error(None, forms.ValidationError(str(refusal.sentence), code=refusal.code))
        return 409
    return 302


def seen_version(request: HttpRequest) -> int:
    """Of the page that was sent back; one that never was where it is missing."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def recorded_now(form: forms.Form, now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, words) of each field whose recorded value is not what was typed, after somebody else saved."""
    if not any(error.code == CHANGED for error in form.non_field_errors().as_data()):
        return []
    said = form.cleaned_data
    return [
        (str(form.fields[name].label), _shown(form, name, now[name])) for name in now if said.get(name) != now[name]
    ]


def _shown(form: forms.Form, name: str, value: Any) -> str:
    if value in (None, ""):
        return "―"
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, list):
        return "\n".join(value)
    choices = getattr(form.fields[name], "choices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)
