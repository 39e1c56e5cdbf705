"""Orders, interviews, edits, acceptances and leads in any order: the books say the same in the end."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casebook.access import Role
from casebook.cases.models import Lead, LeadEvent, OrderProblem, Problem, ProblemEvent, SiteOrder
from casebook.cases.rules import LeadState
from casebook.closures.models import Closure, ClosureFieldAcceptance, ClosureSignature
from casebook.evidence.models import EvidenceItem
from casebook.field.queries import operations as queries
from casebook.field.rules.states import OperationState
from casebook.inspections.actions import ensure_checklist
from casebook.inspections.filed import PaperForm
from casebook.inspections.models import Inspection, Interview, InterviewLine, SitePaper
from casebook.kernel.clock import local_day, rfc3339
from casebook.kernel.ids import new_id
from casebook.wells.models import FieldEdit
from casebook.wells.rules import WellStatus
from tests.factories import acceptance, closures, filings, papers
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.field import File, make_tablet, new_picture
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure as ClosureRow
    from casebook.wells.models import Well
    from tests.factories.closures import Offices
    from tests.factories.field import Made, Tablet
    from tests.sync.conftest import Field

HOUR = timedelta(hours=1)
ARRIVED = NOW + timedelta(days=2)


def page(name: str) -> File:
    return File(new_picture(), name=f"{name}.jpg")


def as_sent(payload: object) -> dict[str, Any]:
    return msgspec.to_builtins(payload)


@dataclass
class Week:
    """What a field week's tablets hand over, and where to look for what became of it."""

    out: Field
    sent: list[tuple[Made, Tablet, Actor]]
    wells: dict[str, Well]
    closure: ClosureRow

    @property
    def events(self) -> list[Callable[[], object]]:
        files = [file for made, _tablet, _actor in self.sent for file in made.files]
        uploads = [partial(self.out.upload, file, now=ARRIVED) for file in files]
        handed = [
            partial(self.out.receive, made, tablet=tablet, actor=actor, now=ARRIVED)
            for made, tablet, actor in self.sent
        ]
        return [*uploads, *handed]


class Making:
    """Makes a week's operations; ids and pictures are new each time, what they say is not."""

    def __init__(self, out: Field) -> None:
        self.out, self.session, self.visit = out, out.session, out.visit
        self.tablet = make_tablet(self.session, self.visit.lead, name="平板 2")
        self.sent: list[tuple[Made, Tablet, Actor]] = []

    def send(
        self,
        kind: str,
        record: UUID,
        payload: dict[str, Any],
        *files: File,
        by: tuple[Tablet, Actor] | None = None,
    ) -> None:
        tablet, actor = by or (self.tablet, self.out.actor)
        self.sent.append((tablet.make(kind, record, payload, files), tablet, actor))

    def inspection(self, well: Well, name: str, *, codes: tuple[str, ...] = (), **other: object) -> UUID:
        checklist, record = ensure_checklist(self.session, COUNTY, on=local_day(NOW)), new_id()
        photograph = page(name)
        filed = filings.inspection(self.visit, checklist, photograph, codes=codes)
        fix = {**filed["presence"]["fixes"][0], "lon": well.lon, "lat": well.lat}
        payload = {**filed, "well": str(well.id), "presence": {"fixes": [fix]}, **other}
        self.send("inspection.file", record, payload, photograph)
        return record

    def order_and_interview(self) -> None:
        record = self.inspection(self.visit.well, "visit", codes=("P10",))
        drawn, other = page("order"), page("interview")
        number = papers.block_number(self.session, self.tablet.device.id)
        order = papers.order(
            self.out.inspection, papers.paper(PaperForm.ORDER_RECTIFY, image=drawn.hash, number=number)
        )
        self.send("order.serve", new_id(), {**as_sent(order), "inspection": str(record)}, drawn)
        talk = papers.interview(
            self.visit.well,
            self.visit.second,
            papers.paper(PaperForm.INTERVIEW_RECORD, image=other.hash),
            inspection=record,
        )
        self.send("interview.file", new_id(), as_sent(talk), other)

    def edits(self, well: Well) -> None:
        """Two that build on each other, and one that builds on what is no longer so."""
        seen = well.meter_no or ""
        for hours, old, new in ((0, seen, "A1"), (1, "A1", "B2"), (2, seen, "C3")):
            payload = {
                "base_version": well.version,
                "seen": {"meter_no": old},
                "written": {"meter_no": new},
                "at": rfc3339(NOW + hours * HOUR),
                "reason": "现场核对",
            }
            self.send("well.edit", well.id, payload)

    def acceptance(self, offices: Offices, closure: ClosureRow) -> None:
        shots = [page(f"stage{number}") for number in range(3)]
        filed = as_sent(acceptance.filed(self.session, offices, closure, evidence=()))
        cards = [
            filings.card(shot, stage=stage)
            for shot, stage in zip(shots, ("before", "during", "after"), strict=True)
        ]
        signed = [{**one, "image": ""} for one in filed["signatures"]]
        tablet = make_tablet(self.session, offices.acceptor, name="验收平板")
        payload = {**filed, "evidence": cards, "signatures": signed}
        self.send("closure.accept", closure.id, payload, *shots, by=(tablet, offices.actor("acceptor")))

    def leads(self, verified: Well, twice: Well) -> None:
        """A hint with its verification, and two hints of which nobody has made sure."""
        told = [(verified, -3, "有水声"), (twice, 1, "水泵在转"), (twice, -2, "封条破损")]
        for well, hours, note in told:
            at = NOW + hours * HOUR
            payload = filings.visit_of_patrol(self.visit, at=at, well=str(well.id), note=note)
            self.send("patrol.visit", new_id(), payload)
        self.inspection(verified, "verification", kind="verification")


