"""The only writer of the access log."""

from collections.abc import Iterable
from uuid import UUID

from audit.models import AccessKind, AccessRecord
from organizations.actors import Actor


def record_access(*, actor: Actor, kind: AccessKind, subject: str, ids: Iterable[int | UUID], purpose: str) -> None:
    """Write down that `actor` is about to be shown these rows.

    `subject` is "app.model", `ids` are all rows of the page, `purpose` a stable word of the page that
    asks. Called in the request's transaction before the answer is made: no row, no answer.
    """
    AccessRecord.objects.create(
        municipality_id=actor.municipality_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        role=actor.role,
        kind=kind,
        subject=subject,
        subject_ids=[str(one) for one in ids],
        purpose=purpose,
    )
