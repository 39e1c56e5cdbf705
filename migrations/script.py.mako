"""${message}

Revision ID: ${up_revision}
"""

from alembic import op
import sqlalchemy as sa

from casebook.db import append_only, types

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
