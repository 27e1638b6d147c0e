"""What the rows of leaflets are asked about."""

from typing import Any
from uuid import uuid4

from documents.leaflet_batches import Order, make_batch
from organizations.actors import Actor
from organizations.models import RoleAssignment
from outreach.callbacks import Asked
from outreach.models import CallbackRequest
from tests.world import TAMANA_SECRET, World

STREET = {"code": "TMN1", "language": "ja"}


def agency_of(_world: World) -> dict[str, Any]:
    """玉名's."""
    return {"code": "tmn1"}


def text_of(_world: World) -> dict[str, Any]:
    """Its Korean leaflet."""
    return {"code": "tmn1", "language": "ko"}


def version_of(_world: World) -> dict[str, Any]:
    """Tsunagi's own words of it."""
    return {"code": "tmn1", "language": "ko", "number": 0}


def batch_of(world: World) -> dict[str, Any]:
    """A batch of 玉名."""
    role = RoleAssignment.objects.select_related("user", "organization", "municipality")
    lead = Actor.of(role.get(user__email="lead@example.jp"))
    order = Order(size="card", languages=["ja"], copies=10, own=True)
    return {"pk": make_batch(actor=lead, agency=world.own_case.agency, order=order, submission=uuid4()).pk}


def callback_of(world: World) -> dict[str, Any]:
    """Somebody asks 玉名 to be called back, and gives a name."""
    agency = world.own_case.agency
    row = CallbackRequest.objects.create(
        municipality_id=agency.municipality_id,
        agency=agency,
        code="TMN1",
        language="ja",
        content=Asked(phone="090-1234-5678", name=TAMANA_SECRET).sealed(),
    )
    return {"pk": row.pk}


def street_of(_world: World) -> dict[str, Any]:
    """The public page of 玉名's own code."""
    return STREET


def code_of(_world: World) -> dict[str, Any]:
    """Without a language."""
    return {"code": "TMN1"}
