"""What the rows of networks in the matrix are asked about: a network of 玉名 and what belongs to it."""

from typing import Any

from organizations.actors import Actor
from organizations.models import RoleAssignment
from tests.networks.stage import Stage, build
from tests.world import World


def _stage(_world: World) -> Stage:
    rows = RoleAssignment.objects.select_related("user", "organization", "municipality")
    return build(Actor.of(rows.get(user__email="lead@example.jp")))


def network_of(world: World) -> dict[str, Any]:
    """The network."""
    return {"pk": _stage(world).network.pk}


def member_of(world: World) -> dict[str, Any]:
    """A member."""
    return {"pk": _stage(world).member.pk}


def conference_of(world: World) -> dict[str, Any]:
    """A conference that was held."""
    return {"pk": _stage(world).conference.pk}


def exchange_of(world: World) -> dict[str, Any]:
    """An exchange."""
    return {"pk": _stage(world).exchange.pk}


def programme_of(world: World) -> dict[str, Any]:
    """A programme."""
    return {"pk": _stage(world).programme.pk}


def cost_of(world: World) -> dict[str, Any]:
    """A cost."""
    return {"pk": _stage(world).cost.pk}
