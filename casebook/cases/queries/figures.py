"""Reading the county's figures of casework and its list of small acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.cases.models import CaseworkSetting, ExemptAct
from casebook.cases.rules.channels import SETTINGS
from casebook.cases.rules.small_acts import BUILT_IN, SmallAct, in_force

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def setting_rows(session: Session, county_code: str) -> dict[str, CaseworkSetting]:
    """Return what the county has set by a paper of its own, by name."""
    query = select(CaseworkSetting).where(CaseworkSetting.county_code == county_code)
    return {row.name: row for row in session.scalars(query.order_by(CaseworkSetting.name))}


def settings_of(session: Session, county_code: str) -> dict[str, int]:
    """Return every figure by its name: the county's, or the default that is not verified."""
    rows = setting_rows(session, county_code)
    return {name: rows[name].value if name in rows else one.default for name, one in SETTINGS.items()}


def list_small_acts(session: Session, county_code: str) -> list[SmallAct]:
    """Return every version of the 免罚清单: what casebook brings along, and the county's own."""
    query = select(ExemptAct).where(ExemptAct.county_code == county_code)
    rows = session.scalars(query.order_by(ExemptAct.code, ExemptAct.valid_from))
    return [*BUILT_IN.values(), *map(_act, rows)]


def small_acts_on(session: Session, county_code: str, on: date) -> dict[str, SmallAct]:
    """Return the 免罚清单 of a day by code."""
    return in_force(list_small_acts(session, county_code), on)


def _act(row: ExemptAct) -> SmallAct:
    return SmallAct(
        code=row.code,
        title=row.title,
        problem_codes=tuple(row.problem_codes),
        conditions=row.conditions,
        first_time=row.first_time,
        gravest=row.gravest,
        within_days=row.within_days,
        doc_no=row.doc_no,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_verified=True,
    )
