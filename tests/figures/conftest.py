"""The teller of stories."""

from typing import Any

import pytest

from tests.figures.stories import Teller


@pytest.fixture
def teller(cast: Any, acting: Any) -> Teller:
    """See tests/figures/stories.py."""
    return Teller(cast, acting)
