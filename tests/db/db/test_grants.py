"""What the application's role may do on PostgreSQL when another role owns the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from casebook import wiring
from casebook.access import Role
from casebook.audit.actions import record
from casebook.config import Settings
from casebook.db import Base, append_only, grants, migrate, partitions
from casebook.doctor.checks import check_database
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.kernel.subjects import Subject
from tests.factories.accounts import NOW, make_actor, make_agency

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.support.databases import Templates

ROLE = f"casebook_app_{uuid4().hex[:8]}"
OWNER = f"casebook_owner_{uuid4().hex[:8]}"


def protected() -> list[str]:
    wiring.load_models()
    return sorted(name for name, table in Base.metadata.tables.items() if append_only.is_protected(table))


@pytest.fixture
def database(templates: Templates, tmp_path: Path) -> Iterator[Engine]:
    """A superuser's connection to a database whose tables belong to an owner that is none."""
    fresh = templates.fresh("postgis", tmp_path)
    engine = create_engine(next(fresh), poolclass=NullPool)
    with engine.begin() as connection:
        for role in (OWNER, ROLE):
            connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
        connection.execute(text(f"ALTER DATABASE {engine.url.database} OWNER TO {OWNER}"))
        for table in (*Base.metadata.tables, "alembic_version"):
            connection.execute(text(f"ALTER TABLE {table} OWNER TO {OWNER}"))
        connection.execute(text(f"ALTER FUNCTION {partitions.FUNCTION} OWNER TO {OWNER}"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {engine.url.database} OWNER TO CURRENT_USER"))
        for role in (ROLE, OWNER):
            connection.execute(text(f"DROP OWNED BY {role} CASCADE"))
            connection.execute(text(f"DROP ROLE {role}"))
    engine.dispose()
    assert list(fresh) == []


def connect_as(role: str, database: Engine) -> Engine:
    return create_engine(database.url.set(username=role), poolclass=NullPool)


@pytest.fixture
def owner(database: Engine) -> Engine:
    """The tables' owner, who has granted the application's role its rights."""
    engine = connect_as(OWNER, database)
    with engine.begin() as connection:
        grants.grant(connection, ROLE)
    return engine


@pytest.fixture
def app(owner: Engine) -> Engine:
    """The application's role."""
    return connect_as(ROLE, owner)


def is_denied(engine: Engine, statement: str) -> bool:
    with engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except ProgrammingError as error:
            return error.orig is not None and error.orig.sqlstate == "42501"  # insufficient_privilege
    return False


def test_a_role_that_was_granted_nothing_is_told_so(database: Engine, tmp_path: Path) -> None:
    url = database.url.set(username=ROLE).render_as_string(hide_password=False)
    refused = migrate.why_not_ready(url)
    found = list(check_database(Settings(database_url=url, data_dir=str(tmp_path)), NOW))
    assert refused is not None
    assert refused.code == "rights_missing"
    assert (found[-1].check, found[-1].code) == ("schema", "rights_missing")
    assert "alembic_version" in found[-1].facts["reason"]


def test_chains_and_stored_files_are_protected() -> None:
    assert {"ledger_entry", "audit_entry", "custody_entry", "stored_file"} <= set(protected())


def test_protected_tables_are_read_and_added_to_and_nothing_else(app: Engine) -> None:
    allowed = [
        f"{verb} {table}"
        for table in protected()
        for verb, statement in {
            "update": f"UPDATE {table} SET id = id",
            "delete": f"DELETE FROM {table}",
            "truncate": f"TRUNCATE {table}",
            "disable": f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            "drop": f"DROP TABLE {table}",
        }.items()
        if not is_denied(app, statement)
    ]
    assert allowed == []


def test_the_role_owns_nothing_and_makes_nothing(app: Engine) -> None:
    with app.connect() as connection:
        owned = connection.scalar(
            text("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = :r"), {"r": ROLE}
        )
    assert owned == 0
    assert is_denied(app, "CREATE TABLE public.mine (a int)")
    assert is_denied(app, "SET session_replication_role = replica")
    assert is_denied(app, "UPDATE alembic_version SET version_num = ''")


def test_the_application_works_with_these_rights(app: Engine) -> None:
    with Session(app) as session:
        agency = make_agency(session)
        actor = make_actor(session, Role.PERMIT_OFFICER, agency=agency)
        agency.short_name = "水利局"
        session.flush()
        about = Subject("agency", agency.id, agency.name, "371525")
        record(session, actor=actor, now=NOW, action="agency:change", subject=about, after={"name": "水利局"})
        session.commit()
        counted = session.scalar(text("SELECT count(*) FROM audit_entry"))
    assert counted == 1


def test_the_role_makes_months_of_readings_and_no_other_table(app: Engine) -> None:
    with Session(app) as session:
        partitions.add_months(session, "meter_reading", [Month(2023, 5), Month(2023, 5)])
        partitions.add_months(session, "meter_reading", [Month(2023, 5)])
        parts = session.scalars(
            text(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'meter_reading'::regclass"
            )
        ).all()
        session.commit()
    assert parts == ["meter_reading_202305"]
    assert is_denied(app, "SELECT * FROM meter_reading_202305")
    for call in ("'well', '2023-05-01'", "'meter_reading', '2023-05-02'", "'meter_reading', '1200-01-01'"):
        with app.connect() as connection, pytest.raises(DBAPIError, match="no month of a table"):
            connection.execute(text(f"SELECT casebook_add_month({call})"))


def test_granting_again_takes_away_what_was_added_by_hand(owner: Engine, app: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text(f"GRANT UPDATE, DELETE, TRUNCATE ON ledger_entry TO {ROLE}"))
    assert not is_denied(app, "UPDATE ledger_entry SET rowid = rowid")
    with owner.begin() as connection:
        rights = grants.grant(connection, ROLE)
    assert is_denied(app, "UPDATE ledger_entry SET rowid = rowid")
    assert (rights["ledger_entry"], rights["well"]) == ("SELECT, INSERT", "SELECT, INSERT, UPDATE, DELETE")


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("nobody_has_this_name", "role_missing"),
        ("postgres", "role_too_strong"),
        (OWNER, "role_too_strong"),
        ("x; DROP TABLE well", "role_name_unreadable"),
        ('"quoted"', "role_name_unreadable"),
    ],
    ids=["missing", "superuser", "owner", "statement", "quoted"],
)
def test_a_role_that_rights_would_not_bind_is_refused(owner: Engine, role: str, code: str) -> None:
    with owner.begin() as connection, pytest.raises(RuleBroken) as refusal:
        grants.grant(connection, role)
    assert refusal.value.code == code


def test_the_embedded_database_has_no_roles(templates: Templates, tmp_path: Path) -> None:
    from tests.support.databases import engine_for  # noqa: PLC0415 - one test uses it

    engine = engine_for(next(templates.fresh("spatialite", tmp_path)))
    with engine.connect() as connection, pytest.raises(RuleBroken) as refusal:
        grants.grant(connection, ROLE)
    assert refusal.value.code == "grant_needs_postgresql"
