"""Campaigns, their people, and whom they are for.

Revision ID: 0063
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.campaign_rules import CAMPAIGN_RULES

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
_TOLD = sa.text("settled_at IS NOT NULL")


def upgrade() -> None:
    _campaign()
    _recipient()
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("segment", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_segment_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
        sa.UniqueConstraint("name", name="uq_segment_name"),
    )
    op.create_index(
        "ix_notification_told",
        "notification",
        ["address_id", "settled_at"],
        sqlite_where=_TOLD,
        postgresql_where=_TOLD,
    )
    for rule in CAMPAIGN_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def _campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("segment", sa.JSON(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("at_best", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("most_a_week", sa.Integer(), nullable=False),
        sa.Column("lanes", sa.JSON(), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint("opens BETWEEN 480 AND closes - 60 AND closes <= 1260", name="by_day"),
        sa.CheckConstraint("approved_by <> sent_by", name="second"),
        sa.CheckConstraint(
            "NOT needs_second OR approved_by IS NOT NULL OR status IN ('draft', 'awaiting')", name="approved"
        ),
        sa.CheckConstraint("(started_at IS NULL) = (status IN ('draft', 'awaiting'))", name="started"),
        sa.CheckConstraint("(ended_at IS NOT NULL) = (status IN ('finished', 'stopped'))", name="ended"),
        sa.CheckConstraint("status = 'draft' OR words <> '' AND sent_by IS NOT NULL", name="written"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_campaign_made_by"),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name="fk_campaign_sent_by"),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name="fk_campaign_approved_by"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
    )


def _recipient() -> None:
    op.create_table(
        "campaign_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=True),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("lane", sa.String(length=64), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("handed_at", Instant(), nullable=True),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("tapped_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "stage = 'left_out' OR address_id IS NOT NULL AND consent_id IS NOT NULL AND lane IS NOT NULL",
            name="proof",
        ),
        sa.CheckConstraint("(stage = 'left_out') = (why IS NOT NULL)", name="why"),
        sa.CheckConstraint("(stage IN ('sent', 'unknown')) = (handed_at IS NOT NULL)", name="handed"),
        sa.CheckConstraint("(handed_at IS NULL) = (until IS NULL)", name="until"),
        *(
            sa.ForeignKeyConstraint([f"{each}_id"], [f"{each}.id"], name=f"fk_campaign_recipient_{each}_id")
            for each in ("campaign", "person", "address", "consent")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_recipient"),
        sa.UniqueConstraint("campaign_id", "person_id", name="uq_campaign_recipient_campaign_id_person_id"),
    )
    op.create_index("ix_campaign_recipient_person_id", "campaign_recipient", ["person_id"])
    op.create_index("ix_campaign_recipient_stage", "campaign_recipient", ["campaign_id", "stage", "why"])
    for stage, columns in (
        ("waiting", ["campaign_id", "lane", "due_at", "id"]),
        ("queued", ["campaign_id", "lane"]),
    ):
        op.create_index(
            f"ix_campaign_recipient_{stage}",
            "campaign_recipient",
            columns,
            sqlite_where=sa.text(f"stage = '{stage}'"),
            postgresql_where=sa.text(f"stage = '{stage}'"),
        )


def downgrade() -> None:
    op.drop_index("ix_notification_told", "notification")
    for table in ("segment", "campaign_recipient", "campaign"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("refuse_finish", "refuse_late"):
            op.execute(f"DROP FUNCTION {function}")
