"""Rows that a test looks at and that no page of the application asks for in this way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.cases.models import CaseEvent, Lead, Problem
from casebook.inspections.models import Interview
from casebook.numbering.models import IssuedNumber, NumberSeries

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def events_of_case(session: Session, case_id: UUID) -> list[CaseEvent]:
    """Return a case's events in order."""
    query = select(CaseEvent).where(CaseEvent.case_id == case_id)
    return list(session.scalars(query.order_by(CaseEvent.sequence)))


def problems_of_inspection(session: Session, inspection_id: UUID) -> list[Problem]:
    """Return the problems that a field check put on the list."""
    query = select(Problem).where(Problem.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Problem.number)))


def leads_of_well(session: Session, well_id: UUID) -> list[Lead]:
    """Return the leads about a well by number."""
    return list(session.scalars(select(Lead).where(Lead.well_id == well_id).order_by(Lead.number)))


def interviews_of_well(session: Session, well_id: UUID) -> list[Interview]:
    """Return the interviews about a well in their order."""
    query = select(Interview).where(Interview.well_id == well_id)
    return list(session.scalars(query.order_by(Interview.started_at, Interview.id)))


def series_of_county(session: Session, county_code: str) -> list[NumberSeries]:
    """Return a county's series of numbers by kind, word and year."""
    query = select(NumberSeries).where(NumberSeries.county_code == county_code)
    order = (NumberSeries.kind, NumberSeries.word, NumberSeries.year)
    return list(session.scalars(query.order_by(*order)))


def numbers_of_series(session: Session, series_id: UUID) -> list[IssuedNumber]:
    """Return every number taken from a series, ascending."""
    query = select(IssuedNumber).where(IssuedNumber.series_id == series_id)
    return list(session.scalars(query.order_by(IssuedNumber.number)))
