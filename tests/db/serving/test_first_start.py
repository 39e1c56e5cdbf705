"""What a start does before anybody is served."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.pool import NullPool

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.accounts.models import Officer
from casebook.accounts.passwords import is_right
from casebook.accounts.rules import PROFILES
from casebook.audit.models import AuditEntry
from casebook.config import Settings
from casebook.db import migrate
from casebook.deadlines import queries as calendar
from casebook.kernel.errors import RuleBroken
from casebook.keys import signing
from casebook.serving import first_start
from casebook.serving.county import demonstration, opened
from tests.factories.accounts import make_agency, make_officer
from tests.support.databases import engine_for

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.accounts.actions import FirstAccount
    from tests.support.databases import Templates

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
OPERATOR = local_operator("root", "371525")


def fill(session: Session) -> list[FirstAccount]:
    return first_start.fill(session, actor=OPERATOR, now=NOW, first_year=2024)


def test_three_administrators_who_must_change_their_passwords(session: Session) -> None:
    told = {account.login: account.password for account in fill(session)}
    officers = session.scalars(select(Officer).order_by(Officer.login)).unique().all()
    assert [(one.login, one.roles) for one in officers] == [
        ("audit", {Role.AUDIT_ADMIN}),
        ("security", {Role.SECURITY_ADMIN}),
        ("system", {Role.SYSTEM_ADMIN}),
    ]
    assert all(one.must_change_password and one.is_active for one in officers)
    assert all(is_right(one.password_hash, told[one.login]) for one in officers)
    for policy in PROFILES.values():
        for login, password in told.items():
            policy.judge(password, login)
    acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert [act for act in acts if not act.startswith("calendar:")] == ["agency:add", *["officer:add"] * 3]


def test_an_empty_county_gets_its_calendar_once(session: Session) -> None:
    fill(session)
    years = [row.year for row in calendar.list_years(session)]
    assert {2024, 2025, 2026} <= set(years)
    fill(session)
    assert [row.year for row in calendar.list_years(session)] == years


def test_where_somebody_can_sign_in_nobody_is_added(session: Session) -> None:
    make_officer(session, Role.INSPECTOR, agency=make_agency(session))
    assert fill(session) == []
    assert len(session.scalars(select(Officer)).unique().all()) == 1


def embedded(folder: Path) -> Settings:
    return Settings(data_dir=str(folder / "var"))


def test_a_new_database_is_made_without_a_copy(tmp_path: Path) -> None:
    settings = embedded(tmp_path)
    assert first_start.bring_up(settings, now=NOW) is None
    assert migrate.current(settings.sqlalchemy_url) == migrate.head()
    assert first_start.bring_up(settings, now=NOW) is None


def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    settings = embedded(tmp_path)
    (tmp_path / "var").mkdir()
    migrate.upgrade(settings.sqlalchemy_url, "0001")
    copy = first_start.bring_up(settings, now=NOW)
    assert copy is not None
    assert copy.name == "casebook-0001-20261122-140000.sqlite"
    assert migrate.current(f"sqlite:///{copy}") == "0001"
    assert migrate.current(settings.sqlalchemy_url) == migrate.head()
    assert copy.parent.stat().st_mode & 0o077 == 0


def set_revision(settings: Settings, revision: str) -> None:
    engine = engine_for(settings.sqlalchemy_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32))"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:r)"), {"r": revision})
    engine.dispose()


def test_a_newer_programs_database_is_left_alone(database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=database_url, data_dir=str(tmp_path / "var"))
    set_revision(settings, "9999")
    with pytest.raises(RuleBroken) as refusal:
        first_start.bring_up(settings, now=NOW)
    assert refusal.value.code == "schema_of_newer_program"
    assert migrate.current(settings.sqlalchemy_url) == "9999"


def test_a_server_is_migrated_by_its_owner_only(templates: Templates, tmp_path: Path) -> None:
    fresh = templates.fresh("postgis", tmp_path)
    settings = Settings(database_url=next(fresh), data_dir=str(tmp_path / "var"))
    with pytest.raises(RuleBroken) as refusal:
        first_start.bring_up(settings, now=NOW)
    assert (refusal.value.code, refusal.value.facts["revision"]) == ("schema_to_be_migrated", "-")
    set_revision(settings, migrate.head())
    assert first_start.bring_up(settings, now=NOW) is None
    assert list(fresh) == []


def test_two_roles_need_no_further_command(templates: Templates, tmp_path: Path) -> None:
    fresh = templates.fresh("postgis", tmp_path)
    owner, role = make_url(next(fresh)), f"casebook_app_{uuid4().hex[:8]}"
    with create_engine(owner, poolclass=NullPool).begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
    app = owner.set(username=role).render_as_string(hide_password=False)
    both = Settings(database_url=app, migration_database_url=owner.render_as_string(hide_password=False))
    first_start.grant_rights(both)
    with create_engine(app, poolclass=NullPool).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger_entry")) == 0
    first_start.grant_rights(replace(both, migration_database_url=""))  # one role needs nothing
    assert list(fresh) == []


def test_the_first_key_is_made_and_then_kept(tmp_path: Path) -> None:
    settings = embedded(tmp_path)
    first_start.make_keys(settings, now=NOW)
    fingerprint = signing.load(settings).fingerprint
    first_start.make_keys(settings, now=NOW)
    assert signing.load(settings).fingerprint == fingerprint


def test_the_real_county_is_opened_once_its_database_was_made(tmp_path: Path) -> None:
    settings = embedded(tmp_path)
    demo = demonstration(settings)
    assert opened(settings) == demo
    assert opened(settings, demo=False) == settings
    (tmp_path / "var").mkdir()
    engine_for(settings.sqlalchemy_url).connect().close()  # as any command does that asks too early
    assert opened(settings) == demo
    migrate.upgrade(settings.sqlalchemy_url)
    assert opened(settings) == settings
    assert opened(settings, demo=True) == demo


def test_a_file_that_is_no_database_is_not_passed_over(tmp_path: Path) -> None:
    settings = embedded(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "casebook.sqlite").write_bytes(b"not a database at all" * 300)
    assert opened(settings) == settings


def test_a_named_database_goes_before_both(tmp_path: Path) -> None:
    named = replace(embedded(tmp_path), database_url="postgresql://app@db/casebook")
    assert opened(named) == named
    assert opened(named, demo=False) == named
    assert opened(replace(named, demo="1")).database_url == named.database_url


def test_the_demonstration_keeps_its_files_and_keys_apart(tmp_path: Path) -> None:
    demo = demonstration(embedded(tmp_path))
    assert demo.sqlalchemy_url == f"sqlite:///{tmp_path}/var/demo.sqlite"
    assert demo.data_path == tmp_path / "var" / "demo"
    assert demo.is_demo
    assert opened(replace(embedded(tmp_path), demo="1")) == demo
