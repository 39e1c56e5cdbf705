"""The checks: each looks at one thing of this machine and returns what it found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casebook import config
from casebook.db import migrate, spatial
from casebook.db.session import LEAST_SQLITE
from casebook.deadlines import queries as deadlines
from casebook.deadlines.rules import YearStatus
from casebook.doctor import rules
from casebook.doctor.rules import bad, ok, warning
from casebook.field import basemap
from casebook.jobs import queries as jobs
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.keys import files, signing
from casebook.serving import certificates
from casebook.serving.county import embedded_file
from casebook.serving.rules import is_loopback
from casebook.web.labels import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Engine

    from casebook.config import Settings
    from casebook.doctor.rules import Finding

BUILT = (
    "static/dist/app.css",
    "static/dist/app.js",
    "static/dist/field/app.js",
    "static/dist/field/worker.js",
)
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
CHINESE_FONTS = ("*CJK*", "*SourceHan*", "*wqy*", "*Noto*SC*", "*HarmonyOS*SC*")


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Make every check, in the order in which one would mend them."""
    settled = rules.judge_settings(asdict(settings), config.unknown_names())
    yield from settled
    yield rules.judge_python(sys.version_info[:3])
    if any(finding.code == "setting_invalid" for finding in settled):
        return  # what they would have led to cannot be looked at
    yield check_storage(settings.data_path)
    yield check_fonts(FONT_FOLDERS)
    yield check_front_end(config.ROOT)
    yield from check_basemap(settings.basemap)
    yield from check_context(settings, now)
    driver = list(check_driver(int(settings.workers))) if embedded_file(settings) else []
    yield from driver
    if rules.worst(driver) is not rules.State.BAD:
        yield from check_database(settings, now)


