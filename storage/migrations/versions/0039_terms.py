"""What a payment's credits are good for is kept with it.

Revision ID: 0039
"""

import sqlalchemy as sa
from alembic import op

from storage.terms_rules import TERMS_RULES, TERMS_RULES_END

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_service",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_payment_service_payment_id"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_payment_service_service_id"),
        sa.PrimaryKeyConstraint("payment_id", "service_id", name="pk_payment_service"),
    )
    op.execute("""INSERT INTO payment_service SELECT payment.id, lot_service.service_id
        FROM payment JOIN lot_service ON lot_service.lot_id = payment.lot_id""")
    op.execute("""INSERT INTO payment_service SELECT payment.id, package_service.service_id
        FROM payment JOIN package_service ON package_service.package_id = payment.package_id
        WHERE payment.lot_id IS NULL""")
    for rule in TERMS_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in TERMS_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