def a_week(out: Field) -> Week:
    load_calendar(out.session)
    session, making = out.session, Making(out)
    closed = {"status": WellStatus.PLUGGED, "closed_on": local_day(NOW - timedelta(days=300))}
    wells = {
        "visited": out.visit.well,
        "edited": make_well(session, lon=115.41, lat=36.44),
        "verified": make_well(session, lon=115.43, lat=36.46, **closed),
        "twice": make_well(session, lon=115.44, lat=36.47, **closed),
        "accepted": make_well(session, lon=115.45, lat=36.48),
    }
    offices = closures.offices_around(session, out.visit.agency, well=wells["accepted"])
    make_officer(session, Role.INSPECTOR, agency=out.visit.agency, name="孙三")
    closure = closures.report(session, offices)
    making.order_and_interview()
    making.edits(wells["edited"])
    making.acceptance(offices, closure)
    making.leads(wells["verified"], wells["twice"])
    return Week(out, making.sent, wells, closure)


def rows(session: Session, *columns: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - mapped columns
    return sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)


def content(week: Week) -> dict[str, object]:
    """What the books say, without ids, numbers by arrival and instants of arrival."""
    session = week.out.session
    session.expire_all()
    evidence = (EvidenceItem.method, EvidenceItem.file_name, EvidenceItem.stage)
    told = (Lead.well_id, Lead.sign, Lead.what, Lead.found_at, Lead.found_by, Lead.state)
    codes = {well.id: name for name, well in week.wells.items()}
    hints = select(Lead.well_id, LeadEvent.what).join(Lead, Lead.id == LeadEvent.lead_id)
    return {
        "orders": rows(session, SiteOrder.number, SiteOrder.demand, SiteOrder.served_at, SiteOrder.receiver),
        "ordered": rows(session, OrderProblem.order_id.is_not(None)),
        "interviews": rows(session, Interview.person_name, Interview.place, Interview.started_at),
        "lines": rows(session, InterviewLine.position, InterviewLine.question, InterviewLine.answer),
        "papers": rows(session, SitePaper.form, SitePaper.text_hash, SitePaper.number),
        "inspections": rows(session, Inspection.kind, Inspection.arrival_at, Inspection.state),
        "problems": rows(session, Problem.code, Problem.status, Problem.found_on, Problem.found_how),
        "problem_events": rows(session, ProblemEvent.to_status, ProblemEvent.what),
        "evidence": rows(session, *evidence),
        "wells": {name: (well.status, well.meter_no) for name, well in week.wells.items()},
        "edits": rows(session, FieldEdit.seen, FieldEdit.written, FieldEdit.state, FieldEdit.at),
        "closure": rows(session, Closure.status, Closure.accepted_on),
        "acceptance": rows(
            session,
            ClosureFieldAcceptance.second_name,
            ClosureFieldAcceptance.at,
            ClosureFieldAcceptance.recusal_asked,
            ClosureFieldAcceptance.note,
        ),
        "signatures": rows(session, ClosureSignature.role, ClosureSignature.name),
        "leads": sorted((codes[row[0]], *row[1:]) for row in rows(session, *told)),
        "hints": sorted({(codes[row.well_id], row.what) for row in session.execute(hints)}),
    }


def played(out: Field, order: Callable[[list[Any]], list[Any]]) -> tuple[dict[str, object], list[Any]]:
    """Play a week's events in some order and say what the books then hold; nothing of it stays."""
    with out.session.begin_nested() as nothing:
        week = a_week(out)
        for event in order(week.events):
            event()
        answers = queries.list_answers(out.session, [made.id for made, _tablet, _actor in week.sent])
        states = [
            ("edit" if made.body.count(b'"well.edit"') else answers[made.id].state, answers[made.id].reasons)
            for made, _tablet, _actor in week.sent
        ]
        ended = content(week)
        nothing.rollback()
    return ended, states


@settings(
    max_examples=3,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), repeats=st.integers(0, 1))
def test_the_books_say_the_same(out: Field, seed: int, repeats: int) -> None:
    chance = random.Random(seed)

    def shuffled(events: list[Any]) -> list[Any]:
        many = [event for event in events for _time in range(1 + chance.randint(0, repeats))]
        chance.shuffle(many)
        return many

    usual, states = played(out, lambda events: events)
    assert [state for state in states if state[0] != "edit"] == [(OperationState.APPLIED, [])] * 8
    assert [one[0] for one in usual["leads"]] == ["twice", "verified"]
    assert [one[-1] for one in usual["leads"]] == [LeadState.NEW, LeadState.UNFOUNDED]
    assert usual["wells"]["edited"][1] == "B2"
    assert played(out, shuffled) == (usual, states)
