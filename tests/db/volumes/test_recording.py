"""Readings one by one, their corrections, and estimates where there is no meter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.audit.models import AuditDetail
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.months import Month
from casebook.plans import actions as plans
from casebook.quotas.rules import Grade, VolumeMethod
from casebook.volumes import queries
from casebook.volumes.actions import (
    ReadingFacts,
    correct_reading,
    record_estimate,
    record_reading,
    take_back_estimate,
)
from casebook.volumes.models import MeterReading, VolumeEstimate, WellMonthPast
from casebook.volumes.rules import ReadingSource
from casebook.volumes.rules.estimates import EstimateFacts
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.quotas import make_norm
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well


def write(session: Session, actor: Actor, well: Well, on: date, m3: str, **more: object) -> object:
    facts = ReadingFacts(read_on=on, dial_m3=Decimal(m3), **more)  # type: ignore[arg-type] # of the test
    return record_reading(session, actor=actor, now=NOW, well=well, facts=facts, source=ReadingSource.FORM)


def total(session: Session, well: Well) -> Decimal:
    return queries.year_of(session, well.id, 2023).total_m3


@pytest.fixture
def read(county: Session, keeper: Actor, well: Well) -> list[MeterReading]:
    """Three readings of the well, written down by hand."""
    for month, m3 in ((1, "100"), (2, "150"), (3, "210")):
        write(county, keeper, well, date(2023, month, 25), m3)
    return list(county.scalars(select(MeterReading).order_by(MeterReading.read_on)))


def test_a_reading_is_written_down(
    county: Session, keeper: Actor, well: Well, read: list[MeterReading]
) -> None:
    assert total(county, well) == 110
    assert {(one.source, one.actor_name) for one in read} == {(ReadingSource.FORM, keeper.name)}
    write(county, keeper, well, date(2023, 3, 25), "210")
    assert len(county.scalars(select(MeterReading)).all()) == 3


def test_what_cannot_be_written_down(county: Session, keeper: Actor, well: Well) -> None:
    write(county, keeper, well, date(2023, 1, 25), "100")
    with pytest.raises(RuleBroken, match="reading_in_future"):
        write(county, keeper, well, date(2023, 6, 2), "100")
    refused = {"reading_conflict": {"m3": "101"}, "reading_refused": {"m3": "100", "meter_no": "SB9"}}
    for code, more in refused.items():
        with pytest.raises(RuleBroken, match=code):
            write(county, keeper, well, date(2023, 1, 25), **more)
    twin = make_well(county, code="371525105JJ00002", lon=115.47, meter_no="SB1")
    with pytest.raises(RuleBroken, match="reading_elsewhere"):
        write(county, keeper, twin, date(2023, 1, 25), "100")
    elsewhere = make_actor(county, Role.INSPECTOR, jurisdiction="371525105")
    with pytest.raises(NotFound):
        write(county, elsewhere, well, date(2023, 2, 25), "120")


def test_a_correction_supersedes_with_its_reason_and_the_first_reading_stays(
    county: Session, keeper: Actor, well: Well, read: list[MeterReading]
) -> None:
    later = NOW + timedelta(days=1)
    facts = {"actor": keeper, "now": later, "well": well, "reading": read[1]}
    with pytest.raises(RuleBroken, match="correction_reason_missing"):
        correct_reading(county, **facts, dial_m3=Decimal(160), reason=" ")
    changes = correct_reading(county, **facts, dial_m3=Decimal(160), reason="抄错，照片为 160")
    assert changes.months_changed == 2
    months = queries.year_of(county, well.id, 2023).months
    assert [months[1].m3, months[2].m3, total(county, well)] == [60, 50, 110]
    revisions = county.scalars(
        select(MeterReading).where(MeterReading.read_on == read[1].read_on).order_by(MeterReading.revision)
    ).all()
    assert [(one.revision, one.dial_l, one.reason) for one in revisions] == [
        (1, 150_000, ""),
        (2, 160_000, "抄错，照片为 160"),
    ]
    with pytest.raises(RuleBroken, match="reading_corrected_meanwhile"):
        correct_reading(county, **facts, dial_m3=Decimal(170), reason="再改")
    assert len(county.scalars(select(WellMonthPast)).all()) == 2
    assert list(queries.differences(county, COUNTY)) == []
    again = take_readings(county, keeper, f"{well.code},SB1,2023-02-25,150,人工,", now=later).imported
    assert again.refused == {"conflict": 1}


def test_a_reading_taken_back_leaves_its_interval_to_its_neighbours(
    county: Session, keeper: Actor, well: Well, read: list[MeterReading]
) -> None:
    correct_reading(
        county, actor=keeper, now=NOW, well=well, reading=read[2], dial_m3=None, reason="读的是别的表"
    )
    months = queries.year_of(county, well.id, 2023).months
    assert (months[1].m3, months[2].m3, total(county, well)) == (50, None, 50)
    assert list(queries.differences(county, COUNTY)) == []


def hours(quantity: str, **more: object) -> EstimateFacts:
    """An estimate of February by the pump of 32 m³/h."""
    said = {"month": Month(2023, 2), "method": VolumeMethod.PUMP_HOURS, "factor": Decimal(32)}
    return EstimateFacts(**{**said, "quantity": Decimal(quantity), "paper": "开泵记录", **more})


def test_an_estimate_fills_a_month_until_a_meter_does(county: Session, keeper: Actor, well: Well) -> None:
    by = {"actor": keeper, "now": NOW, "well": well}
    record_estimate(county, **by, facts=hours("10"))
    record_estimate(county, **by, facts=hours("10"))
    with pytest.raises(RuleBroken, match="estimate_reason_missing"):
        record_estimate(county, **by, facts=hours("20"))
    record_estimate(county, **by, facts=hours("20"), reason="漏记一页")
    month = queries.year_of(county, well.id, 2023).months[1]
    assert (month.m3, month.grade) == (640, Grade.C)
    former, present = county.scalars(select(VolumeEstimate).order_by(VolumeEstimate.rowid))
    assert (former.ended_reason, present.replaced_at) == ("漏记一页", None)
    write(county, keeper, well, date(2023, 1, 25), "100")
    write(county, keeper, well, date(2023, 2, 25), "150")
    month = queries.year_of(county, well.id, 2023).months[1]
    assert (month.m3, month.method) == (50, VolumeMethod.MANUAL_METER)
    with pytest.raises(RuleBroken, match="estimate_metered"):
        record_estimate(county, **by, facts=hours("30"), reason="再算")
    assert list(queries.differences(county, COUNTY)) == []


def test_an_estimate_that_is_taken_back_leaves_its_month_without_a_figure(
    county: Session, keeper: Actor, well: Well
) -> None:
    by = {"actor": keeper, "now": NOW, "well": well}
    record_estimate(county, **by, facts=hours("10"))
    estimate = county.scalars(select(VolumeEstimate)).one()
    with pytest.raises(RuleBroken, match="estimate_reason_missing"):
        take_back_estimate(county, **by, estimate=estimate, reason=" ")
    take_back_estimate(county, **by, estimate=estimate, reason="记到别的井上了")
    bodies = [body for body in county.scalars(select(AuditDetail.body)) if body and b"basis" in body]
    assert [VolumeMethod.PUMP_HOURS.value.encode() in body for body in bodies] == [True, True]
    assert queries.year_of(county, well.id, 2023).months[1].m3 is None
    with pytest.raises(RuleBroken, match="estimate_ended_already"):
        take_back_estimate(county, **by, estimate=estimate, reason="再撤")
    elsewhere = make_actor(county, Role.INSPECTOR, jurisdiction="371525105")
    with pytest.raises(NotFound):
        record_estimate(county, actor=elsewhere, now=NOW, well=well, facts=hours("10"))
    assert list(queries.differences(county, COUNTY)) == []


def test_an_estimate_keeps_the_norm_that_it_was_found_by(county: Session, keeper: Actor, well: Well) -> None:
    norm = make_norm(county)
    by = {"actor": keeper, "now": NOW, "well": well, "norm_id": norm.id}
    facts = hours("10", factor=Decimal(0), paper="种植面积表")
    record_estimate(county, **by, facts=facts)
    record_estimate(county, **by, facts=facts)
    kept = county.scalars(select(VolumeEstimate)).one()
    told = (kept.method, kept.norm_id, kept.norm_m3, kept.volume_m3, kept.basis)
    whole = norm.value_m3 * 10
    assert told[:4] == (VolumeMethod.NORM, norm.id, norm.value_m3, whole)
    assert norm.per in kept.basis
    plans.set_norm(
        county,
        actor=make_actor(county, Role.PERMIT_OFFICER),
        now=NOW,
        norm=norm,
        facts=plans.NormFacts(
            kind=norm.kind,
            item=norm.item,
            per=norm.per,
            value_m3=norm.value_m3 * 2,
            valid_from=norm.valid_from,
            paper="新定额",
        ),
    )
    assert (kept.norm_m3, queries.year_of(county, well.id, 2023).months[1].m3) == (norm.value_m3, whole)
    with pytest.raises(RuleBroken, match="estimate_norm_not_in_force"):
        record_estimate(county, **by, facts=hours("11", paper="种植面积表"), reason="旧定额")
    early = replace(hours("10"), month=Month(1950, 1))
    with pytest.raises(RuleBroken, match="estimate_norm_not_in_force"):
        record_estimate(county, **by, facts=early)
