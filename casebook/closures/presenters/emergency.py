"""What the pages of emergency uses show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.closures import queries
from casebook.closures.presenters.closures import Step
from casebook.closures.rules import EmergencyStatus
from casebook.deadlines import queries as clocks
from casebook.deadlines.rules.table import EMERGENCY_END
from casebook.kernel import clock
from casebook.regions import queries as regions
from casebook.web.formats import day
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure, EmergencyOpening
    from casebook.deadlines.models import Term
    from casebook.wells.models import Well


@dataclass(frozen=True)
class EmergencyLine:
    """One line of the list of emergency uses."""

    row: EmergencyOpening
    well: Well
    township: str


@dataclass(frozen=True)
class ReservePage:
    """What the application stands beside."""

    well: Well
    township: str


@dataclass(frozen=True)
class EmergencyPage:
    """Everything that an emergency use's page shows; `measured_m3` is what the volumes say so far."""

    closure: Closure
    well: Well
    township: str
    asker: str
    decider: str
    term: Term | None
    measured_m3: Decimal | None
    step: Step
    menu: list[dict[str, str]]


def emergency_lines(session: Session, rows: Sequence[EmergencyOpening]) -> list[EmergencyLine]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in rows})
    names = regions.names(session, rows[0].county_code) if rows else {}
    return [
        EmergencyLine(one, by_well[one.well_id], names.get(one.division_code, one.division_code))
        for one in rows
    ]


def reserve_page(session: Session, closure: Closure) -> ReservePage:
    """Return what is known of a reserve well that is asked for."""
    well = wells.get_well_by_id(session, closure.well_id)
    return ReservePage(well, regions.name_of(session, closure.division_code))


def emergency_page(session: Session, row: EmergencyOpening, actor: Actor) -> EmergencyPage:
    """Return an emergency use's page."""
    ids = [one for one in (row.asked_by_id, row.decided_by_id) if one is not None]
    people = accounts.officers_by_id(session, ids)
    measured = None
    if row.opened_on is not None:
        last = row.sealed_on or clock.today()
        measured = queries.measured_between(session, row.well_id, row.opened_on, last)
    return EmergencyPage(
        closure=queries.get_closure_by_id(session, row.closure_id, actor),
        well=wells.get_well_by_id(session, row.well_id),
        township=regions.name_of(session, row.division_code),
        asker=people[row.asked_by_id].name,
        decider=people[row.decided_by_id].name if row.decided_by_id else "",
        term=clocks.find_running(session, subject_id=row.id, rule_id=EMERGENCY_END),
        measured_m3=measured,
        step=_step(row, actor),
        menu=_menu(row, actor),
    )


def _step(row: EmergencyOpening, actor: Actor) -> Step:
    number = row.number
    if row.status is EmergencyStatus.ASKED:
        may = actor.can(Permission.EMERGENCY_DECIDE) and actor.officer_id != row.asked_by_id
        url = url_for("closures.emergency_decide", opening=number) if may else None
        return Step(_("批准应急启用"), _("申请人以外的负责人决定。"), url, [])
    may_ask = actor.can(Permission.EMERGENCY_ASK)
    if row.status is EmergencyStatus.APPROVED:
        url = url_for("closures.emergency_open", opening=number) if may_ask else None
        return Step(_("登记启用"), _("启封时抄表码，写启用日期。"), url, [])
    if row.status is EmergencyStatus.OPEN:
        url = url_for("closures.emergency_seal", opening=number) if may_ask else None
        body = _("用毕立即停止取水，最迟 %(day)s 重新封存。", day=day(row.until_on))
        return Step(_("登记重新封存"), body, url, [])
    return Step(_("已经办完"), "", None, [])


def _menu(row: EmergencyOpening, actor: Actor) -> list[dict[str, str]]:
    if row.status is not EmergencyStatus.APPROVED or not actor.can(Permission.EMERGENCY_ASK):
        return []
    return [{"label": _("没有启用"), "url": url_for("closures.emergency_lapse", opening=row.number)}]
