"""Drafts of forms: kept encrypted, for their writer alone, for a day.

A form that keeps a draft carries a token: the writer's id and the form's name, signed. With it a
form that arrives after the session has ended is still kept for the person it was served to, and
for nobody else: the token lets a draft be written, never read.
"""

import json
from collections.abc import Mapping
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from organizations.models import FormDraft
from organizations.scope import scope
from organizations.sealing import InvalidToken, seal, unseal

LIFETIME = timedelta(hours=24)
LARGEST = 100_000
FIELD = "draft_token"
_NOT_KEPT = {FIELD, "csrfmiddlewaretoken", "password", "submission"}
_SALT = "organizations.drafts"


def token(user_id: int, form: str) -> str:
    """What the page carries in its field `draft_token`."""
    return signing.dumps([user_id, form], salt=_SALT)


def save(user_id: int, form: str, data: Mapping[str, list[str]]) -> bool:
    """Keep what was typed, in place of what was kept before; false if it is too large. Needs the person's scope."""
    kept = {name: values for name, values in data.items() if name not in _NOT_KEPT}
    content = json.dumps(kept, ensure_ascii=False).encode()
    if len(content) > LARGEST:
        return False
    FormDraft.objects.update_or_create(
        user_id=user_id, form=form, defaults={"content": seal(content), "saved_at": timezone.now()}
    )
    return True


def load(user_id: int, form: str) -> QueryDict | None:
    """What this person was typing, unless a day has passed."""
    row = FormDraft.objects.filter(user_id=user_id, form=form, saved_at__gte=timezone.now() - LIFETIME).first()
    if row is None:
        return None
    try:
        kept = json.loads(unseal(bytes(row.content)))
    except InvalidToken:
        return None  # the key was changed and the old one withdrawn; a draft is no record
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values)
    return data


def discard(user_id: int, form: str) -> None:
    """Forget, once the form is sent or was refused."""
    FormDraft.objects.filter(user_id=user_id, form=form).delete()


def discard_all(user_id: int, beginning: str) -> None:
    """The same for every form whose name begins so."""
    FormDraft.objects.filter(user_id=user_id, form__startswith=beginning).delete()


def forget_expired() -> int:
    """Remove everybody's drafts whose day has passed; how many. Needs the worker's rights."""
    return FormDraft.objects.filter(saved_at__lt=timezone.now() - LIFETIME).delete()[0]


def rescue(request: HttpRequest, *, only_for: int | None = None) -> bool:
    """Keep a form for the person whom its token names, `only_for` that one if given; true if it was kept."""
    try:
        user_id, form = signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return False
    if only_for is not None and user_id != only_for:
        return False
    with scope(user=user_id):
        return save(user_id, form, dict(request.POST.lists()))
