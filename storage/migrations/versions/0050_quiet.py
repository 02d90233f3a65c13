"""How people want to be told things, and why a message went when and where it did.

Revision ID: 0050
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
CLIENT, TEN, EIGHT = 1, 22 * 60, 8 * 60


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("channel_first", sa.String(length=16), nullable=True),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="ck_preferences_both"),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439"
            " AND quiet_from <> quiet_until AND (quiet_until - quiet_from + 1440) % 1440 <= 960",
            name="ck_preferences_quiet",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_preferences_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_preferences"),
    )
    # Whoever only trains here begins as those do who come from now on.
    op.execute(
        "INSERT INTO preferences (person_id, quiet_from, quiet_until, modes) "  # noqa: S608 - constants
        f"SELECT id, {TEN}, {EIGHT}, '{{}}' FROM person WHERE roles = {CLIENT}"
    )
    with op.batch_alter_table("notification") as outbox:
        outbox.add_column(sa.Column("wanted_at", Instant(), nullable=True))
        outbox.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        outbox.add_column(sa.Column("path", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("notification") as outbox:
        outbox.alter_column("urgent", server_default=None)
        outbox.alter_column("path", server_default=None)


def downgrade() -> None:
    for column in ("path", "urgent", "wanted_at"):
        op.drop_column("notification", column)
    op.drop_table("preferences")
