"""`casebook deadlines`: computing dates, and keeping the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

from casebook import config
from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.db.transaction import unit_of_work
from casebook.deadlines import actions, queries
from casebook.deadlines.labels import NEEDS
from casebook.deadlines.presenters import how_lines
from casebook.deadlines.rules import (
    ORDER_TERM,
    RULES,
    DayKind,
    Deadline,
    Length,
    Rule,
    Span,
    Unit,
    YearStatus,
    compute,
    compute_hours,
    find_rule,
)
from casebook.deadlines.rules.notices import LARGEST_FILE, decode, read_notice
from casebook.kernel.clock import CHINA, local_day, now
from casebook.kernel.errors import RuleBroken
from casebook.web.formats import plain_day
from casebook.web.labels import label, message
from casebook.web.terminal import in_app, print_json
from casebook.web.wording import listed, with_aside

if TYPE_CHECKING:
    from flask import Flask

DATED_UNITS = [Unit.WORKING_DAY.value, Unit.CALENDAR_DAY.value, Unit.MONTH.value]


class Start(click.ParamType[date | datetime]):
    """A day, or a day with a time (Chinese, unless it says otherwise) for rules that count hours."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        """Return a date, or an aware datetime."""
        text = str(value)
        try:
            if "T" not in text:
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is neither 2024-09-27 nor 2024-09-27T15:30", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


class Suspended(click.ParamType[Span]):
    """Two days with `..` between them, both included."""

    name = "A..B"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Return the span."""
        first, dots, last = str(value).partition("..")
        try:
            return Span(date.fromisoformat(first), date.fromisoformat(last))
        except ValueError:
            self.fail(f"{first}{dots}{last} is not two days like 2024-10-01..2024-10-09", param, ctx)
        except RuleBroken as reason:
            self.fail(f"{reason.facts['last']} is before {reason.facts['first']}", param, ctx)


@click.group()
def deadlines() -> None:
    """Compute dates by the working calendar, and keep the calendar."""


@deadlines.command("compute")
@click.option("--from", "start", type=Start(), required=True, help="Start day; itself not counted.")
@click.option("--term", "amount", type=click.IntRange(1), help="How many of the unit.")
@click.option("--unit", type=click.Choice(DATED_UNITS), help="What is counted.")
@click.option("--rule", "rule_id", help="A rule of the table, D-01 … D-29, instead of term and unit.")
@click.option("--suspend", "stops", type=Suspended(), multiple=True, help="Days not counted, ends included.")
@click.option(
    "--extend", "extension", type=click.IntRange(0), default=0, help="Granted extension, same unit."
)
@click.option(
    "--backward",
    is_flag=True,
    help="With --term: count back from the start, as for notices before a hearing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print raw, due, provisional and every step as JSON.")
@in_app
def compute_date(
    start: date | datetime,
    amount: int | None,
    unit: str | None,
    rule_id: str | None,
    stops: tuple[Span, ...],
    extension: int,
    *,
    backward: bool,
    as_json: bool,
) -> None:
    """Print the day that a term reaches and the day it is due, with the days between.

    Exit code 2 where a rule needs more than a start day; what it needs is named.
    """
    try:
        wanted = Length(amount, Unit(unit)) if amount and unit else None
        rule = find_rule(rule_id) if rule_id else replace(RULES[ORDER_TERM], backward=backward)
        _check_needs(rule, start, wanted)
        length = rule.choose_length(wanted or _own_length(rule, start))
        rule.check_extension(extension)
        length.extended(extension)
        _check_stops(length, stops)
    except RuleBroken as reason:
        raise click.UsageError(message(reason)) from reason
    if isinstance(start, datetime) and length.unit is Unit.HOUR:
        _print_moment(compute_hours(start, length, extension=extension), as_json=as_json)
        return
    deadline = compute(
        local_day(start) if isinstance(start, datetime) else start,
        length,
        calendar=queries.get_calendar(db.session()),
        suspensions=stops,
        extension=extension,
        backward=rule.backward,
        roll=rule.roll,
    )
    _print_deadline(deadline, counts_days=length.unit is not Unit.MONTH, as_json=as_json)


def _own_length(rule: Rule, start: date | datetime) -> Length | None:
    """Return the county's own length of a rule, for clocks that start on the day."""
    day = local_day(start) if isinstance(start, datetime) else start
    return queries.setting_on(db.session(), config.load().county_code, rule.id, day)


def _check_stops(length: Length, stops: tuple[Span, ...]) -> None:
    if stops and length.unit is Unit.HOUR:
        raise RuleBroken("term_hours_run_on")


