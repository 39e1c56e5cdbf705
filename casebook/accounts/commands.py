"""`casebook officer`, `casebook agency`, `casebook power`; cases hang `hand-over` on the first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click
from flask_babel import gettext as _

from casebook.access import Role
from casebook.accounts import actions, queries
from casebook.accounts.labels import MATTERS
from casebook.accounts.rules import MATTERS as MATTER_IDS
from casebook.accounts.rules import AgencyKind, OfficerFacts, PowerFacts, PowerModel, is_valid
from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.kernel.clock import now, today
from casebook.kernel.errors import NotFound
from casebook.web.formats import plain_day
from casebook.web.labels import label
from casebook.web.terminal import in_app, print_json, settings
from casebook.web.wording import listed

if TYPE_CHECKING:
    from enum import StrEnum
    from uuid import UUID

    from casebook.access import Actor
    from casebook.accounts.models import Agency, AgencyPower, Officer


class Day(click.ParamType[date]):
    """A day as 2027-02-06."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day like 2027-02-06", param, ctx)


def _one_of(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind])


print_as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def whose(login: str | None) -> Actor:
    """Return who acts in the county of this installation."""
    return acting(db.session(), login, settings().county_code)


def officer_of(account: str) -> Officer:
    """Return the officer who signs in by a name, or raise NotFound."""
    return queries.get_officer_by_login(db.session(), account)


def _agency(name: str) -> Agency:
    found = queries.find_agency_by_name(db.session(), settings().county_code, name)
    if found is None:
        raise NotFound("agency", name)
    return found


@click.group()
def officer() -> None:
    """Keep officers' accounts."""


@officer.command("add")
@click.argument("account", metavar="LOGIN")
@click.option("--name", required=True, help="The person's name.")
@click.option("--agency", required=True, help="Name of the agency.")
@click.option("--role", "roles", type=_one_of(Role), multiple=True, required=True, help="May be repeated.")
@click.option("--jurisdiction", default="", help="Division code; without it the agency's.")
@click.option("--certificate", "certificate_no", default="", help="Number of the enforcement certificate.")
@click.option("--valid-from", "certificate_valid_from", type=Day(), help="Its first day.")
@click.option("--valid-to", "certificate_valid_to", type=Day(), help="Its last day.")
@click.option("--phone", default="")
@print_as_json
@as_officer
@in_app
def add_officer(
    *,
    account: str,
    agency: str,
    roles: tuple[str, ...],
    jurisdiction: str,
    as_json: bool,
    login: str | None,
    **given: Any,  # noqa: ANN401 - what click reads, under the names of OfficerFacts
) -> None:
    """Open an account and print its first password. It is shown once and must be changed."""
    home = _agency(agency)
    facts = OfficerFacts(
        agency_id=home.id,
        jurisdiction=jurisdiction or home.division_code,
        roles=frozenset(Role(role) for role in roles),
        **given,
    )
    added, password = actions.add_officer(
        db.session(), actor=whose(login), now=now(), login=account, facts=facts
    )
    _print_password(added, password, as_json=as_json)


@officer.command("reset-password")
@click.argument("account", metavar="LOGIN")
@print_as_json
@as_officer
@in_app
def reset_password(*, account: str, as_json: bool, login: str | None) -> None:
    """Print a new first password; sessions end and a lock is lifted."""
    found = officer_of(account)
    password = actions.reset_password(db.session(), actor=whose(login), now=now(), officer=found)
    _print_password(found, password, as_json=as_json)


def _print_password(found: Officer, password: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"login": found.login, "name": found.name, "password": password})
        return
    click.echo(f"{found.login}  {password}")
    click.echo(_("密码只显示这一次，首次登录须修改。"), err=True)


@officer.command("disable")
@click.argument("account", metavar="LOGIN")
@click.option("--reason", required=True, help="Why; it stays in the audit.")
@as_officer
@in_app
def disable(*, account: str, reason: str, login: str | None) -> None:
    """Close an account and end its sessions."""
    found = officer_of(account)
    ended = actions.disable_officer(db.session(), actor=whose(login), now=now(), officer=found, reason=reason)
    click.echo(_("%(login)s 已停用，%(count)s 个登录已退出。", login=found.login, count=ended))


@officer.command("enable")
@click.argument("account", metavar="LOGIN")
@as_officer
@in_app
def enable(*, account: str, login: str | None) -> None:
    """Open a closed account again."""
    found = officer_of(account)
    actions.enable_officer(db.session(), actor=whose(login), now=now(), officer=found)
    click.echo(_("%(login)s 已恢复使用。", login=found.login))


@officer.command("list")
@click.option("--agency", default="", help="Only of this agency.")
@print_as_json
@in_app
def list_officers(*, agency: str, as_json: bool) -> None:
    """List the county's officers by agency and name."""
    agency_id = _agency(agency).id if agency else None
    found = queries.list_officers(db.session(), county_code=settings().county_code, agency_id=agency_id)
    if as_json:
        print_json([_facts_of_officer(one) for one in found])
        return
    for one in found:
        roles = listed(sorted(label(role) for role in one.roles))
        certificate = f"{one.certificate_no or '-'} {plain_day(one.certificate_valid_to)}".strip()
        state = "" if one.is_active else _("已停用")
        click.echo(f"{one.login:20} {one.name}  {one.agency.name}  {roles}  {certificate}  {state}".rstrip())


