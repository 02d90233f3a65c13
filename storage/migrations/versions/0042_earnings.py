"""Sums over the money of a stretch of time are found by index.

Revision ID: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_OF_MONEY, _MONEY = sa.text("lot_id IS NULL"), sa.text("commodity <> 'CREDIT'")


def upgrade() -> None:
    op.create_index(
        "ix_ledger_account_earned",
        "ledger_account",
        ["trainer_id", "kind"],
        sqlite_where=_OF_MONEY,
        postgresql_where=_OF_MONEY,
    )
    op.create_index(
        "ix_ledger_entry_money", "ledger_entry", ["at"], sqlite_where=_MONEY, postgresql_where=_MONEY
    )
    for side in ("giver_id", "taker_id"):
        op.drop_index(f"ix_ledger_entry_{side}", "ledger_entry")
        op.create_index(f"ix_ledger_entry_{side}_at", "ledger_entry", [side, "at"])


def downgrade() -> None:
    for side in ("giver_id", "taker_id"):
        op.drop_index(f"ix_ledger_entry_{side}_at", "ledger_entry")
        op.create_index(f"ix_ledger_entry_{side}", "ledger_entry", [side])
    op.drop_index("ix_ledger_entry_money", "ledger_entry")
    op.drop_index("ix_ledger_account_earned", "ledger_account")
