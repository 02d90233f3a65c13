"""Rooms and equipment, what services need of them, and which session has them.

Revision ID: 0026
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.resource_rules import RESOURCE_RULES, RESOURCE_RULES_END

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint("count BETWEEN 1 AND 500", name="ck_resource_count"),
        sa.PrimaryKeyConstraint("id", name="pk_resource"),
        sa.UniqueConstraint("name", name="uq_resource_name"),
    )
    op.create_table(
        "service_need",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units > 0", name="ck_service_need_units"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_service_need_service_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="fk_service_need_resource_id"),
        sa.PrimaryKeyConstraint("service_id", "resource_id", name="pk_service_need"),
    )
    op.create_index("ix_service_need_resource_id", "service_need", ["resource_id"])
    op.create_table(
        "resource_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("stands_for", sa.Integer(), nullable=False),
        sa.Column("busy_from", Instant(), nullable=False),
        sa.Column("busy_to", Instant(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("unit > 0", name="ck_resource_use_unit"),
        sa.CheckConstraint("busy_from < busy_to", name="ck_resource_use_order"),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_resource_use_session_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="fk_resource_use_resource_id"),
        sa.ForeignKeyConstraint(["stands_for"], ["resource.id"], name="fk_resource_use_stands_for"),
        sa.PrimaryKeyConstraint("id", name="pk_resource_use"),
        sa.UniqueConstraint(
            "session_id", "resource_id", "unit", name="uq_resource_use_session_id_resource_id_unit"
        ),
    )
    for columns in (["resource_id", "unit", "busy_from"], ["resource_id", "busy_from"]):
        op.create_index(f"ix_resource_use_{'_'.join(columns)}", "resource_use", columns)
    op.execute("ALTER TABLE service ADD COLUMN uses_resources BOOLEAN NOT NULL DEFAULT FALSE")
    for rule in RESOURCE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in RESOURCE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_column("service", "uses_resources")
    op.drop_table("resource_use")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_unit")
    op.drop_table("service_need")
    op.drop_table("resource")
