"""Users who report what they take, and what is known of their wells. All invented."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.kernel.clock import local_day
from casebook.quotas.rules import WaterSource
from casebook.returns import actions, queries
from casebook.returns.rules import Period, ReportedLine, ReturnSettingKey, ReturnState, Scope
from tests.factories.accounts import NOW
from tests.factories.deadlines import load_calendar
from tests.factories.quotas import make_firm, make_permit, make_total, make_township, make_user
from tests.factories.regions import make_county, make_zone
from tests.factories.screening import put_months
from tests.factories.wells import keeper, make_well

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.quotas.models import Permit
    from casebook.regions.rules import ZoneKind
    from casebook.returns.models import PeriodicReturn, TaxSheet
    from casebook.wells.models import Well

SUMMER = datetime(2023, 7, 3, 2, 0, tzinfo=UTC)
"""After the second quarter, before its returns are due."""
AUGUST = datetime(2023, 8, 1, 2, 0, tzinfo=UTC)
WINTER = datetime(2024, 2, 1, 2, 0, tzinfo=UTC)
Q1, Q2 = Period.parse("2023Q1"), Period.parse("2023Q2")
MONTHS = (100, 100, 100, 200, 200, 200)
"""Of each well, January to June 2023: 300 m³, then 600 m³ a quarter."""


@dataclass
class User:
    """A firm with a permit of 30 000 m³ on two wells."""

    firm: Party
    wells: tuple[Well, Well]
    permit: Permit
    clerk: Actor


def make_user_with_wells(
    session: Session, *, months: Iterable[object] = MONTHS, zones: Iterable[ZoneKind] = ()
) -> User:
    """A county with its calendar and zones, and in it a firm whose two wells were metered."""
    make_county(session)
    for kind in zones:
        make_zone(session, kind=kind, name=kind.value)
    load_calendar(session)
    firm = make_firm(session)
    wells = (make_well(session, user=firm), make_well(session, user=firm))
    for well in wells:
        put_months(session, well, 2023, months)
    permit = make_permit(session, *wells, holder=firm)
    return User(firm, wells, permit, keeper(session))


def set_value(session: Session, key: ReturnSettingKey, value: str, *, now: datetime = NOW) -> None:
    actions.set_return_setting(
        session,
        actor=keeper(session),
        now=now,
        key=key,
        value=value,
        paper="冠水〔2023〕9号",
        valid_from=local_day(now),
    )


def ask(session: Session, period: Period = Q2, *, now: datetime = SUMMER) -> list[PeriodicReturn]:
    """Let the county ask every permit holder for a period, and return what is owed."""
    if queries.settings_on(session, "371525", local_day(now)).scope is None:
        set_value(session, ReturnSettingKey.SCOPE, Scope.HOLDERS.value)
    row = actions.open_round(session, actor=keeper(session), now=now, period=period)
    return queries.list_owed(session, row.id)


def lines(user: User, *volumes: int | str) -> tuple[ReportedLine, ...]:
    return tuple(
        ReportedLine(well.id, Decimal(volume)) for well, volume in zip(user.wells, volumes, strict=True)
    )


def report(user: User, *volumes: int | str, **more: object) -> actions.Report:
    return actions.Report(**{"lines": lines(user, *volumes), "reporter": "周敏", **more})


def send(
    session: Session, row: PeriodicReturn, told: actions.Report, *, now: datetime = SUMMER, mark: str = "m"
) -> None:
    actions.send_by_link(session, now=now, row=row, report=told, caller_mark=mark, base_version=row.version)


def accepted(session: Session, user: User, *volumes: int | str, period: Period = Q2) -> PeriodicReturn:
    """A return that was asked for, sent and accepted."""
    (row,) = ask(session, period)
    send(session, row, report(user, *volumes, is_nil=not any(map(int, volumes))))
    actions.decide(session, actor=user.clerk, now=SUMMER, row=row, to=ReturnState.ACCEPTED)
    return row


def plan(session: Session, user: User, volume: int = 1_000) -> None:
    """An issued plan of 2023 for shallow groundwater."""
    make_user(session, make_township(session, make_total(session)), user.firm, volume)


def wish(user: User, period: Period = Q1, **more: object) -> actions.SheetWish:
    told = {"party": user.firm, "period": period, "source": WaterSource.SHALLOW, "read_on": date(2023, 6, 30)}
    return actions.SheetWish(**{**told, **more})


def issue(session: Session, user: User, period: Period = Q1, *, now: datetime = SUMMER) -> TaxSheet:
    return actions.issue_sheet(session, actor=user.clerk, now=now, wish=wish(user, period))


def tax_file(*rows: str, header: str = "纳税人识别号,纳税人名称,所属期,实际取用水量(m³)") -> io.BytesIO:
    """A list of the tax office in the encoding that offices use."""
    return io.BytesIO("\n".join([header, *rows]).encode("gb18030"))


def take_list(session: Session, user: User, *rows: str, year: int = 2023) -> actions.TakenTaxList:
    return actions.take_tax_list(
        session, actor=user.clerk, now=WINTER, year=year, stream=tax_file(*rows), file_name="申报.csv"
    )
