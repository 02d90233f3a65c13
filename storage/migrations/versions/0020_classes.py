"""Classes and their dates; a person has one place in a session.

Revision ID: 0020
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
SEATED = sa.text("status NOT IN ('cancelled', 'declined', 'expired')")


def upgrade() -> None:
    op.create_table(
        "group_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("extend_at", Instant(), nullable=True),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name="ck_group_class_minute"),
        sa.CheckConstraint("every BETWEEN 0 AND 12", name="ck_group_class_every"),
        sa.CheckConstraint("capacity BETWEEN 2 AND 200", name="ck_group_class_capacity"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_group_class_trainer_id"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_group_class_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_group_class"),
    )
    op.create_index("ix_group_class_trainer_id", "group_class", ["trainer_id"])
    op.create_table(
        "class_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_class_draft_trainer_id"),
        sa.ForeignKeyConstraint(["class_id"], ["group_class.id"], name="fk_class_draft_class_id"),
        sa.PrimaryKeyConstraint("id", name="pk_class_draft"),
    )
    goes_on = sa.text("extend_at IS NOT NULL")
    op.create_index(
        "ix_group_class_extend_at",
        "group_class",
        ["extend_at"],
        sqlite_where=goes_on,
        postgresql_where=goes_on,
    )
    op.create_table(
        "class_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("called_off_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["class_id"], ["group_class.id"], name="fk_class_date_class_id"),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_class_date_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_class_date"),
        sa.UniqueConstraint("class_id", "day", name="uq_class_date_class_id_day"),
        sa.UniqueConstraint("session_id", name="uq_class_date_session_id"),
    )
    op.create_index(
        "uq_booking_person",
        "booking",
        ["session_id", "client_id"],
        unique=True,
        sqlite_where=SEATED,
        postgresql_where=SEATED,
    )
    op.execute("ALTER TABLE service ADD COLUMN in_classes BOOLEAN NOT NULL DEFAULT FALSE")
    # With its check in one statement, which SQLite can do without a copy of the table.
    seat = "CONSTRAINT ck_waitlist_gap_seat CHECK (seat IS NULL OR session_id IS NOT NULL)"
    op.execute(f"ALTER TABLE waitlist_gap ADD COLUMN seat INTEGER {seat}")
    running = sa.text("status = 'running'")
    op.create_index(
        "uq_waitlist_gap_seat",
        "waitlist_gap",
        ["session_id", "seat"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )


def downgrade() -> None:
    op.drop_index("uq_waitlist_gap_seat", "waitlist_gap")
    op.drop_column("waitlist_gap", "seat")
    op.drop_column("service", "in_classes")
    op.drop_index("uq_booking_person", "booking")
    op.drop_table("class_date")
    op.drop_table("class_draft")
    op.drop_table("group_class")
