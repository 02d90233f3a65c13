"""Some days in another zone.

Revision ID: 0024
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.constraints import TRIP_RULES

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
COMING = sa.text("NOT over")


def upgrade() -> None:
    op.create_table(
        "trip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.CheckConstraint("first <= last AND starts < ends", name="ck_trip_order"),
        sa.CheckConstraint("home IS NOT NULL OR NOT over", name="ck_trip_over"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_trip_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trip"),
    )
    op.create_index("ix_trip_person_id_last", "trip", ["person_id", "last"])
    op.create_index("ix_trip_coming", "trip", ["ends"], sqlite_where=COMING, postgresql_where=COMING)
    for rule in TRIP_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    op.drop_table("trip")
