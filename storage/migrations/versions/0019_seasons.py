"""Weekly hours with a name, which count on some days instead of the usual ones.

Revision ID: 0019
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.constraints import SEASON_RULES

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STRETCH = ["weekday", "opens", "every", "since"]
USUAL = sa.text("season_id IS NULL")
OWNED = (["season_id", "trainer_id"], ["season.id", "season.trainer_id"])
DRAFTED: dict[str, Any] = {"season": sa.String(length=40), "first": sa.Date(), "last": sa.Date()}


def upgrade() -> None:
    op.create_table(
        "season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_season_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_season"),
        sa.UniqueConstraint("trainer_id", "name", name="uq_season_trainer_id_name"),
        sa.UniqueConstraint("id", "trainer_id", name="uq_season_id_trainer_id"),
    )
    op.create_table(
        "season_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.CheckConstraint("first <= last", name="ck_season_dates_order"),
        sa.ForeignKeyConstraint(*OWNED, name="fk_season_dates_season_id_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_season_dates"),
    )
    op.create_index("ix_season_dates_trainer_id_last", "season_dates", ["trainer_id", "last"])
    for rule in SEASON_RULES[op.get_bind().dialect.name]:
        op.execute(rule)
    with op.batch_alter_table("weekly_hours") as hours:
        hours.add_column(sa.Column("season_id", sa.Integer(), nullable=True))
        hours.drop_constraint("uq_weekly_hours_trainer_id_weekday_opens_every_since", type_="unique")
        hours.create_unique_constraint("uq_weekly_hours_season", ["season_id", *STRETCH])
        hours.create_foreign_key(
            "fk_weekly_hours_season_id_trainer_id", "season", OWNED[0], ["id", "trainer_id"]
        )
    op.create_index(
        "uq_weekly_hours_usual",
        "weekly_hours",
        ["trainer_id", *STRETCH],
        unique=True,
        sqlite_where=USUAL,
        postgresql_where=USUAL,
    )
    for name, kind in DRAFTED.items():
        op.add_column("hours_draft", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in DRAFTED:
        op.drop_column("hours_draft", name)
    op.execute("DELETE FROM weekly_hours WHERE season_id IS NOT NULL")
    op.drop_index("uq_weekly_hours_usual", "weekly_hours")
    with op.batch_alter_table("weekly_hours") as hours:
        hours.drop_constraint("fk_weekly_hours_season_id_trainer_id", type_="foreignkey")
        hours.drop_constraint("uq_weekly_hours_season", type_="unique")
        hours.create_unique_constraint(
            "uq_weekly_hours_trainer_id_weekday_opens_every_since", ["trainer_id", *STRETCH]
        )
        hours.drop_column("season_id")
    op.drop_table("season_dates")
    op.drop_table("season")
