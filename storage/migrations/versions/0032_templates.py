"""Sessions that a trainer has prepared.

Revision ID: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.Integer(), nullable=True),
        sa.Column("agenda", sa.String(length=300), nullable=True),
        sa.Column("after", sa.String(length=300), nullable=True),
        sa.CheckConstraint("minutes > 0", name="ck_session_template_minutes"),
        sa.CheckConstraint("price_minor >= 0", name="ck_session_template_price"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_session_template_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session_template"),
        sa.UniqueConstraint("service_id", "name", name="uq_session_template_name"),
    )
    op.add_column("training_session", sa.Column("after", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.drop_column("training_session", "after")
    op.drop_table("session_template")
