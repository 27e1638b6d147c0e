"""Writers of outbox and notices, in the business transaction; the broker is rung when it is committed."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.db import transaction

from notifications.models import Notice, OutboxItem, OutboxKind
from organizations.actors import Actor
from organizations.models import SupportAgency

if TYPE_CHECKING:
    from celery import Task

logger = logging.getLogger(__name__)

#: A ring that nobody heard for so long is not needed: beat rings for what still waits.
_STALE_SECONDS = 300
#: Somebody waits for the page while the broker is rung; left to itself the client tries for six seconds.
_ONE_SHORT_TRY = {"max_retries": 1, "interval_start": 0, "socket_connect_timeout": 1, "socket_timeout": 1}


def enqueue(
    *,
    kind: OutboxKind,
    key: str,
    sender_id: int,
    municipality_id: int | None,
    payload: dict[str, Any],
    due_at: datetime | None = None,
) -> None:
    """Something that must happen, now or at `due_at`. `key` names the effect and is taken once; `payload` holds no person's data."""
    item = OutboxItem(kind=kind, key=key, sender_id=sender_id, municipality_id=municipality_id, payload=payload)
    item.due_at = due_at or item.due_at
    OutboxItem.objects.bulk_create([item], ignore_conflicts=True)
    transaction.on_commit(ring, robust=True)


def notify_agency(
    *, actor: Actor, agency: SupportAgency, code: str, number: str, path: str, urgent: bool, once: UUID | None = None
) -> None:
    """A notice in the application and an e-mail to the agency's first desk; neither says about whom.

    However often it is said with the same `once`, the agency is told once.
    """
    told = Notice(
        id=uuid5(once, f"{code}:{agency.pk}") if once else uuid4(),
        municipality_id=agency.municipality_id,
        agency=agency,
        sender_id=actor.organization_id,
        code=code,
        number=number,
        path=path,
        is_urgent=urgent,
    )
    Notice.objects.bulk_create([told], ignore_conflicts=once is not None)
    enqueue(
        kind=OutboxKind.DESK_MAIL,
        key=f"{code}:{told.pk if once else number}",
        sender_id=actor.organization_id,
        municipality_id=agency.municipality_id,
        payload={"agency": agency.pk, "code": code, "number": number, "path": path, "urgent": urgent},
    )


def notify_from_the_street(*, agency: SupportAgency, code: str, number: str, path: str, once: UUID) -> None:
    """As `notify_agency`, where somebody without a log-in is the cause; the agency itself stands as the sender."""
    told = Notice(id=uuid5(once, f"{code}:{agency.pk}"), municipality_id=agency.municipality_id, agency=agency)
    told.sender_id, told.code, told.number, told.path = agency.pk, code, number, path
    Notice.objects.bulk_create([told], ignore_conflicts=True)
    enqueue(
        kind=OutboxKind.DESK_MAIL,
        key=f"{code}:{told.pk}",
        sender_id=agency.pk,
        municipality_id=agency.municipality_id,
        payload={"agency": agency.pk, "code": code, "number": number, "path": path, "urgent": False},
    )


def tell_agencies(told: Iterable[tuple[SupportAgency, str, str, str, str]]) -> None:
    """Notices in the application that the worker writes by itself: (agency, code, number, path, once), each `once` told once."""
    Notice.objects.bulk_create(
        [
            Notice(
                id=uuid5(NAMESPACE_OID, f"{code}:{agency.pk}:{once}"),
                municipality_id=agency.municipality_id,
                agency=agency,
                sender_id=agency.municipality_id,
                code=code,
                number=number,
                path=path,
            )
            for agency, code, number, path, once in told
        ],
        ignore_conflicts=True,
    )


def ring() -> None:
    """Wake the worker. If nobody answers, beat finds the row within seconds."""
    from notifications.tasks import deliver_outbox

    ring_for(deliver_outbox)


def ring_for(task: "Task[..., Any]", *arguments: Any) -> None:
    """Have a task done soon, by whoever serves its queue. `arguments` are ids only: a broker is no place for more."""
    try:
        app = task.app
        with app.connection_for_write(transport_options=_ONE_SHORT_TRY) as line:
            producer = app.amqp.Producer(line, auto_declare=False)
            task.apply_async(arguments, producer=producer, retry=False, expires=_STALE_SECONDS)
    except Exception as error:  # noqa: BLE001 - any broker's failure; the row is the truth, so nothing is lost
        logger.warning("the broker did not answer: %s", type(error).__name__)


def unread_notices(actor: Actor) -> int:
    """How many notices of the actor's municipality nobody has read; counted to 100."""
    return Notice.objects.filter(municipality_id=actor.tenant, read_at__isnull=True)[:100].count()
