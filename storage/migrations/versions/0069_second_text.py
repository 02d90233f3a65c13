"""A second text of a campaign, for half of its people.

Revision ID: 0069
"""

import sqlalchemy as sa
from alembic import op

from storage.campaign_rules import SECOND_TEXT, SECOND_TEXT_END

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("second_words", sa.Text(), nullable=True))
    for rule in SECOND_TEXT[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in SECOND_TEXT_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_column("campaign", "second_words")
