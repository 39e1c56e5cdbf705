"""The offices of the demonstration: agencies with their powers, and officers of every role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.actions import AgencyFacts, add_agency, grant_power, subject_of
from casebook.accounts.models import Officer, OfficerRole, PasswordRecord
from casebook.accounts.passwords import make_hash
from casebook.accounts.rules import AgencyKind, PowerFacts, PowerModel
from casebook.audit.actions import record
from casebook.demo.cast import JIAZHEN, LIULIN, QINGQUAN, QINGSHUI, XINJI, YANZHUANG
from casebook.demo.geography import COUNTY, TOWNSHIP_NAMES
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency

PASSWORD = "Guanxian-2023"  # noqa: S105 - of the demonstration only, which is refused off loopback
"""Of all accounts of the demonstration; good under every password profile."""

_CERTIFIED_FROM = date(2019, 6, 1)

WATER, ENFORCEMENT = "冠县水利局", "冠县综合行政执法局"
_TASK_FORCE, _JUSTICE, _PLANNING = "冠县人民政府办公室", "冠县司法局", "冠县发展和改革局"

_TRANSFERRED = ("PEN-01", "PEN-02", "PEN-03", "PEN-05", "PEN-07", "PEN-08", "PEN-09", "PEN-10", "PEN-14")
"""What the county's transferred power of penalty covers here; invented, as every authorisation is."""


@dataclass(frozen=True)
class Office:
    """An agency of the demonstration."""

    name: str
    kind: AgencyKind
    word: str
    division: str = COUNTY


@dataclass(frozen=True)
class Account:
    """A person who can sign in. `days` is how long the certificate is still good; None for nobody's."""

    login: str
    name: str
    office: str
    role: Role
    days: int | None = None


def _township(code: str, word: str) -> Office:
    name = TOWNSHIP_NAMES[code]
    office = f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"
    return Office(f"冠县{office}", AgencyKind.TOWNSHIP, word, code)


TOWNSHIP_OFFICES = {
    code: _township(code, word)
    for code, word in (
        (QINGSHUI, "清水"),
        (LIULIN, "柳林"),
        (XINJI, "辛集"),
        (YANZHUANG, "烟庄"),
        (QINGQUAN, "清泉"),
        (JIAZHEN, "贾镇"),
    )
}
OFFICES = (
    Office(WATER, AgencyKind.WATER_BUREAU, "冠水"),
    Office(ENFORCEMENT, AgencyKind.LAW_ENFORCEMENT, "冠综执"),
    *TOWNSHIP_OFFICES.values(),
    Office(_TASK_FORCE, AgencyKind.OTHER, "冠政办"),
    Office(_JUSTICE, AgencyKind.OTHER, "冠司"),
    Office(_PLANNING, AgencyKind.OTHER, "冠发改"),
)
_QINGSHUI, _LIULIN = TOWNSHIP_OFFICES[QINGSHUI].name, TOWNSHIP_OFFICES[LIULIN].name

LONG, SOON, PAST = 700, 20, -30
"""Days for which certificates are still valid: amply, not for long, no more."""

ACCOUNTS = (
    Account("inspector", "周明", ENFORCEMENT, Role.INSPECTOR, LONG),
    Account("inspector2", "李雪", ENFORCEMENT, Role.INSPECTOR, LONG),
    Account("inspector3", "钱静", ENFORCEMENT, Role.INSPECTOR, SOON),
    Account("casehead", "赵衡", ENFORCEMENT, Role.CASE_HEAD, LONG),
    Account("legal", "孙谦", ENFORCEMENT, Role.LEGAL_REVIEWER),
    Account("deputy", "温和", ENFORCEMENT, Role.DEPUTY_HEAD),
    Account("agencyhead", "郑安", ENFORCEMENT, Role.AGENCY_HEAD),
    Account("permit", "宋禾", WATER, Role.PERMIT_OFFICER),
    Account("closure", "冯涛", WATER, Role.CLOSURE_OFFICER),
    Account("acceptor", "陈岚", WATER, Role.CLOSURE_ACCEPTOR, LONG),
    Account("water1", "蒋峰", WATER, Role.INSPECTOR, LONG),
    Account("water2", "沈溪", WATER, Role.INSPECTOR, LONG),
    Account("water3", "吕洋", WATER, Role.INSPECTOR, PAST),
    Account("waterhead", "韩松", WATER, Role.CASE_HEAD, LONG),
    Account("qingshui", "高远", _QINGSHUI, Role.TOWNSHIP_LEAD),
    Account("qingshui0", "乔木", _QINGSHUI, Role.AGENCY_HEAD),
    Account("qingshui1", "田野", _QINGSHUI, Role.INSPECTOR, LONG),
    Account("qingshui2", "范琳", _QINGSHUI, Role.INSPECTOR, LONG),
    Account("qingshui3", "石坚", _QINGSHUI, Role.CASE_HEAD, LONG),
    Account("informant", "苗青", _QINGSHUI, Role.INFORMANT),
    Account("liulin", "方正", _LIULIN, Role.TOWNSHIP_LEAD),
    Account("liulin0", "顾山", _LIULIN, Role.AGENCY_HEAD),
    Account("liulin1", "邹平", _LIULIN, Role.INSPECTOR, LONG),
    Account("liulin2", "熊欣", _LIULIN, Role.INSPECTOR, LONG),
    Account("liulin3", "陆原", _LIULIN, Role.CASE_HEAD, LONG),
    Account("xinji", "郝仁", TOWNSHIP_OFFICES[XINJI].name, Role.TOWNSHIP_LEAD),
    Account("yanzhuang", "白川", TOWNSHIP_OFFICES[YANZHUANG].name, Role.TOWNSHIP_LEAD),
    Account("qingquan", "康宁", TOWNSHIP_OFFICES[QINGQUAN].name, Role.TOWNSHIP_LEAD),
    Account("jiazhen", "毛竹", TOWNSHIP_OFFICES[JIAZHEN].name, Role.TOWNSHIP_LEAD),
    Account("recheck", "于洋", _TASK_FORCE, Role.COUNTY_RECHECK),
    Account("leader", "许诺", _TASK_FORCE, Role.COUNTY_LEADER),
    Account("auditor", "任重", _JUSTICE, Role.AUDITOR),
    Account("liaison", "金秋", _PLANNING, Role.LIAISON),
    Account("system", "丁宁", WATER, Role.SYSTEM_ADMIN),
    Account("security", "安然", WATER, Role.SECURITY_ADMIN),
    Account("audit", "明察", _JUSTICE, Role.AUDIT_ADMIN),
    Account("seal", "谷雨", ENFORCEMENT, Role.SEAL_KEEPER),
    Account("presider", "秦正", ENFORCEMENT, Role.HEARING_PRESIDER),
    Account("archivist", "文静", ENFORCEMENT, Role.ARCHIVIST),
)
"""One account for every role at least, and the colleagues without whom nothing gets done."""


