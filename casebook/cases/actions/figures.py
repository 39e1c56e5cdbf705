"""Setting the county's figures of casework and its list of small acts, each by a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.models import CaseworkSetting, ExemptAct
from casebook.cases.rules import get_code
from casebook.cases.rules.channels import SETTINGS, field_of
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.rules.small_acts import SmallAct


def set_figures(
    session: Session, *, actor: Actor, now: datetime, values: Mapping[str, int], paper: str
) -> list[str]:
    """Set those figures that differ, by the paper that says so; return their names. Clocks that run stay."""
    actor.need(Permission.LEAD_SET)
    county = actor.county_code
    present = queries.settings_of(session, county)
    changed = {name: value for name, value in values.items() if value != present[name]}
    faults = [refusal for name, value in changed.items() if (refusal := _fault(name, value)) is not None]
    if changed and not paper.strip():
        faults.append(RuleBroken("setting_needs_paper", field="paper"))
    if faults:
        raise Refused(faults)
    rows = queries.setting_rows(session, county)
    for name, value in changed.items():
        row = rows.get(name) or CaseworkSetting(id=new_id(), county_code=county, name=name)
        row.value, row.paper, row.set_by_id, row.set_at = value, paper.strip(), actor.officer_id, now
        session.add(row)
        session.flush()
        subject = Subject("casework_setting", row.id, name, county)
        record(
            session,
            actor=actor,
            now=now,
            action="casework_setting:set",
            subject=subject,
            before={"value": present[name]},
            after={"value": value},
            reason=paper.strip(),
        )
    return list(changed)


def _fault(name: str, value: int) -> RuleBroken | None:
    try:
        SETTINGS[name].check(value)
    except RuleBroken as refusal:
        refusal.field = field_of(name)
        return refusal
    return None


def add_small_act(session: Session, *, actor: Actor, now: datetime, act: SmallAct) -> ExemptAct:
    """Enter the county's version of an entry of the 免罚清单, by the paper that published it."""
    actor.need(Permission.PENALTY_EDIT)
    if not act.doc_no.strip():
        raise RuleBroken("exempt_act_needs_paper", field="doc_no")
    for code in act.problem_codes:
        get_code(code)
    known = queries.list_small_acts(session, actor.county_code)
    if any(one.is_verified and (one.code, one.valid_from) == (act.code, act.valid_from) for one in known):
        on = act.valid_from.isoformat()
        raise RuleBroken("exempt_act_version_taken", field="valid_from", code_written=act.code, on=on)
    row = ExemptAct(
        id=new_id(),
        county_code=actor.county_code,
        code=act.code,
        title=act.title,
        problem_codes=list(act.problem_codes),
        conditions=act.conditions,
        first_time=act.first_time,
        gravest=act.gravest,
        within_days=act.within_days,
        doc_no=act.doc_no.strip(),
        valid_from=act.valid_from,
        valid_to=act.valid_to,
        entered_by_id=actor.officer_id,
        entered_at=now,
    )
    session.add(row)
    session.flush()
    subject = Subject("exempt_act", row.id, act.code, actor.county_code)
    after = {"valid_from": act.valid_from, "doc_no": act.doc_no}
    record(session, actor=actor, now=now, action="exempt_act:add", subject=subject, after=after)
    return row
