"""Everything that the first studio needs: people, trainers, their time, bookings, and what is said.

Revision ID: 0001
"""

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.constraints import RULES

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
Kind = partial(sa.String, 16)  # of an enum, by value
OPEN = "state IN ('pending', 'claimed')"


def where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, on both engines."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "inbox_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.String(length=120), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("processed_at", Instant(), nullable=True),
        sa.Column("reply", sa.JSON(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("lease_until", Instant(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_event"),
        sa.UniqueConstraint("provider", "event_id", name="uq_inbox_event_provider_event_id"),
    )
    op.create_index("ix_inbox_event_owed", "inbox_event", ["id"], **where("answered_at IS NULL"))
    op.create_table(
        "lane",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("blocked_until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_lane"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("zone_told", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", Kind(), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("lane", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("dead_at", Instant(), nullable=True),
        sa.Column("muted_until", Instant(), nullable=True),
        sa.Column("asking", sa.JSON(), nullable=True),
        sa.Column("talk", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_address_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sa.UniqueConstraint("channel", "external_id", name="uq_address_channel_external_id"),
    )
    op.create_index("ix_address_person_id", "address", ["person_id"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invitation_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("code_hash", name="uq_invitation_code_hash"),
    )
    op.create_table(
        "trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=32), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("notice_minutes >= 0 AND horizon_days > 0", name="ck_trainer_limits"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_trainer_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trainer"),
        sa.UniqueConstraint("person_id", name="uq_trainer_person_id"),
        sa.UniqueConstraint("slug", name="uq_trainer_slug"),
    )
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("starts < ends", name="ck_block_order"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_block_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_block"),
    )
    op.create_index("ix_block_trainer_id_ends", "block", ["trainer_id", "ends"])
    op.create_table(
        "card",
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_card_address_id"),
        sa.PrimaryKeyConstraint("address_id", "subject_kind", "subject_id", name="pk_card"),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(length=64), nullable=False),
        sa.Column("purpose", Kind(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("state", Kind(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_notification_address_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sa.UniqueConstraint("key", name="uq_notification_key"),
    )
    op.create_index(
        "ix_notification_address",
        "notification",
        ["address_id", "due_at"],
        **where(OPEN),
    )
    op.create_index(
        "ix_notification_due",
        "notification",
        ["lane", "priority", "due_at"],
        **where(OPEN),
    )
    op.create_index(
        "ix_notification_subject",
        "notification",
        ["subject_kind", "subject_id"],
        **where(OPEN),
    )
    op.create_table(
        "relationship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("standing", Kind(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_relationship_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_relationship_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_relationship"),
        sa.UniqueConstraint("client_id", "trainer_id", name="uq_relationship_client_id_trainer_id"),
    )
    op.create_index("ix_relationship_trainer_id", "relationship", ["trainer_id"])
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("step_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("approval", Kind(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("buffer_before >= 0 AND buffer_after >= 0", name="ck_service_buffers"),
        sa.CheckConstraint("minutes > 0 AND step_minutes > 0", name="ck_service_length"),
        sa.CheckConstraint("price_minor >= 0", name="ck_service_price"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_service_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
    )
    op.create_index("ix_service_trainer_id", "service", ["trainer_id"])
    op.create_table(
        "weekly_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="ck_weekly_hours_order"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="ck_weekly_hours_weekday"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_weekly_hours_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_weekly_hours"),
        sa.UniqueConstraint(
            "trainer_id", "weekday", "opens", name="uq_weekly_hours_trainer_id_weekday_opens"
        ),
    )
    op.create_table(
        "hours_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_hours_draft_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hours_draft"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relationship_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_message_author_id"),
        sa.ForeignKeyConstraint(["relationship_id"], ["relationship.id"], name="fk_message_relationship_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_index("ix_message_relationship_id", "message", ["relationship_id"])
    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("busy_from", Instant(), nullable=False),
        sa.Column("busy_to", Instant(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("wall", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "busy_from <= starts AND starts < ends AND ends <= busy_to", name="ck_training_session_order"
        ),
        sa.CheckConstraint("capacity > 0", name="ck_training_session_capacity"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_training_session_service_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_training_session_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_training_session"),
    )
    op.create_index(
        "ix_training_session_trainer_id_busy_from", "training_session", ["trainer_id", "busy_from"]
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("status", Kind(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("approval", Kind(), nullable=False),
        sa.Column("attending", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('held', 'requested')) = (until IS NOT NULL)", name="ck_booking_until"
        ),
        sa.CheckConstraint("version > 0 AND seat > 0", name="ck_booking_positive"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_booking_client_id"),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_booking_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_booking"),
    )
    op.create_index("ix_booking_client_id_status", "booking", ["client_id", "status"])
    op.create_index("ix_booking_session_id", "booking", ["session_id"])
    op.create_index("ix_booking_until", "booking", ["until"], **where("until IS NOT NULL"))
    op.create_index("uq_booking_held", "booking", ["client_id"], unique=True, **where("status = 'held'"))
    op.create_index(
        "uq_booking_seat",
        "booking",
        ["session_id", "seat"],
        unique=True,
        **where("status NOT IN ('cancelled', 'declined', 'expired')"),
    )
    op.create_table(
        "booking_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", Kind(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_booking_change_actor_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="fk_booking_change_booking_id"),
        sa.PrimaryKeyConstraint("id", name="pk_booking_change"),
    )
    op.create_index("ix_booking_change_booking_id", "booking_change", ["booking_id"])
    for rule in RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    raise NotImplementedError("There is nothing before the first schema; restore a backup instead.")
