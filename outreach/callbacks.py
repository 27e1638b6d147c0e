"""折り返し電話の希望: the only writer of requests to be called back."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.errors import CaseRefusal
from documents.leaflet_channels import Channel
from notifications.actions import notify_from_the_street
from organizations.actors import Actor
from organizations.scope import scope
from organizations.sealing import seal, unseal
from outreach.counting import count
from outreach.models import CallbackOutcome, CallbackRequest

#: So long after it is done the words are kept.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """What somebody typed who wants to be called back. All but the number may be empty."""

    phone: str
    name: str = ""
    when: str = ""
    words: str = ""

    def sealed(self) -> bytes:
        """As it lies in the database."""
        return seal(json.dumps(asdict(self), ensure_ascii=False).encode())


@transaction.atomic
def ask(*, channel: Channel, language: str, asked: Asked, submission: UUID) -> bool:
    """Hand a request to the channel's agency and tell its desk; the very same form sent again changes nothing (False)."""
    text = json.dumps(asdict(asked), ensure_ascii=False)
    request = CallbackRequest(
        id=uuid5(submission, text),
        municipality_id=channel.agency.municipality_id,
        agency=channel.agency,
        code=channel.code,
        language=language,
        content=asked.sealed(),
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        return False
    count(channel, language, "called_back")
    _tell(channel, request)
    return True


def _tell(channel: Channel, request: CallbackRequest) -> None:
    """In the agency's own name: nobody is signed in, and the agency alone may be told."""
    path = reverse("callback", args=[request.pk], urlconf="config.urls_agency")
    with scope(organization=channel.agency.pk):
        notify_from_the_street(agency=channel.agency, code="callback", number=channel.code, path=path, once=request.pk)


def read(request: CallbackRequest) -> Asked | None:
    """What was typed, for the agency alone; None once it is emptied."""
    return Asked(**json.loads(unseal(bytes(request.content)))) if request.emptied_at is None else None


def _lock(actor: Actor, request: CallbackRequest, version: int) -> CallbackRequest:
    locked = CallbackRequest.objects.select_for_update().get(pk=request.pk, municipality_id=actor.tenant)
    if locked.done_at is not None:
        raise CaseRefusal("callback_done", _("A colleague has already dealt with this request."))
    if locked.version != version:
        raise CaseRefusal("changed_meanwhile", _("A colleague has tried meanwhile. Look at it again before you save."))
    return locked


@transaction.atomic
def tried(*, actor: Actor, request: CallbackRequest, version: int) -> CallbackRequest:
    """Rung, and nobody answered."""
    locked = _lock(actor, request, version)
    locked.tries, locked.last_try_at, locked.version = locked.tries + 1, timezone.now(), locked.version + 1
    locked.save(update_fields=["tries", "last_try_at", "version"])
    return locked


@transaction.atomic
def finish(*, actor: Actor, request: CallbackRequest, outcome: CallbackOutcome, version: int) -> CallbackRequest:
    """Dealt with; CaseRefusal where a colleague has done so."""
    locked = _lock(actor, request, version)
    locked.outcome, locked.done_at, locked.done_by_id = outcome, timezone.now(), actor.user_id
    locked.version += 1
    locked.save(update_fields=["outcome", "done_at", "done_by", "version"])
    return locked


def empty_old() -> int:
    """Take out the words of what was done long enough ago; how many. For the worker."""
    due = CallbackRequest.objects.filter(done_at__lt=timezone.now() - KEPT, emptied_at__isnull=True)
    return due.update(content=b"", emptied_at=timezone.now())