def _check_needs(rule: Rule, start: date | datetime, wanted: Length | None) -> None:
    given = {"time": isinstance(start, datetime), "term": wanted is not None}
    missing = [with_aside(need, NEEDS[need]) for need in rule.needs if not given.get(need, False)]
    if missing:
        raise click.UsageError(_("还需要：%(needs)s", needs=listed(missing)))


def _print_moment(moment: datetime, *, as_json: bool) -> None:
    text = moment.isoformat()
    if as_json:
        print_json({"raw": text, "due": text, "provisional": False, "steps": []})
    else:
        click.echo(text)


def _print_deadline(deadline: Deadline, *, counts_days: bool, as_json: bool) -> None:
    if as_json:
        steps = [
            {"date": step.on, "counted": step.counted, "why": step.why.value, "name": step.name}
            for step in deadline.steps
        ]
        facts = {"raw": deadline.raw, "due": deadline.due, "provisional": deadline.provisional}
        print_json(facts | {"steps": steps})
        return
    for line in how_lines(deadline, counts_days=counts_days):
        click.echo(f"{line.label}  {line.value}")


@deadlines.group()
def calendar() -> None:
    """Show and load the years of the working calendar."""


@calendar.command("load")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--official", is_flag=True, help="Load the announced years that chinesecalendar knows.")
@click.option("--provisional", is_flag=True, help="The file is not the announced calendar yet.")
@click.option("--source", default="", help="Number of the notice; without it the file's name.")
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@as_officer
@in_app
def load_calendar(
    file: Path | None, source: str, login: str | None, *, official: bool, provisional: bool, as_json: bool
) -> None:
    """Load years from a CSV file (date,is_working,name) or from the package of announced years.

    Running clocks that pass through a changed year are dated anew and listed.
    """
    if (file is None) is not official:
        raise click.UsageError(_("请给出一个文件，或者写 --official，两者选一"))
    session = db.session()
    actor = acting(session, login)
    actor.need(Permission.CALENDAR_LOAD)
    first_year = int(config.load().calendar_first_year)
    if file is None:
        load = actions.load_official_calendar(session, actor=actor, now=now(), first_year=first_year)
    else:
        status = YearStatus.PROVISIONAL if provisional else YearStatus.OFFICIAL
        years = read_notice(_read(file), first_year=first_year, status=status)
        load = actions.load_calendar(session, actor=actor, now=now(), years=years, source=source or file.name)
    _print_load(load, as_json=as_json)


def fill_calendar(app: Flask) -> None:
    """Load the announced years; `casebook init` does it, so that the first clock finds its days."""
    with app.app_context(), unit_of_work(db.session()) as session:
        first_year = int(config.load().calendar_first_year)
        actions.load_official_calendar(session, actor=acting(session, None), now=now(), first_year=first_year)


def _read(file: Path) -> str:
    with file.open("rb") as stream:
        return decode(stream.read(LARGEST_FILE + 1))


def _print_load(load: actions.CalendarLoad, *, as_json: bool) -> None:
    changed = [
        {
            "title": change.term.title,
            "rule": change.term.rule,
            "before": change.due_before,
            "after": change.due_after,
        }
        for change in load.changed
    ]
    if as_json:
        print_json({"official": load.official, "provisional": load.provisional, "changed": changed})
        return
    click.echo(_("已公布：%(years)s", years=_years(load.official)))
    click.echo(_("暂定：%(years)s", years=_years(load.provisional)))
    click.echo(_("重新计算的期限：%(n)s 个", n=len(changed)))
    for change in changed:
        click.echo("  {title} {rule}: {before} -> {after}".format(**change))


def _years(years: tuple[int, ...]) -> str:
    return listed(years) or "-"


@calendar.command("show")
@click.argument("year", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print status, source and days as JSON.")
@in_app
def show_calendar(year: int, *, as_json: bool) -> None:
    """Show the days of a year that are not what their weekday says."""
    session = db.session()
    row = queries.get_year(session, year)
    exceptions = sorted(queries.get_calendar(session).years[year].exceptions.items())
    if as_json:
        days = [{"date": day, "is_working": item.is_working, "name": item.name} for day, item in exceptions]
        print_json({"year": year, "status": row.status.value, "source": row.source, "days": days})
        return
    click.echo(f"{year}  {label(row.status)}  {row.source}")
    for day, item in exceptions:
        word = DayKind.MAKEUP if item.is_working else DayKind.HOLIDAY
        click.echo(f"{plain_day(day)}  {label(word)}  {item.name}")


commands = [deadlines]
