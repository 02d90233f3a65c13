"""Hours of every few weeks, and single openings.

Revision ID: 0007
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
EVER = "2000-01-03"


def upgrade() -> None:
    with op.batch_alter_table("weekly_hours") as hours:
        hours.add_column(sa.Column("every", sa.Integer(), nullable=False, server_default="1"))
        hours.add_column(sa.Column("since", sa.Date(), nullable=False, server_default=EVER))
        hours.drop_constraint("uq_weekly_hours_trainer_id_weekday_opens", type_="unique")
        hours.create_unique_constraint(
            "uq_weekly_hours_trainer_id_weekday_opens_every_since",
            ["trainer_id", "weekday", "opens", "every", "since"],
        )
        hours.create_check_constraint("ck_weekly_hours_every", "every BETWEEN 1 AND 12")
    with op.batch_alter_table("weekly_hours") as hours:  # only the rows that were there needed it
        hours.alter_column("every", server_default=None)
        hours.alter_column("since", server_default=None)
    op.create_table(
        "extra_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.CheckConstraint("starts < ends", name="ck_extra_hours_order"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_extra_hours_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_extra_hours"),
    )
    op.create_index("ix_extra_hours_trainer_id_ends", "extra_hours", ["trainer_id", "ends"])


def downgrade() -> None:
    op.drop_table("extra_hours")
    op.execute(f"DELETE FROM weekly_hours WHERE every > 1 OR since <> '{EVER}'")  # noqa: S608 - a constant
    with op.batch_alter_table("weekly_hours") as hours:
        hours.drop_constraint("ck_weekly_hours_every", type_="check")
        hours.drop_constraint("uq_weekly_hours_trainer_id_weekday_opens_every_since", type_="unique")
        hours.create_unique_constraint(
            "uq_weekly_hours_trainer_id_weekday_opens", ["trainer_id", "weekday", "opens"]
        )
        hours.drop_column("since")
        hours.drop_column("every")
