"""The table behind an entity, for statements that are built once on Core."""

from typing import cast

from sqlalchemy import Table

from domain.base import Entity


def table(entity: type[Entity]) -> Table:
    return cast(Table, entity.__table__)
