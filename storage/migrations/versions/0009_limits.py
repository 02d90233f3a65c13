"""How much a trainer takes on: sessions a day and a week, and bookings that one client has ahead.

Revision ID: 0009
"""

from alembic import op

from storage.constraints import LIMIT_RULES

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LIMITS = ("most_a_day", "most_a_week", "most_ahead")


def upgrade() -> None:
    for limit in LIMITS:  # with its check in one statement, which SQLite can do without a copy of the table
        check = f"CONSTRAINT ck_trainer_{limit} CHECK ({limit} > 0)"
        op.execute(f"ALTER TABLE trainer ADD COLUMN {limit} INTEGER {check}")
    op.create_index("ix_training_session_trainer_id_wall", "training_session", ["trainer_id", "wall"])
    for rule in LIMIT_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for trigger in ("full_insert", "full_update"):
        op.execute(f"DROP TRIGGER {trigger}" + (" ON training_session" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_full")
    op.drop_index("ix_training_session_trainer_id_wall", "training_session")
    for limit in LIMITS:
        op.drop_column("trainer", limit)
