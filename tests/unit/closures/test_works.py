"""The works of closing: steps by kind, the fill against the hole, what is flagged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook.closures.rules import (
    STEPS,
    ClosureKind,
    StepDone,
    WorkAnswer,
    WorkFlag,
    Works,
    WorkStep,
    check_fill,
    work_faults,
    work_flags,
)

YES, NO, NA = WorkAnswer.YES, WorkAnswer.NO, WorkAnswer.NA


def done(kind: ClosureKind = ClosureKind.PLUGGED, answers: dict[WorkStep, WorkAnswer] | None = None) -> Works:
    found = answers or {}
    steps = tuple(StepDone(step=step, answer=found.get(step, YES)) for step in STEPS[kind])
    return Works(steps=steps, tag_no="封-1", fill_m3=Decimal(5))


def codes(kind: ClosureKind, works: Works) -> list[str]:
    return [one.code for one in work_faults(kind, works)]


@pytest.mark.parametrize("kind", ClosureKind)
def test_all_steps_of_a_kind_are_enough(kind: ClosureKind) -> None:
    assert codes(kind, done(kind)) == []


@pytest.mark.parametrize("kind", ClosureKind)
def test_each_unanswered_step_is_named(kind: ClosureKind) -> None:
    found = work_faults(kind, Works(steps=()))
    assert [one.facts["step"] for one in found] == list(STEPS[kind])


def test_what_was_not_done_keeps_the_acceptance_back() -> None:
    assert codes(ClosureKind.PLUGGED, done(answers={WorkStep.CAP: NO})) == ["work_not_done"]
    assert codes(ClosureKind.PLUGGED, done(answers={WorkStep.CAP: NA})) == []


def test_less_material_needs_a_note() -> None:
    short = done(answers={WorkStep.QUANTITY: NO})
    assert codes(ClosureKind.PLUGGED, short) == ["work_needs_note"]
    noted = tuple(
        StepDone(step=one.step, answer=one.answer, note="少一成" if one.answer is NO else "")
        for one in short.steps
    )
    works = Works(steps=noted, tag_no="封-1")
    assert codes(ClosureKind.PLUGGED, works) == []
    assert WorkFlag.STEP_FAILED in work_flags(ClosureKind.PLUGGED, works, fill=None, pictured={})


def test_steps_twice_or_of_another_kind() -> None:
    steps = done().steps
    assert codes(ClosureKind.PLUGGED, Works(steps=(*steps, steps[0]))) == ["work_twice"]
    assert set(codes(ClosureKind.MOTHBALLED, Works(steps=steps))) == {"work_unanswered", "work_strange"}


@pytest.mark.parametrize(
    ("fill", "is_short"), [("2.544", True), ("2.545", False), ("2.827", False), ("0", True)]
)
def test_the_fill_against_the_hole(fill: str, is_short: bool) -> None:
    found = check_fill(Decimal(fill), casing_mm=300, depth_m=40)
    assert found is not None
    assert (found.hole_m3, found.is_short) == (Decimal("2.827"), is_short)


@pytest.mark.parametrize(("casing", "depth"), [(None, 40), (300, None), (0, 40)])
def test_a_hole_that_is_not_known(casing: float | None, depth: float | None) -> None:
    assert check_fill(Decimal(3), casing_mm=casing, depth_m=depth) is None


def test_flags_of_an_acceptance() -> None:
    every = dict.fromkeys(STEPS[ClosureKind.PLUGGED], 1)
    fill = check_fill(Decimal(5), casing_mm=300, depth_m=40)
    assert work_flags(ClosureKind.PLUGGED, done(), fill=fill, pictured=every) == []
    short = check_fill(Decimal(1), casing_mm=300, depth_m=40)
    assert work_flags(ClosureKind.PLUGGED, done(), fill=short, pictured=every) == [WorkFlag.FILL_SHORT]
    assert work_flags(ClosureKind.PLUGGED, done(), fill=None, pictured={}) == [
        WorkFlag.STEP_UNPICTURED,
        WorkFlag.HOLE_UNKNOWN,
    ]
    assert work_flags(ClosureKind.PLUGGED, None, fill=None, pictured={}) == [WorkFlag.NOT_ITEMISED]


def test_a_volume_that_cannot_be() -> None:
    works = Works(steps=done().steps, fill_m3=Decimal(-1))
    assert codes(ClosureKind.PLUGGED, works) == ["fill_out_of_range"]
