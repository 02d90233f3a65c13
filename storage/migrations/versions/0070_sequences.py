"""Campaigns that follow others, as the steps of a sequence.

Revision ID: 0070
"""

from alembic import op

from storage.sequence_rules import SEQUENCE_RULES, SEQUENCE_RULES_END

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

_COLUMNS = {
    "follows": "INTEGER CONSTRAINT ck_campaign_follows CHECK (follows < id) "
    "CONSTRAINT fk_campaign_follows REFERENCES campaign (id)",
    "days": "INTEGER CONSTRAINT ck_campaign_days "
    "CHECK ((days IS NULL) = (follows IS NULL) AND days BETWEEN 1 AND 30)",
    "unless": "VARCHAR(16) CONSTRAINT ck_campaign_unless CHECK ((unless IS NULL) = (follows IS NULL))",
}


def upgrade() -> None:
    for name, column in _COLUMNS.items():  # with its check, which SQLite takes in no other way
        op.execute(f"ALTER TABLE campaign ADD COLUMN {name} {column}")
    op.create_index("uq_campaign_follows", "campaign", ["follows"], unique=True)
    for rule in SEQUENCE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in SEQUENCE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_index("uq_campaign_follows", "campaign")
    for name in reversed(_COLUMNS):
        op.drop_column("campaign", name)
