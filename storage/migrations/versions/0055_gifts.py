"""What a gift is good for, as it was sold; and its credits are frozen with its payment.

Revision ID: 0055
"""

import sqlalchemy as sa
from alembic import op

from storage.added_rules import only_added
from storage.dispute_rules import GIFT_RULES, GIFT_RULES_END

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gift_service",
        sa.Column("gift_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name="fk_gift_service_gift_id"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_gift_service_service_id"),
        sa.PrimaryKeyConstraint("gift_id", "service_id", name="pk_gift_service"),
    )
    op.execute(
        "INSERT INTO gift_service (gift_id, service_id) SELECT gift.id, sold.service_id"
        " FROM gift JOIN payment_service AS sold ON sold.payment_id = gift.payment_id"
    )
    op.execute(
        "INSERT INTO gift_service (gift_id, service_id) SELECT gift.id, offered.service_id"
        " FROM gift JOIN package_service AS offered ON offered.package_id = gift.package_id"
        " WHERE gift.payment_id IS NULL"
    )
    dialect = op.get_bind().dialect.name
    for rule in (*only_added("gift_service")[dialect], *GIFT_RULES[dialect]):
        op.execute(rule)


def downgrade() -> None:
    op.drop_table("gift_service")
    for rule in GIFT_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