def check_storage(data_path: Path) -> Finding:
    """See whether the data directory takes files and has room; before its first use its parent is asked."""
    place = next(path for path in (data_path, *data_path.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except OSError as error:
        return bad("storage", "storage_not_writable", path=data_path, reason=error.strerror)
    return rules.judge_space(data_path, free)


def check_fonts(folders: tuple[Path, ...]) -> Finding:
    """Look for a font with Chinese characters, by fontconfig where it is installed."""
    fc_list = shutil.which("fc-list")
    if fc_list:
        command = [fc_list, ":lang=zh-cn", "family"]
        listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - fixed words
        names = sorted({line.split(",")[0] for line in listed.splitlines() if line})
    else:
        found = (path for folder in folders for pattern in CHINESE_FONTS for path in folder.rglob(pattern))
        names = sorted({path.stem for path in found})
    return ok("fonts", "fonts_chinese", name=names[0]) if names else warning("fonts", "fonts_missing")


def check_front_end(root: Path) -> Finding:
    """See whether style sheet, scripts and translations were built."""
    missing = [name for name in BUILT if not (root / name).exists()]
    catalogues = (root / "casebook/translations").rglob("*.po")
    missing += [str(path.relative_to(root)) for path in catalogues if not path.with_suffix(".mo").exists()]
    if missing:
        return bad("front_end", "front_end_missing", names=", ".join(missing))
    return ok("front_end", "front_end_built")


def check_basemap(setting: str) -> Iterator[Finding]:
    """See whether the base map that tablets take along can be read; without it nobody could pack."""
    if not setting:
        return
    try:
        described = basemap.describe(setting)
    except RuleBroken as refusal:
        yield bad("basemap", refusal.code, path=setting)
        return
    assert described is not None
    yield ok("basemap", "basemap_readable", path=setting, size=described["size"] // rules.MIB)


def check_context(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Judge the address, and the local certificate where there is one."""
    yield rules.judge_secure_context(
        host=settings.host,
        is_local=is_loopback(settings.host),
        is_secure=settings.secure_cookies == "1",
        is_demo=settings.is_demo,
    )
    local = certificates.of(settings.data_path)
    if not local.is_made():
        return
    try:
        files.read(local.authority_key)
        files.read(local.server_key)
    except (RuleBroken, OSError) as error:
        yield bad("certificate", "certificate_unreadable", reason=_told(error))
        return
    yield rules.judge_certificate((local.server_ends_at() - now).days)


def check_driver(workers: int) -> Iterator[Finding]:
    """See whether the SQLite driver is there, new enough, and loads SpatiaLite."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - its absence is what this looks for
    except ImportError as error:
        yield bad("sqlite", "sqlite_missing", reason=error)
        return
    yield rules.judge_sqlite(dbapi2.sqlite_version_info, LEAST_SQLITE, workers)
    connection = dbapi2.connect(":memory:")
    try:
        connection.enable_load_extension(True)  # noqa: FBT003 - the driver's signature
        connection.load_extension("mod_spatialite")
        version = connection.execute("SELECT spatialite_version()").fetchone()[0]
    except (dbapi2.Error, AttributeError) as error:
        yield bad("spatialite", "spatialite_missing", reason=error)
    else:
        yield ok("spatialite", "spatialite_loads", version=version)
    finally:
        connection.close()


def check_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Reach the database, then look at its schema and at what stands in it."""
    file = embedded_file(settings)
    if file is not None and not file.exists():
        yield warning("database", "database_none", path=file)
        return
    yield from check_keys(settings)
    engine = migrate.engine_for(settings.sqlalchemy_url)
    try:
        reached = check_reachable(engine)
        yield reached
        if reached.state is rules.State.OK:
            yield from _check_contents(engine, settings, now)
    finally:
        engine.dispose()


def check_reachable(engine: Engine) -> Finding:
    """Open a connection and ask for the spatial extension's version."""
    is_embedded = engine.dialect.name == "sqlite"
    function = "spatialite_version()" if is_embedded else "postgis_lib_version()"
    facts = {"url": _address(engine)}
    try:
        with engine.connect() as connection:
            version = connection.scalar(text(f"SELECT {function}"))
    except DBAPIError as error:
        reason = _first_line(error)
        is_missing = "postgis_lib_version" in reason
        return bad(
            "database", "postgis_missing" if is_missing else "database_unreachable", reason=reason, **facts
        )
    return ok("database", "database_reached", version=version, **facts)


def _check_contents(engine: Engine, settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        current = migrate.current(settings.sqlalchemy_url)
    except DBAPIError as error:
        yield bad("schema", migrate.why_refused(error), url=_address(engine), reason=_first_line(error))
        return
    schema = rules.judge_schema(
        current, migrate.head(), is_known=current is not None and migrate.is_known(current)
    )
    yield schema
    if schema.state is not rules.State.OK:
        return
    with Session(engine) as session:
        yield check_spatial_indexes(session)
        years = {row.year: row.status is YearStatus.OFFICIAL for row in deadlines.list_years(session)}
        yield from rules.judge_calendar(years, local_day(now))
        due = jobs.oldest_due(session, now)
        yield rules.judge_worker(None if due is None else now - due)


def check_spatial_indexes(session: Session) -> Finding:
    """Compare every spatial index with its table; a VACUUM or a copied file can part them."""
    torn = [
        f"{table}.{column}"
        for table, column in spatial.geometry_columns()
        if spatial.index_faults(session, table, column)
    ]
    if torn:
        return bad("spatial_indexes", "spatial_indexes_torn", names=", ".join(torn))
    return ok("spatial_indexes", "spatial_indexes_sound")


def check_keys(settings: Settings) -> Iterator[Finding]:
    """See whether the keys are there and closed to others; all but the signing key are made at first use."""
    try:
        fingerprint = signing.load(settings).fingerprint
        for name in ("cookie.secret", "agreement.pem"):
            path = settings.data_path / "keys" / name
            if path.exists():
                files.read(path)
    except (RuleBroken, OSError) as error:
        yield bad("keys", "keys_unusable", reason=_told(error))
        return
    yield ok("keys", "keys_there", fingerprint=fingerprint)


def _address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]


def _told(error: RuleBroken | OSError) -> str:
    return (
        message(error)
        if isinstance(error, RuleBroken)
        else f"{error.filename}: {os.strerror(error.errno or 0)}"
    )
