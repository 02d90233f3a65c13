"""A booking has one change for each of its versions, and a fee is never more than its price.

Revision ID: 0035
"""

from alembic import op

from storage.fee_rules import FEE_RULES, FEE_RULES_END

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY, BEFORE = "uq_booking_change_version", "ix_booking_change_booking_id"


def upgrade() -> None:
    op.create_index(KEY, "booking_change", ["booking_id", "version"], unique=True)
    op.drop_index(BEFORE, "booking_change")
    for rule in FEE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in FEE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.create_index(BEFORE, "booking_change", ["booking_id"])
    op.drop_index(KEY, "booking_change")
