"""What every entity is built on, and how values that SQL lacks are kept."""

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, Integer, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, UTC coming out. A naive value is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone")
        return value if value.tzinfo is UTC else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        # SQLite gives the UTC wall time back without its zone.
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Role(enum.IntFlag):
    """What a person may be, several at once."""

    CLIENT = 1
    TRAINER = 2
    ADMIN = 4


class RoleSet(TypeDecorator[Role]):
    """A set of roles, kept as one integer."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Role | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Role | None:
        return None if value is None else Role(value)


def _values(kinds: type[enum.Enum]) -> list[str]:
    return [kind.value for kind in kinds]


class Entity(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """A row with an identity. Subclasses repeat ``kw_only=True``: SQLAlchemy does not inherit it."""

    # Each column has its value when it is sent; to read defaults back, SQLite plans to read each table
    # that refers to the new row.
    __mapper_args__ = {"eager_defaults": False}
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(none_as_null=True),  # None is NULL, so that SQL can ask for it
        Role: RoleSet(),
        # Values, not names, so that renaming a member in Python strands no row.
        enum.StrEnum: Enum(enum.StrEnum, native_enum=False, length=16, values_callable=_values),
    }
