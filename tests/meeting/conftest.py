"""Rows committed for real, and threads that log in at a door: see tests/core/conftest.py."""

from tests.core.conftest import at_once, committed

__all__ = ["at_once", "committed"]
