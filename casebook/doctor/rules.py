"""Pure judgements: facts of the machine in, findings out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.accounts.rules import PROFILES
from casebook.wells.rules import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, timedelta

LEAST_PYTHON = (3, 11)
MIB = 1024 * 1024
BAD_FREE, LOW_FREE = 200 * MIB, 2048 * MIB
"""A 200 MB recording must still fit; photographs of a day in the field fill two gigabytes."""
LONGEST_WAIT_SECONDS = 120
"""A worker that runs takes a due job within seconds."""
LEAST_SECRET = 32
MOST_HOURS = 24 * 366
NOTICE_MONTH = 12
"""The State Council announces next year's holidays in November."""
RENEW_DAYS = 14


class State(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What one check says. `code` names the words (labels.py), `facts` fill them."""

    check: str
    state: State
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def ok(check: str, code: str, **facts: object) -> Finding:
    """Return a finding that is fine."""
    return Finding(check, State.OK, code, facts)


def warning(check: str, code: str, **facts: object) -> Finding:
    """Return a finding that will hurt some day."""
    return Finding(check, State.WARNING, code, facts)


def bad(check: str, code: str, **facts: object) -> Finding:
    """Return a finding that must be mended."""
    return Finding(check, State.BAD, code, facts)


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


def _within(first: int, last: int) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(r"\d{1,9}", value) is not None and first <= int(value) <= last


def _is_span(hours: str) -> bool:
    try:
        return 0 < float(hours) <= MOST_HOURS
    except ValueError:
        return False


def _is_pattern(value: str) -> bool:
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def _are_limits(value: str) -> bool:
    try:
        limits(value)
    except (ValueError, TypeError, AttributeError):  # whatever JSON can be
        return False
    return True


_DATABASE = r"|(sqlite:///|postgresql(\+psycopg)?://).+"
VALID: dict[str, Callable[[str], bool]] = {
    "database_url": _matches(_DATABASE),
    "migration_database_url": _matches(_DATABASE),
    "county_code": _matches(r"\d{6}"),
    "secret_key": lambda value: not value or len(value) >= LEAST_SECRET,
    "demo": _matches("[01]"),
    "secure_cookies": _matches("[01]"),
    "trusted_proxies": _within(0, 9),
    "password_profile": lambda value: value in PROFILES,
    "session_hours": _is_span,
    "upload_limit_mb": _within(1, 100_000),
    "tile_url": _matches(r"|https?://(?=.*\{z\})(?=.*\{x\})(?=.*\{y\}).+"),
    "well_code_pattern": _is_pattern,
    "well_limits": _are_limits,
    "timestamp_url": _matches(r"|https?://[^\s/]+(/[^\s]*)?"),
    "public_url": _matches(r"|https?://[^\s/]+(/[^\s]*)?"),
    "far_from_well_m": _within(1, 100_000),
    "position_visits": _within(2, 20),
    "package_days": _within(1, 60),
    "field_lock_minutes": _within(1, 240),
    "basemap": _matches(r"|/.+\.pmtiles"),
    "calendar_first_year": _within(2004, 2099),
    "default_locale": _matches("zh|en"),
    "host": _matches(r"\S+"),
    "port": _within(1, 65_534),
    "workers": _within(1, 64),
    "threads": _within(1, 256),
}
"""What each setting may be; one that is not here may be anything."""


def invalid_settings(values: Mapping[str, str]) -> list[str]:
    """Return the names of the settings whose values cannot be used."""
    return [name for name, is_valid in VALID.items() if name in values and not is_valid(values[name])]


def judge_settings(values: Mapping[str, str], unknown: Iterable[str]) -> list[Finding]:
    """Judge all settings; `unknown` are CASEBOOK_ names that no setting has."""
    wrong = [
        bad("settings", "setting_invalid", name=name, value="…" if name == "secret_key" else values[name])
        for name in invalid_settings(values)
    ]
    strange = [warning("settings", "setting_unknown", name=name) for name in unknown]
    return [*wrong, *strange] or [ok("settings", "settings_valid", count=len(values))]


def judge_python(version: tuple[int, ...]) -> Finding:
    """Judge the interpreter."""
    text = ".".join(map(str, version))
    if version < LEAST_PYTHON:
        return bad("python", "python_old", version=text)
    return ok("python", "python_fits", version=text)


def judge_sqlite(version: tuple[int, ...], least: tuple[int, ...], workers: int) -> Finding:
    """Judge the driver's SQLite: an old one can damage a database that two processes write."""
    facts = {"version": ".".join(map(str, version)), "least": ".".join(map(str, least)), "workers": workers}
    if version >= least:
        return ok("sqlite", "sqlite_fits", **facts)
    return (bad if workers > 1 else warning)("sqlite", "sqlite_old", **facts)


def judge_space(path: object, free_bytes: int) -> Finding:
    """Judge the room left for photographs."""
    facts = {"path": path, "free": f"{free_bytes / MIB / 1024:.1f}"}
    if free_bytes < BAD_FREE:
        return bad("storage", "storage_no_room", **facts)
    if free_bytes < LOW_FREE:
        return warning("storage", "storage_little_room", **facts)
    return ok("storage", "storage_writable", **facts)


def judge_schema(current: str | None, head: str, *, is_known: bool) -> Finding:
    """Judge the revision of a database; `is_known` whether this program has that revision."""
    if current == head:
        return ok("schema", "schema_current", revision=head)
    if current is None:
        return bad("schema", "schema_missing", head=head)
    code = "schema_behind" if is_known else "schema_foreign"
    return bad("schema", code, revision=current, head=head)


def judge_calendar(years: Mapping[int, bool], today: date) -> list[Finding]:
    """Judge this and the next year; `years` says of each loaded year whether it is official."""
    return [_judge_year(years.get(year), year, today) for year in (today.year, today.year + 1)]


def _judge_year(is_official: bool | None, year: int, today: date) -> Finding:  # noqa: FBT001 - None: not loaded
    if is_official is None:
        return bad("calendar", "calendar_missing", year=year)
    if is_official:
        return ok("calendar", "calendar_official", year=year)
    is_announced = year == today.year or today.month >= NOTICE_MONTH
    return (warning if is_announced else ok)("calendar", "calendar_provisional", year=year)


def judge_worker(waiting: timedelta | None) -> Finding:
    """Judge by how long the oldest due job has been waiting; None when none is."""
    seconds = 0 if waiting is None else int(waiting.total_seconds())
    if seconds > LONGEST_WAIT_SECONDS:
        return warning("worker", "worker_silent", minutes=seconds // 60)
    return ok("worker", "worker_keeps_up")


def judge_secure_context(*, host: str, is_local: bool, is_secure: bool, is_demo: bool) -> Finding:
    """Judge whether browsers of other devices will allow position, camera and offline work."""
    if is_demo and not is_local:
        return bad("secure_context", "demo_in_the_open", host=host)
    if is_secure:
        return ok("secure_context", "context_encrypted")
    return (
        ok("secure_context", "context_local")
        if is_local
        else warning("secure_context", "context_plain", host=host)
    )


def judge_certificate(days_left: int) -> Finding:
    """Judge how long the local server certificate still runs; a start renews it."""
    if days_left < 0:
        return bad("certificate", "certificate_ended")
    if days_left < RENEW_DAYS:
        return warning("certificate", "certificate_ends", days=days_left)
    return ok("certificate", "certificate_runs", days=days_left)


def worst(findings: Iterable[Finding]) -> State:
    """Return the most serious state of all."""
    order = list(State)
    return max((finding.state for finding in findings), key=order.index, default=State.OK)
