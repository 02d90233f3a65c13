"""E-mail addresses: longer than others, and told nothing but a code before they are proven.

Revision ID: 0062
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.mail_rules import MAIL_RULES, MAIL_RULES_END
from storage.reshaping import reshape

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)
SHORT, LONG = "external_id VARCHAR(64)", "external_id VARCHAR(254)"


def upgrade() -> None:
    _widen(SHORT, LONG)
    op.add_column("address", sa.Column("unproven", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "mailbox",
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("leave", sa.String(length=32), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("proof", sa.String(length=32), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name="ck_mailbox_tries"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_mailbox_address_id"),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name="fk_mailbox_claimed_by"),
        sa.PrimaryKeyConstraint("address_id", name="pk_mailbox"),
        sa.UniqueConstraint("leave", name="uq_mailbox_leave"),
        sa.UniqueConstraint("proof", name="uq_mailbox_proof"),
    )
    op.create_index("ix_mailbox_claimed_by_asked_at", "mailbox", ["claimed_by", "asked_at"])
    for rule in MAIL_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in MAIL_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_table("mailbox")
    op.drop_column("address", "unproven")
    _widen(LONG, SHORT)


def _widen(was: str, now: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        reshape(op.get_bind(), "address", {was: now})
    else:
        op.execute(f"ALTER TABLE address ALTER COLUMN {now.replace(' ', ' TYPE ', 1)}")
