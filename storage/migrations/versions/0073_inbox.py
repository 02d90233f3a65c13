"""In whose inbox a message is, and when they read it.

Revision ID: 0073
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

# As they were when this was written: what only redraws a card, or is no message to read.
_SILENT = (
    "admin_campaign", "client_hold_expired", "client_offer_over", "client_payment", "client_released",
    "client_settled", "client_digest", "mail_code", "trainer_digest", "trainer_home", "trainer_roster",
    "trainer_settled",
)  # fmt: skip
_PINGED = ("trainer_absence", "trainer_booking", "trainer_cancelled", "trainer_gap", "trainer_standing")
_CHECK = "read_at IS NULL OR reader_id IS NOT NULL"


def upgrade() -> None:
    names = "CONSTRAINT fk_notification_reader_id REFERENCES person (id)"
    op.execute(f"ALTER TABLE notification ADD COLUMN reader_id INTEGER {names}")
    instant = sa.DateTime(timezone=True).compile(dialect=op.get_bind().dialect)
    checked = f"CONSTRAINT ck_notification_read CHECK ({_CHECK})"
    op.execute(f"ALTER TABLE notification ADD COLUMN read_at {instant} {checked}")
    _give_out()
    _index("ix_notification_inbox", "settled_at IS NOT NULL AND reader_id IS NOT NULL", "settled_at", "id")
    unread = "settled_at IS NOT NULL AND reader_id IS NOT NULL AND read_at IS NULL"
    _index("ix_notification_unread", unread, "subject_kind", "subject_id", "message_id")


def downgrade() -> None:
    op.drop_index("ix_notification_unread", "notification")
    op.drop_index("ix_notification_inbox", "notification")
    op.drop_column("notification", "read_at")
    op.drop_column("notification", "reader_id")


def _give_out() -> None:
    """What was told by now can be read later, and nobody begins with a list of it that is unread."""
    silent, pinged = (", ".join(f"'{kind}'" for kind in kinds) for kinds in (_SILENT, _PINGED))
    op.execute(
        f"""UPDATE notification SET read_at = settled_at,
            reader_id = (SELECT person_id FROM address WHERE address.id = notification.address_id)
        WHERE kind NOT IN ({silent})
            AND (kind NOT IN ({pinged}) OR CAST(data AS TEXT) LIKE '%"ping": true%')"""  # noqa: S608
    )


def _index(name: str, said: str, *columns: str) -> None:
    where = sa.text(said)
    op.create_index(name, "notification", ["reader_id", *columns], sqlite_where=where, postgresql_where=where)
