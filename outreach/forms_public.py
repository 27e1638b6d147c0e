"""The form by which somebody without a log-in asks to be called back, in their language."""

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from japanese.text import contains_control, phone_key
from outreach.callbacks import Asked

#: Nobody fills in a form faster than this, and nobody's page is open longer (seconds).
FASTEST, LONGEST = 3, 2 * 60 * 60
_SALT = "outreach.forms_public"
_LENGTHS = {"phone": 30, "name": 60, "when": 100, "words": 500}


def new_token(code: str, *, now: float | None = None) -> str:
    """When the form was shown, for which code, and a number that names this showing of it."""
    return signing.dumps([code, time.time() if now is None else now, uuid.uuid4().hex], salt=_SALT)


@dataclass(frozen=True)
class Token:
    """What a form's token says. `age` in seconds."""

    age: float
    submission: uuid.UUID


def read_token(token: str, code: str) -> Token | None:
    """None where it is not ours or of another code."""
    try:
        of, shown, submission = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Token(time.time() - shown, uuid.UUID(submission)) if of == code else None


class AskForm(forms.Form):
    """`words` are the page's own, for what is wrong as well. `website` is a field that only machines fill in."""

    phone = forms.CharField(required=False, strip=True)
    name = forms.CharField(required=False, strip=True)
    when = forms.CharField(required=False, strip=True)
    words = forms.CharField(required=False, strip=True)
    website = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def __init__(self, *args: Any, words: Mapping[str, str], code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words, self._code = words, code
        self.submission = uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        """The fields first, then whether a person sent them."""
        cleaned = super().clean() or {}
        for name, most in _LENGTHS.items():
            self._check_text(name, str(cleaned.get(name, "")), most)
        self._check_phone(str(cleaned.get("phone", "")))
        self._check_person(cleaned)
        return cleaned

    def _say(self, field: str | None, word: str) -> None:
        self.add_error(field, forms.ValidationError(self._words[word], code=word))

    def _check_text(self, name: str, value: str, most: int) -> None:
        if len(value) > most:
            self._say(name, "too_long")
        elif contains_control(value, multiline=name == "words"):
            self._say(name, "characters")

    def _check_phone(self, value: str) -> None:
        if "phone" in self.errors:
            return
        if not value:
            self._say("phone", "phone_missing")
        elif not re.fullmatch(r"(0|81)[0-9]{9,11}", phone_key(value).lstrip("+")):
            self._say("phone", "phone_wrong")

    def _check_person(self, cleaned: Mapping[str, Any]) -> None:
        token = read_token(str(cleaned.get("token", "")), self._code)
        if cleaned.get("website"):
            self._say(None, "too_many")
        elif token is None or token.age > LONGEST:
            self._say(None, "too_old")
        elif token.age < FASTEST:
            self._say(None, "too_fast")
        else:
            self.submission = token.submission

    def next_token(self) -> str:
        """The same again while it holds, so that the second press comes late enough; else a new one."""
        sent = str(self.data.get("token", ""))
        token = read_token(sent, self._code)
        return sent if token and token.age < LONGEST else new_token(self._code)

    def asked(self) -> Asked:
        """What the action takes, once the form is valid."""
        return Asked(**{name: self.cleaned_data[name] for name in _LENGTHS})