def _facts_of_officer(found: Officer) -> dict[str, Any]:
    return {
        "login": found.login,
        "name": found.name,
        "agency": found.agency.name,
        "jurisdiction": found.jurisdiction,
        "roles": sorted(found.roles),
        "certificate_no": found.certificate_no,
        "certificate_valid_from": found.certificate_valid_from,
        "certificate_valid_to": found.certificate_valid_to,
        "is_active": found.is_active,
        "must_change_password": found.must_change_password,
    }


@click.group()
def agency() -> None:
    """Keep agencies."""


@agency.command("add")
@click.argument("name")
@click.option("--kind", type=_one_of(AgencyKind), required=True)
@click.option("--word", "number_word", required=True, help="Its word in document numbers, such as 冠综执.")
@click.option("--division", "division_code", default="", help="Where it acts; without it the county.")
@click.option("--short", "short_name", default="", help="Its short name; without it the name.")
@click.option("--stamp", "stamp_name", default="", help="Name on its stamp; without it the name.")
@as_officer
@in_app
def add_agency(*, name: str, kind: str, login: str | None, **given: str) -> None:
    """Enter an agency."""
    facts = actions.AgencyFacts(
        name=name,
        kind=AgencyKind(kind),
        number_word=given["number_word"],
        division_code=given["division_code"] or settings().county_code,
        short_name=given["short_name"] or name,
        stamp_name=given["stamp_name"] or name,
    )
    added = actions.add_agency(db.session(), actor=whose(login), now=now(), facts=facts)
    click.echo(added.name)


@agency.command("list")
@print_as_json
@in_app
def list_agencies(*, as_json: bool) -> None:
    """List the county's agencies."""
    found = queries.list_agencies(db.session(), settings().county_code)
    columns = ("name", "short_name", "kind", "division_code", "stamp_name", "number_word", "is_active")
    if as_json:
        print_json([{column: getattr(one, column) for column in columns} for one in found])
        return
    for one in found:
        state = "" if one.is_active else _("已停用")
        click.echo(
            f"{one.division_code:10} {one.name}  {label(one.kind)}  {one.number_word}  {state}".rstrip()
        )


@click.group()
def power() -> None:
    """Say who enforces which matter, and on what ground."""


@power.command("grant")
@click.argument("agency_name", metavar="AGENCY")
@click.option("--matter", type=click.Choice(["*", *MATTER_IDS]), required=True, help="* for all others.")
@click.option("--model", type=_one_of(PowerModel), required=True, help="The ground.")
@click.option("--division", "division_code", default="", help="Where; without it all that the agency covers.")
@click.option("--principal", default="", help="Name of the delegating agency.")
@click.option("--paper", "authorisation", default="", help="Number and name of the paper that gives it.")
@click.option("--from", "valid_from", type=Day(), required=True, help="First day.")
@click.option("--to", "valid_to", type=Day(), help="Last day.")
@as_officer
@in_app
def grant_power(
    *,
    agency_name: str,
    model: str,
    division_code: str,
    principal: str,
    login: str | None,
    **given: Any,  # noqa: ANN401 - what click reads, under the names of PowerFacts
) -> None:
    """Give a power to an agency; what contradicts another power or lacks its paper is refused."""
    holder = _agency(agency_name)
    facts = PowerFacts(
        model=PowerModel(model),
        division_code=division_code or holder.division_code,
        principal_agency_id=_agency(principal).id if principal else None,
        **given,
    )
    granted = actions.grant_power(db.session(), actor=whose(login), now=now(), agency=holder, facts=facts)
    click.echo(str(granted.id))


@power.command("end")
@click.argument("power_id", type=click.UUID)
@click.option("--on", "on", type=Day(), required=True, help="Its last day.")
@click.option("--reason", required=True, help="Why; it stays in the audit.")
@as_officer
@in_app
def end_power(*, power_id: UUID, on: date, reason: str, login: str | None) -> None:
    """Let a power end with a day."""
    found = queries.get_power(db.session(), power_id)
    actions.end_power(db.session(), actor=whose(login), now=now(), power=found, on=on, reason=reason)


@power.command("list")
@click.option("--all", "with_ended", is_flag=True, help="Ended and future ones too.")
@print_as_json
@in_app
def list_powers(*, with_ended: bool, as_json: bool) -> None:
    """List the powers that hold today, by matter."""
    powers = queries.list_powers(db.session(), settings().county_code)
    found = [one for one in powers if with_ended or is_valid(one, today())]
    if as_json:
        print_json([_facts_of_power(one) for one in found])
        return
    for one in found:
        ground = f"{label(one.model)} {one.authorisation}".rstrip()
        span = f"{plain_day(one.valid_from)}..{plain_day(one.valid_to)}"
        click.echo(f"{one.matter:8} {one.division_code:10} {one.agency.name}  {ground}  {span}  {one.id}")


def _facts_of_power(found: AgencyPower) -> dict[str, Any]:
    return {
        "id": found.id,
        "matter": found.matter,
        "title": str(MATTERS[found.matter]),
        "agency": found.agency.name,
        "model": found.model,
        "division_code": found.division_code,
        "principal": found.principal.name if found.principal else None,
        "authorisation": found.authorisation,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }


commands = (officer, agency, power)
