"""The only writer of a municipality's own clauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.clauses import BROUGHT
from agreements.errors import AgreementRefusal
from agreements.models import ClauseTemplate
from organizations.actors import Actor


@dataclass(frozen=True)
class Wording:
    """A clause as a municipality wants it."""

    heading: str
    paragraphs: Sequence[str]
    kinds: Sequence[str]
    order: int
    is_usual: bool


_CHANGED = _("Somebody changed this clause meanwhile. What you typed is still here; compare, then save again.")


@transaction.atomic
def save_clause(*, actor: Actor, key: str, version: int, wording: Wording) -> ClauseTemplate:
    """A new clause (empty `key`), another wording of its own (`version` as on the page), or of one that Tsunagi brings."""
    row = ClauseTemplate.objects.select_for_update().filter(municipality_id=actor.tenant, key=key).first()
    if row is None:
        return _new(actor, key, wording)
    if row.version != version:
        raise AgreementRefusal("changed_meanwhile", _CHANGED)
    for name, value in _fields(wording).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


def _new(actor: Actor, key: str, wording: Wording) -> ClauseTemplate:
    if key and key not in BROUGHT:
        raise AgreementRefusal("no_such_clause", _("This clause is not known. Begin a new one."))
    try:
        with transaction.atomic():
            return ClauseTemplate.objects.create(
                municipality_id=actor.tenant, key=key or f"own-{uuid4().hex[:12]}", version=1, **_fields(wording)
            )
    except IntegrityError:
        raise AgreementRefusal("changed_meanwhile", _CHANGED) from None


def _fields(wording: Wording) -> dict[str, object]:
    return {**vars(wording), "paragraphs": list(wording.paragraphs), "kinds": list(wording.kinds)}


@transaction.atomic
def offer_clause(*, actor: Actor, key: str, offered: bool) -> None:
    """No longer offer it for new agreements, or offer it again. Agreements that have it keep it."""
    row = ClauseTemplate.objects.select_for_update().filter(municipality_id=actor.tenant, key=key).first()
    if row is None:
        brought = BROUGHT.get(key)
        if brought is None:
            raise AgreementRefusal("no_such_clause", _("This clause is not known. Begin a new one."))
        wording = Wording(brought.heading, brought.paragraphs, sorted(brought.kinds), brought.order, brought.is_usual)
        row = _new(actor, key, wording)
    row.retired_at = None if offered else row.retired_at or timezone.now()
    row.version += 1
    row.save()