def open_offices(
    session: Session, *, actor: Actor, since: datetime, now: datetime, today: date
) -> dict[str, Officer]:
    """Make agencies, powers and officers; return the officers by login. `since` is when they began.

    All passwords are the one of the demonstration, hashed once: each hash costs a quarter of a second.
    """
    agencies = {office.name: _open(session, office, actor=actor, since=since) for office in OFFICES}
    for name, facts in _powers(agencies, today):
        grant_power(session, actor=actor, now=since, agency=agencies[name], facts=facts)
    password_hash = make_hash(PASSWORD)
    officers = {}
    for number, account in enumerate(ACCOUNTS, start=1):
        officer = _appoint(account, number, agencies[account.office], password_hash, since, now, today)
        session.add(officer)
        session.flush()
        session.add(PasswordRecord(officer_id=officer.id, password_hash=password_hash, set_at=now))
        account_facts = {"login": account.login, "roles": [account.role.value]}
        record(
            session,
            actor=actor,
            now=since,
            action="officer:add",
            subject=subject_of(officer),
            after=account_facts,
        )
        officers[account.login] = officer
    session.flush()
    return officers


def _open(session: Session, office: Office, *, actor: Actor, since: datetime) -> Agency:
    facts = AgencyFacts(
        name=office.name,
        short_name=office.name.removeprefix("冠县"),
        kind=office.kind,
        division_code=office.division,
        stamp_name=office.name,
        number_word=office.word,
    )
    return add_agency(session, actor=actor, now=since, facts=facts)


def _powers(agencies: dict[str, Agency], today: date) -> Iterator[tuple[str, PowerFacts]]:
    """Yield who enforces what: four models side by side, one of them with a term."""
    yield WATER, _power("*", PowerModel.OWN, COUNTY, 2019, "法定职权（演示）")
    for matter in _TRANSFERRED:
        yield ENFORCEMENT, _power(matter, PowerModel.TRANSFERRED, COUNTY, 2020, "鲁政字〔2019〕演示1号")
    yield _QINGSHUI, _power("PEN-08", PowerModel.EMPOWERED, QINGSHUI, 2022, "冠政发〔2021〕演示6号")
    delegated = _power("PEN-06", PowerModel.DELEGATED, LIULIN, 2023, "冠水委〔2022〕演示2号")
    until = date(today.year + 1, 12, 31)
    yield _LIULIN, replace(delegated, principal_agency_id=agencies[WATER].id, valid_to=until)


def _power(matter: str, model: PowerModel, division_code: str, year: int, paper: str) -> PowerFacts:
    return PowerFacts(
        matter=matter,
        model=model,
        division_code=division_code,
        valid_from=date(year, 1, 1),
        authorisation=paper,
    )


def _appoint(
    account: Account,
    number: int,
    agency: Agency,
    password_hash: str,
    since: datetime,
    now: datetime,
    today: date,
) -> Officer:
    is_certified = account.days is not None
    return Officer(
        id=new_id(),
        county_code=COUNTY,
        login=account.login,
        name=account.name,
        agency_id=agency.id,
        agency=agency,
        jurisdiction=agency.division_code,
        password_hash=password_hash,
        password_changed_at=now,
        must_change_password=False,
        certificate_no=f"鲁P00{number:06d}" if is_certified else None,
        certificate_valid_from=_CERTIFIED_FROM if is_certified else None,
        certificate_valid_to=today + timedelta(days=account.days) if account.days is not None else None,
        created_at=since,
        role_rows=[OfficerRole(role=account.role)],
    )
