"""Who reads the figures: lead caseworkers, administrators and auditors."""

from tests.world import World


def inside_of(_world: World) -> dict[str, str]:
    """The workbook with exact numbers."""
    return {"version": "inside"}
