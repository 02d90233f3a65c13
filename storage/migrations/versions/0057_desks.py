"""Desks that trainers have of the studio, paid every month.

Revision ID: 0057
"""

from alembic import op

from storage.rent_rules import RENT_RULES, RENT_RULES_END
from storage.reshaping import reshape

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

POSITIVE = "ck_membership_ck_membership_positive"  # as 0051 named it
CREDITS = "ck_membership_credits"
SOME, ANY = "price_minor > 0 AND sessions > 0", "price_minor > 0 AND sessions >= 0"
EITHER = "(package_id IS NULL) = (sessions = 0)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE membership ALTER COLUMN package_id DROP NOT NULL, "
            f"DROP CONSTRAINT {POSITIVE}, ADD CONSTRAINT {POSITIVE} CHECK ({ANY}), "
            f"ADD CONSTRAINT {CREDITS} CHECK ({EITHER})"
        )
    else:
        reshape(op.get_bind(), "membership", _on_sqlite())
    for rule in RENT_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in RENT_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"ALTER TABLE membership DROP CONSTRAINT {CREDITS}, DROP CONSTRAINT {POSITIVE}, "
            f"ADD CONSTRAINT {POSITIVE} CHECK ({SOME}), ALTER COLUMN package_id SET NOT NULL"
        )
    else:
        reshape(op.get_bind(), "membership", {now: was for was, now in _on_sqlite().items()})


def _on_sqlite() -> dict[str, str]:
    return {
        "package_id INTEGER NOT NULL": "package_id INTEGER",
        f"({SOME})": f"({ANY}), CONSTRAINT {CREDITS} CHECK ({EITHER})",
    }
