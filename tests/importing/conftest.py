"""Rows committed for real, and several log-ins at once: as in tests/core."""

from tests.core.conftest import at_once, committed

__all__ = ["at_once", "committed"]
