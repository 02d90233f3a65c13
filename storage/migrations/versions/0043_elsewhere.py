"""Refunds that were made in the provider's dashboard, and events that tell what became of which money.

Revision ID: 0043
"""

import sqlalchemy as sa
from alembic import op

from storage.reshaping import reshape

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

NAME = "ck_refund_ck_refund_positive"  # as 0036 named it
SOME, ANY = "credits > 0 AND amount_minor > 0", "credits >= 0 AND amount_minor > 0"


def upgrade() -> None:
    _check(SOME, ANY)
    op.add_column("provider_event", sa.Column("intent_id", sa.String(length=80), nullable=True))
    of_money = sa.text("intent_id IS NOT NULL")
    op.create_index(
        "ix_provider_event_intent",
        "provider_event",
        ["intent_id"],
        sqlite_where=of_money,
        postgresql_where=of_money,
    )


def downgrade() -> None:
    op.drop_index("ix_provider_event_intent", "provider_event")
    op.drop_column("provider_event", "intent_id")
    _check(ANY, SOME)


def _check(was: str, now: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE refund DROP CONSTRAINT {NAME}, ADD CONSTRAINT {NAME} CHECK ({now})")
    else:
        reshape(op.get_bind(), "refund", {was: now})
