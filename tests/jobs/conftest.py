"""What the tests of the clock's work share."""

import pytest

from storage.database import Database
from tests.jobs.post import Post


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)
