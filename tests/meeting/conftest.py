"""A session with its members and copies; rows committed for real, and threads that log in at a door."""

from typing import Any

import pytest

from support_meetings.models import PaperCopy
from tests.core.conftest import at_once, committed
from tests.meeting.paper_cast import issued
from tests.meetings import Gathering, whole

__all__ = ["at_once", "committed"]


@pytest.fixture
def gathering(cast: Any, world: Any) -> Gathering:
    """Lead, member of the electricity company, commissioner on paper."""
    return whole(cast, world.own_case)


@pytest.fixture
def copy(cast: Any, world: Any, acting: Any, gathering: Gathering) -> PaperCopy:
    """The member's."""
    return issued(cast, world, acting, gathering)["member"]
