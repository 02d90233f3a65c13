"""Both texts of a campaign are tried on some first, and one is chosen for the others.

Revision ID: 0071
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.trial_rules import TRIAL_RULES, TRIAL_RULES_END

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.add_column("campaign", sa.Column("sample", sa.Integer(), nullable=True))
    op.add_column("campaign", sa.Column("trial_hours", sa.Integer(), nullable=True))
    op.add_column("campaign", sa.Column("decides_at", Instant(), nullable=True))
    op.add_column(
        "campaign_recipient", sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    tried = sa.text("trial")
    op.create_index(
        "ix_campaign_recipient_trial",
        "campaign_recipient",
        ["campaign_id", "stage", "lane", "due_at", "id"],
        sqlite_where=tried,
        postgresql_where=tried,
    )
    counts = ("first_told", "first_answered", "second_told", "second_answered")
    op.create_table(
        "campaign_choice",
        sa.Column("campaign_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        *(sa.Column(each, sa.Integer(), nullable=False) for each in counts),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("text IN (0, 1)", name="text"),
        sa.CheckConstraint(
            "first_answered BETWEEN 0 AND first_told AND second_answered BETWEEN 0 AND second_told",
            name="answered",
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name="fk_campaign_choice_campaign_id"),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name="fk_campaign_choice_chosen_by"),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_campaign_choice"),
    )
    for rule in TRIAL_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    """Who waits for a text is told nothing: such a campaign is stopped first, or goes on with halves."""
    dialect = op.get_bind().dialect.name
    for rule in TRIAL_RULES_END[dialect]:
        op.execute(rule)
    op.drop_table("campaign_choice")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION refuse_choice")
    op.drop_index("ix_campaign_recipient_trial", "campaign_recipient")
    op.drop_column("campaign_recipient", "trial")
    for column in ("decides_at", "trial_hours", "sample"):
        op.drop_column("campaign", column)
