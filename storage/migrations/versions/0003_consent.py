"""Consent: a log that is only added to, and on a booking when its client texted CANCEL.

Revision ID: 0003
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.constraints import CONSENT_RULES

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
Kind = partial(sa.String, 16)  # of an enum, by value


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", Kind(), nullable=False),
        sa.Column("purpose", Kind(), nullable=False),
        sa.Column("act", Kind(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_consent_address_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_address_id_purpose", "consent", ["address_id", "purpose"])
    op.create_index("ix_consent_person_id", "consent", ["person_id"])
    for rule in CONSENT_RULES[op.get_bind().dialect.name]:
        op.execute(rule)
    op.add_column("booking", sa.Column("cancel_asked_at", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("booking", "cancel_asked_at")
    op.drop_table("consent")
