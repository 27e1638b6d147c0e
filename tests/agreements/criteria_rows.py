"""What the matrix asks of the pages of criteria: the world's agreement with a path and a rule of the electricity company."""

from typing import Any

from agreements.models import AgreedCriteria, AgreedPath, AgreementParty
from tests.world import World


def agreement_of(world: World) -> dict[str, Any]:
    """By number."""
    return {"number": world.agreement.number}


def path_of(world: World) -> dict[str, Any]:
    """With the utility."""
    return {**agreement_of(world), "utility": put_path(world).utility_id}


def rule_of(world: World) -> dict[str, Any]:
    """With a rule."""
    path = put_path(world)
    rule, _made = AgreedCriteria.objects.get_or_create(
        municipality_id=path.municipality_id,
        utility_id=path.utility_id,
        path=path,
        order=1,
        defaults={"least_months": 2},
    )
    return {**path_of(world), "pk": rule.pk}


def put_path(world: World) -> AgreedPath:
    """The company is a party, and something goes by the agreement for it."""
    agreement, utility_id = world.agreement, world.own_new.utility_id
    common = {"municipality_id": agreement.municipality_id, "agreement": agreement}
    AgreementParty.objects.get_or_create(
        **common, organization_id=utility_id, defaults={"order": 9, "signatory_title": "支店長"}
    )
    path, _made = AgreedPath.objects.get_or_create(
        **common,
        utility_id=utility_id,
        defaults={
            "agreement_number": agreement.number,
            "agreement_title": agreement.title,
            "in_force_from": "2026-04-01",
        },
    )
    return path
