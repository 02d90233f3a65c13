"""Who waits for which day, the places that were given up, and to whom each was offered.

Revision ID: 0008
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "waitlist_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.CheckConstraint("first < until", name="ck_waitlist_entry_order"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_waitlist_entry_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_waitlist_entry_trainer_id"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_waitlist_entry_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist_entry"),
        sa.UniqueConstraint(
            "client_id", "trainer_id", "day", name="uq_waitlist_entry_client_id_trainer_id_day"
        ),
    )
    op.create_index("ix_waitlist_entry_trainer_id_until", "waitlist_entry", ["trainer_id", "until"])
    op.create_table(
        "waitlist_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("busy_from", Instant(), nullable=False),
        sa.Column("busy_to", Instant(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("freed_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(status = 'running') = (due_at IS NOT NULL)", name="ck_waitlist_gap_due"),
        sa.CheckConstraint("busy_from <= starts AND starts < busy_to", name="ck_waitlist_gap_order"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_waitlist_gap_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_waitlist_gap_trainer_id"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_waitlist_gap_service_id"),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_waitlist_gap_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist_gap"),
    )
    fillable, running = sa.text("status IN ('asked', 'later', 'running')"), sa.text("status = 'running'")
    op.create_index(
        "ix_waitlist_gap_fillable",
        "waitlist_gap",
        ["trainer_id", "busy_from"],
        sqlite_where=fillable,
        postgresql_where=fillable,
    )
    op.create_index(
        "ix_waitlist_gap_due", "waitlist_gap", ["due_at"], sqlite_where=running, postgresql_where=running
    )
    op.create_index("ix_waitlist_gap_trainer_id_starts", "waitlist_gap", ["trainer_id", "starts"])
    op.create_index("ix_waitlist_gap_session_id", "waitlist_gap", ["session_id"])
    op.create_table(
        "waitlist_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["gap_id"], ["waitlist_gap.id"], name="fk_waitlist_offer_gap_id"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_waitlist_offer_client_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="fk_waitlist_offer_booking_id"),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist_offer"),
        sa.UniqueConstraint("gap_id", "client_id", name="uq_waitlist_offer_gap_id_client_id"),
        sa.UniqueConstraint("booking_id", name="uq_waitlist_offer_booking_id"),
    )
    stands = sa.text("status = 'offered'")
    op.create_index(
        "uq_waitlist_offer_stands",
        "waitlist_offer",
        ["gap_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def downgrade() -> None:
    op.drop_table("waitlist_offer")
    op.drop_table("waitlist_gap")
    op.drop_table("waitlist_entry")
