"""A trainer who can't be there, and the times that are kept for each client to choose instead.

Revision ID: 0029
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    names = "CONSTRAINT fk_training_session_kept_for REFERENCES person (id)"
    op.execute(f"ALTER TABLE training_session ADD COLUMN kept_for INTEGER {names}")
    kept = sa.text("kept_for IS NOT NULL")
    _index("ix_training_session_kept_for", "training_session", "kept_for", kept)
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts < ends", name="ck_absence_order"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_absence_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        sa.UniqueConstraint("trainer_id", "starts", "ends", name="uq_absence_trainer_id_starts_ends"),
    )
    _index("ix_absence_due_at", "absence", "due_at", sa.text("due_at IS NOT NULL"))
    op.create_table(
        "replacement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("was", Instant(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name="fk_replacement_absence_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="fk_replacement_booking_id"),
        sa.PrimaryKeyConstraint("id", name="pk_replacement"),
        sa.UniqueConstraint("absence_id", "booking_id", name="uq_replacement_absence_id_booking_id"),
    )
    op.create_index("ix_replacement_booking_id", "replacement", ["booking_id"])
    _index("uq_replacement_asked", "replacement", "booking_id", sa.text("status = 'asked'"), unique=True)
    op.create_table(
        "alternative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("replacement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_alternative_number"),
        sa.ForeignKeyConstraint(["replacement_id"], ["replacement.id"], name="fk_alternative_replacement_id"),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_alternative_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alternative"),
        sa.UniqueConstraint("replacement_id", "number", name="uq_alternative_replacement_id_number"),
        sa.UniqueConstraint("session_id", name="uq_alternative_session_id"),
    )


def downgrade() -> None:
    op.drop_table("alternative")
    op.drop_table("replacement")
    op.drop_table("absence")
    op.drop_index("ix_training_session_kept_for", "training_session")
    op.drop_column("training_session", "kept_for")


def _index(name: str, table: str, column: str, where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(name, table, [column], unique=unique, sqlite_where=where, postgresql_where=where)
