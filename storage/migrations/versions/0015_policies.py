"""Policies, frozen on what is booked under them, and what a late cancellation or move cost.

Revision ID: 0015
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.constraints import POLICY_RULES, POLICY_RULES_END

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)

HOLDERS = ("trainer", "service", "booking")


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cancel_minutes", sa.Integer(), nullable=False),
        sa.Column("move_minutes", sa.Integer(), nullable=False),
        sa.Column("late", sa.String(length=16), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=True),
        sa.Column("moves_late", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint("cancel_minutes >= 0 AND move_minutes >= 0", name="ck_policy_windows"),
        sa.CheckConstraint("(late = 'fee') = (fee_minor IS NOT NULL)", name="ck_policy_fee"),
        sa.CheckConstraint("fee_minor > 0", name="ck_policy_fee_minor"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_policy_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
    )
    # With their checks in one statement each, which SQLite can do without a copy of the table.
    for holder in HOLDERS:
        names = f"CONSTRAINT fk_{holder}_policy_id REFERENCES policy (id)"
        op.execute(f"ALTER TABLE {holder} ADD COLUMN policy_id INTEGER {names}")
    op.add_column("booking_change", sa.Column("cost", sa.String(length=16), nullable=True))
    is_fee = "CONSTRAINT ck_booking_change_fee CHECK ((coalesce(cost, '') = 'fee') = (fee_minor IS NOT NULL))"
    op.execute(f"ALTER TABLE booking_change ADD COLUMN fee_minor INTEGER {is_fee}")
    earlier = "CONSTRAINT ck_booking_change_voids CHECK (voids < version)"
    op.execute(f"ALTER TABLE booking_change ADD COLUMN voids INTEGER {earlier}")
    voids = sa.text("voids IS NOT NULL")
    op.create_index(
        "uq_booking_change_voids",
        "booking_change",
        ["booking_id", "voids"],
        unique=True,
        sqlite_where=voids,
        postgresql_where=voids,
    )
    for rule in POLICY_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in POLICY_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_index("uq_booking_change_voids", "booking_change")
    for column in ("voids", "fee_minor", "cost"):
        op.drop_column("booking_change", column)
    for holder in HOLDERS:
        op.drop_column(holder, "policy_id")
    op.drop_table("policy")
