"""What the tests of the house share."""

import pytest


@pytest.fixture
def engine_kind() -> str:
    """Who may do what is decided before a database is asked, so that one engine tells."""
    return "sqlite"
