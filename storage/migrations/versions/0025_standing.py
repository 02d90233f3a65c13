"""Standing slots, and the bookings that are their dates.

Revision ID: 0025
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.constraints import STANDING_RULES

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "standing_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("paused_at", Instant(), nullable=True),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "weekday BETWEEN 0 AND 6 AND clock BETWEEN 0 AND 1439", name="ck_standing_slot_time"
        ),
        sa.CheckConstraint("minutes > 0", name="ck_standing_slot_length"),
        sa.CheckConstraint("every BETWEEN 1 AND 4", name="ck_standing_slot_every"),
        sa.CheckConstraint("(status = 'paused') = (paused_from IS NOT NULL)", name="ck_standing_slot_paused"),
        sa.CheckConstraint("(paused_from IS NULL) = (paused_at IS NULL)", name="ck_standing_slot_paused_at"),
        sa.CheckConstraint(
            "paused_until IS NULL OR paused_from <= paused_until", name="ck_standing_slot_pause"
        ),
        sa.CheckConstraint("(status = 'ended') = (due_at IS NULL)", name="ck_standing_slot_due"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_standing_slot_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_standing_slot_trainer_id"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_standing_slot_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_standing_slot"),
    )
    _partial(
        "uq_standing_slot_goes_on",
        "standing_slot",
        ["client_id", "service_id", "weekday", "clock"],
        "status <> 'ended'",
        unique=True,
    )
    op.create_index("ix_standing_slot_trainer_id", "standing_slot", ["trainer_id"])
    _partial("ix_standing_slot_due", "standing_slot", ["due_at"], "due_at IS NOT NULL")
    # Each with its constraint in one statement, which SQLite can do without a copy of the table.
    slot = "CONSTRAINT fk_booking_standing_id REFERENCES standing_slot (id)"
    op.execute(f"ALTER TABLE booking ADD COLUMN standing_id INTEGER {slot}")
    both = "CONSTRAINT ck_booking_standing CHECK ((standing_id IS NULL) = (stands_for IS NULL))"
    op.execute(f"ALTER TABLE booking ADD COLUMN stands_for DATE {both}")
    seated = "status NOT IN ('cancelled', 'declined', 'expired') OR kept_until IS NOT NULL"
    _partial("uq_booking_stands_for", "booking", ["standing_id", "stands_for"], seated, unique=True)
    _partial("ix_booking_standing_id", "booking", ["standing_id"], "standing_id IS NOT NULL")
    for rule in STANDING_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER their_slot ON booking")
        op.execute("DROP FUNCTION refuse_slot")
    else:
        op.execute("DROP TRIGGER their_slot_insert")
        op.execute("DROP TRIGGER their_slot_update")
    op.drop_index("ix_booking_standing_id", "booking")
    op.drop_index("uq_booking_stands_for", "booking")
    op.drop_column("booking", "stands_for")
    op.drop_column("booking", "standing_id")
    op.drop_table("standing_slot")


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
