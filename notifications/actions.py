"""Writers of outbox and notices, in the business transaction; the broker is rung when it is committed."""

import logging
from typing import Any

from django.db import transaction

from notifications.models import Notice, OutboxItem, OutboxKind
from organizations.actors import Actor
from organizations.models import SupportAgency

logger = logging.getLogger(__name__)

#: Somebody waits for the page while the broker is rung; left to itself the client tries for six seconds.
_ONE_SHORT_TRY = {"max_retries": 1, "interval_start": 0, "socket_connect_timeout": 1, "socket_timeout": 1}


def enqueue(
    *, kind: OutboxKind, key: str, sender_id: int, municipality_id: int | None, payload: dict[str, Any]
) -> None:
    """Something that must happen. `key` names the effect and is taken once; `payload` holds no person's data."""
    OutboxItem.objects.bulk_create(
        [OutboxItem(kind=kind, key=key, sender_id=sender_id, municipality_id=municipality_id, payload=payload)],
        ignore_conflicts=True,
    )
    transaction.on_commit(ring, robust=True)


def notify_agency(*, actor: Actor, agency: SupportAgency, code: str, number: str, path: str, urgent: bool) -> None:
    """A notice in the application and an e-mail to the agency's first desk; neither says about whom."""
    Notice.objects.create(
        municipality_id=agency.municipality_id,
        agency=agency,
        sender_id=actor.organization_id,
        code=code,
        number=number,
        path=path,
        is_urgent=urgent,
    )
    enqueue(
        kind=OutboxKind.DESK_MAIL,
        key=f"{code}:{number}",
        sender_id=actor.organization_id,
        municipality_id=agency.municipality_id,
        payload={"agency": agency.pk, "code": code, "number": number, "path": path, "urgent": urgent},
    )


def ring() -> None:
    """Wake the worker. If nobody answers, beat finds the row within seconds."""
    from notifications.tasks import deliver_outbox

    try:
        app = deliver_outbox.app
        with app.connection_for_write(transport_options=_ONE_SHORT_TRY) as line:
            deliver_outbox.apply_async(producer=app.amqp.Producer(line, auto_declare=False), retry=False)
    except Exception as error:  # noqa: BLE001 - any broker's failure; the row is the truth, so nothing is lost
        logger.warning("the broker did not answer: %s", type(error).__name__)


def unread_notices(actor: Actor) -> int:
    """How many notices of the actor's municipality nobody has read; counted to 100."""
    return Notice.objects.filter(municipality_id=actor.tenant, read_at__isnull=True)[:100].count()
