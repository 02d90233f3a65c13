"""Alembic's entry: on the connection that ``storage.migrate`` hands in, or on DATABASE_URL from its shell."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection

from storage.entities import METADATA
from storage.migrate import transaction


def migrate(connection: Connection) -> None:
    """In the transaction of the caller, so that a migration is there whole or not at all."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    asyncio.run(transaction(os.environ["DATABASE_URL"], migrate))
