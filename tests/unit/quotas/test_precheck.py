"""The hard refusal list: each reason with its article, and what nobody judged stays open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook.quotas.rules import (
    JUDGED,
    Answer,
    Reason,
    Wanted,
    WaterSource,
    ZoneFact,
    precheck,
)
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.wells.rules import WellUse

CLEAR = dict.fromkeys(JUDGED, Answer.NO)
BAN = ZoneFact(ZoneKind.NO_ABSTRACTION, "县城禁采区")
DEEP_BAN = ZoneFact(ZoneKind.NO_ABSTRACTION, "深层禁采区", Aquifer.DEEP_CONFINED)
LIMIT = ZoneFact(ZoneKind.RESTRICTED, "限采区")
OVER = ZoneFact(ZoneKind.OVER_EXTRACTION, "浅层超采区")
TAP = ZoneFact(ZoneKind.PUBLIC_SUPPLY, "城区管网")
RECLAIMED = ZoneFact(ZoneKind.RECLAIMED_NETWORK, "再生水管网")


def wanted(**changes: object) -> Wanted:
    facts: dict[str, object] = {
        "source": WaterSource.SHALLOW,
        "use": WellUse.INDUSTRY,
        "volume_m3": Decimal(30_000),
        "total_left_m3": Decimal(30_000),
        "norm_m3": Decimal(30_000),
        "judged": CLEAR,
    }
    return Wanted(**{**facts, **changes})


def test_nothing_stands_in_the_way() -> None:
    found = precheck(wanted())
    assert found.refusals == ()
    assert found.open == ()
    assert [line.reason for line in found.lines] == sorted(
        (line.reason for line in found.lines), key=list(Reason).index
    )


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        (Reason.NO_ABSTRACTION, {"zones": (BAN,)}),
        (Reason.RESTRICTED_NEW, {"zones": (LIMIT,)}),
        (Reason.OVER_EXTRACTION_NEW, {"zones": (OVER,), "receiving_area": True}),
        (Reason.IRRIGATION_NEW, {"zones": (OVER,), "use": WellUse.IRRIGATION}),
        (Reason.PUBLIC_SUPPLY, {"zones": (TAP,)}),
        (Reason.TOTAL_REACHED, {"total_left_m3": Decimal("29999.999")}),
        (Reason.RECLAIMED, {"zones": (RECLAIMED,), "uses_reclaimed": Answer.NO}),
        (Reason.HALTED, {"halted_by": ("冠综执限字〔2023〕第1号",)}),
        (Reason.OVER_NORM, {"norm_m3": Decimal("29999.999")}),
        (Reason.DEEP_CONFINED, {"source": WaterSource.DEEP, "aquifer": Aquifer.DEEP_CONFINED}),
        *((reason, {"judged": CLEAR | {reason: Answer.YES}}) for reason in JUDGED),
    ],
)
def test_each_reason_alone(reason: Reason, changes: dict[str, object]) -> None:
    found = precheck(wanted(**changes))
    assert [line.reason for line in found.refusals] == [reason]
    assert found.refusals[0].article
    assert found.open == ()


def test_new_deep_water_is_refused_and_its_ban_is_about_deep_water_only() -> None:
    deep = precheck(wanted(source=WaterSource.DEEP, aquifer=Aquifer.DEEP_CONFINED, zones=(DEEP_BAN,)))
    assert {line.reason for line in deep.refusals} == {Reason.NO_ABSTRACTION, Reason.DEEP_CONFINED}
    assert precheck(wanted(zones=(DEEP_BAN,))).refusals == ()


def test_a_renewal_is_not_new() -> None:
    renewed = wanted(is_new=False, zones=(LIMIT, OVER), receiving_area=True, halted_by=("函",))
    assert precheck(renewed).refusals == ()
    assert precheck(wanted(is_new=False, zones=(BAN,))).refusals[0].reason is Reason.NO_ABSTRACTION


def test_reclaimed_water_is_asked_of_renewals_as_well_but_not_of_residents() -> None:
    covered = {"zones": (RECLAIMED,), "is_new": False}
    assert [line.reason for line in precheck(wanted(**covered)).open] == [Reason.RECLAIMED]
    assert precheck(wanted(**covered, uses_reclaimed=Answer.YES)).refusals == ()
    assert precheck(wanted(**covered, use=WellUse.RURAL_DOMESTIC)).open == ()


def test_the_waterworks_itself_may_stand_in_its_network() -> None:
    assert precheck(wanted(zones=(TAP,), use=WellUse.PUBLIC_SUPPLY)).refusals == ()


def test_what_is_not_known_is_open() -> None:
    found = precheck(wanted(total_left_m3=None, norm_m3=None, judged=None))
    assert {line.reason for line in found.open} == {Reason.TOTAL_REACHED, Reason.OVER_NORM, *JUDGED}
    assert found.refusals == ()


def test_a_refusal_names_the_zone() -> None:
    (line,) = precheck(wanted(zones=(BAN,))).refusals
    assert line.facts == ("县城禁采区",)
