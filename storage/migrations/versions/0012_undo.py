"""A mark of a session can be undone, and set right.

Revision ID: 0012
"""

from alembic import op

from storage.constraints import STEP_RULES, STEP_RULES_BEFORE

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for rule in STEP_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in STEP_RULES_BEFORE[op.get_bind().dialect.name]:
        op.execute(rule)
