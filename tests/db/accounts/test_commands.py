"""`casebook officer`, `agency`, `power`, as an operator runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.access import Role
from casebook.accounts import queries
from casebook.accounts.commands import agency, officer, power
from casebook.accounts.passwords import is_right
from casebook.audit.queries import list_acts
from casebook.cases import commands as _hand_over  # noqa: F401 - hangs its command on the group
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.cases import make_bureau, make_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    import click
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    Run = Callable[..., Result]

WATER = ("冠县水利局", "--kind", "water_bureau", "--word", "冠水")


@pytest.fixture
def run(app: Flask, store: Session) -> Run:
    def act(group: click.Group, *words: str, code: int = 0) -> Result:
        store.rollback()  # what a test has read must not hold SQLite's lock
        result = CliRunner().invoke(group, words, obj=lambda: app, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return act


def add_inspector(run: Run, login: str = "zhou.ming", number: str = "鲁P00000001", **kwargs: int) -> Result:
    words = ("--name", "周明", "--agency", WATER[0], "--role", "inspector", "--json")
    days = ("--valid-from", "2020-01-01", "--valid-to", "2029-12-31")
    return run(officer, "add", login, *words, "--certificate", number, *days, **kwargs)


def test_an_agency_its_power_and_its_officer(run: Run, store: Session) -> None:
    run(agency, "add", *WATER)
    run(power, "grant", WATER[0], "--matter", "*", "--model", "own", "--from", "2020-01-01")
    told = json.loads(add_inspector(run).stdout)
    found = queries.get_officer_by_login(store, "zhou.ming")
    assert is_right(found.password_hash, told["password"])
    assert (found.jurisdiction, found.roles, found.must_change_password) == (
        COUNTY,
        {Role.INSPECTOR},
        True,
    )
    (act, values), *_ = list_acts(store, "officer", found.id)
    assert (act.action, act.actor_id, act.actor_name[:5]) == ("officer:add", None, "本机操作员")
    assert values.after["certificate_valid_to"] == "2029-12-31"

    (line,) = json.loads(run(agency, "list", "--json").stdout)
    assert (line["name"], line["division_code"], line["stamp_name"]) == (WATER[0], COUNTY, WATER[0])
    (line,) = json.loads(run(officer, "list", "--json").stdout)
    assert (line["login"], line["roles"]) == ("zhou.ming", ["inspector"])
    (line,) = json.loads(run(power, "list", "--json").stdout)
    assert (line["matter"], line["model"], line["agency"]) == ("*", "own", WATER[0])
    for group, word in ((agency, "冠水"), (officer, "周明"), (power, "法定职权")):
        assert word in run(group, "list").stdout


def test_what_is_wrong_is_said_and_nothing_is_kept(run: Run, store: Session) -> None:
    run(agency, "add", *WATER)
    add_inspector(run)
    result = add_inspector(run, "zhou.ming", code=1)
    assert "登录名 zhou.ming 已有人用" in result.stderr
    assert "这个执法证号已登记在 周明 名下" in result.stderr
    assert len(queries.list_officers(store, county_code=COUNTY)) == 1
    run(agency, "add", *WATER, code=1)
    run(
        power, "grant", WATER[0], "--matter", "PEN-07", "--model", "delegated", "--from", "2020-01-01", code=1
    )
    run(power, "grant", WATER[0], "--matter", "PEN-99", "--model", "own", "--from", "2020-01-01", code=2)
    run(officer, "reset-password", "nobody", code=1)


def test_a_command_in_an_officers_name_has_their_rights(run: Run, store: Session) -> None:
    bureau = make_agency(store)
    make_officer(store, Role.SYSTEM_ADMIN, agency=bureau, login="system", certificate=False)
    make_officer(store, Role.SECURITY_ADMIN, agency=bureau, login="security", certificate=False)
    target = make_officer(store, Role.LIAISON, agency=bureau, login="li.xue")
    store.commit()
    target_id = target.id
    refused = run(officer, "disable", "li.xue", "--reason", "调离", "--as", "system", code=1)
    assert "你的角色不能做这件事" in refused.stderr
    run(officer, "disable", "li.xue", "--reason", "调离", "--as", "security")
    (act, values), *_ = list_acts(store, "officer", target_id)
    assert (act.action, act.device, values.reason) == ("officer:disable", "cli", "调离")
    assert "已停用" in run(officer, "list").stdout
    gone = run(officer, "enable", "li.xue", "--as", "li.xue", code=1)
    assert "账号 li.xue 已停用" in gone.stderr
    run(officer, "enable", "li.xue", "--as", "security")


def test_a_reset_password_is_told_once(run: Run, store: Session) -> None:
    make_officer(store, Role.LIAISON, agency=make_agency(store), login="li.xue")
    store.commit()
    result = run(officer, "reset-password", "li.xue")
    login, password = result.stdout.split()
    found = queries.get_officer_by_login(store, login)
    assert is_right(found.password_hash, password)
    assert found.must_change_password


def test_a_power_ends(run: Run, store: Session) -> None:
    run(agency, "add", *WATER)
    granted = run(power, "grant", WATER[0], "--matter", "*", "--model", "own", "--from", "2020-01-01")
    power_id = granted.stdout.strip()
    run(power, "end", power_id, "--on", "2021-12-31", "--reason", "划转")
    assert run(power, "list").stdout == ""
    assert power_id in run(power, "list", "--all").stdout
    run(power, "end", power_id, "--on", "2020-12-31", "--reason", "划转", code=1)


@pytest.mark.usefixtures("file_store")
def test_work_is_handed_over(run: Run, store: Session) -> None:
    bureau = make_bureau(store)
    bureau.visit.lead.login, bureau.visit.second.login = "zhou", "li"
    make_problems(store, bureau)
    store.commit()
    result = run(officer, "hand-over", "zhou", "li", "--reason", "调离", "--json")
    assert json.loads(result.stdout) == {"problems": 1, "cases": 0, "terms": 1, "drafts": 0, "kept": 0}
    again = run(officer, "hand-over", "zhou", "li", "--reason", "调离", code=1)
    assert "周明 名下没有未办结的工作" in again.stderr
    back = run(officer, "hand-over", "li", "zhou", "--reason", "回岗")
    assert "问题 1" in back.stdout
