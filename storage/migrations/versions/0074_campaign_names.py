"""Each campaign has a name of its own, or none.

Revision ID: 0074
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE campaign SET name = trim(name)")
    # What had a name twice keeps it with its number.
    op.execute(
        "UPDATE campaign SET name = substr(name, 1, 50) || ' ' || id WHERE name <> '' AND EXISTS ("
        "SELECT 1 FROM campaign AS other WHERE lower(other.name) = lower(campaign.name) "
        "AND other.id < campaign.id)"
    )
    named = sa.text("name <> ''")
    op.create_index(
        "uq_campaign_name",
        "campaign",
        ["name"],
        unique=True,
        sqlite_where=named,
        postgresql_where=named,
    )


def downgrade() -> None:
    op.drop_index("uq_campaign_name", "campaign")
