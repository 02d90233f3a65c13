"""What goes with a digest instead of alone, and when somebody's digest comes.

Revision ID: 0067
"""

import sqlalchemy as sa
from alembic import op

from storage.digest_rules import DIGEST_RULES, DIGEST_RULES_END

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

EVENING = 18 * 60


def upgrade() -> None:
    op.add_column("notification", sa.Column("digest", sa.String(length=120), nullable=True))
    gathered, digested = sa.text("state = 'gathered'"), sa.text("digest IS NOT NULL")
    op.create_index(
        "ix_notification_digest",
        "notification",
        ["address_id", "digest"],
        sqlite_where=digested,
        postgresql_where=digested,
    )
    op.create_index(
        "ix_notification_gathered",
        "notification",
        ["subject_kind", "subject_id"],
        sqlite_where=gathered,
        postgresql_where=gathered,
    )
    with op.batch_alter_table("preferences") as preferences:
        preferences.add_column(
            sa.Column("digest_at", sa.Integer(), nullable=False, server_default=str(EVENING))
        )
        preferences.create_check_constraint("ck_preferences_digest_at", "digest_at BETWEEN 0 AND 1439")
    with op.batch_alter_table("preferences") as preferences:
        preferences.alter_column("digest_at", server_default=None)
    for rule in DIGEST_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in DIGEST_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    # What waited for others goes alone.
    op.execute("UPDATE notification SET state = 'pending' WHERE state = 'gathered'")
    op.execute(
        "DELETE FROM notification WHERE kind IN ('client_digest', 'trainer_digest') AND state = 'pending'"
    )
    with op.batch_alter_table("preferences") as preferences:
        preferences.drop_constraint("ck_preferences_digest_at", type_="check")
        preferences.drop_column("digest_at")
    op.drop_index("ix_notification_gathered", "notification")
    op.drop_index("ix_notification_digest", "notification")
    op.drop_column("notification", "digest")
