"""Storylines of reductions without a closed well: reclaimed water that is booked, a saving that waits."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.claims import actions, queries
from casebook.claims.actions import BaselineFacts, ClaimFacts, SubstituteFacts
from casebook.claims.rules import BaselineMethod, ClaimStatus, MeasureKind, ReplacementSource
from casebook.demo.register import wells
from casebook.kernel.clock import local_day
from casebook.kernel.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.claims.models import Baseline, SubstituteWater
    from casebook.demo.stage import Stage, Storyline

CLERK, HEAD = "closure", "agencyhead"
_FIRST, _LAST = 40, 70
"""Among the wells of the crowd, where those with three years of figures are looked for."""
_MONTHS, _MONTHLY = 3, Decimal(9_600)
_HALF = Decimal("0.5")


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of claims."""
    yield _claims(stage)


def _claims(stage: Stage) -> Storyline:
    """Play two baselines locked in time, a claim that was booked, and one that waits to be judged."""
    yield stage.ago(300, "10:00")
    baselines = list(_locked(stage))
    if not baselines:
        return  # the invented register ends some years ago, and a baseline needs the three years before
    yield stage.ago(60, "09:40")
    water = _substitute(stage)
    booked = _claim(stage, baselines[0], MeasureKind.RECLAIMED, "绿化和道路清扫改用再生水", water)
    actions.submit_claim(stage.session, **booked)
    decided = {**booked, **stage.by(HEAD, 120), "to": ClaimStatus.ACCEPTED, "words": "已到现场核对计量表"}
    actions.decide_claim(stage.session, **decided)
    yield stage.ago(3, "15:30")
    waiting = _claim(stage, baselines[1], MeasureKind.SAVING, "大田漫灌改为管灌、微灌", None)
    actions.submit_claim(stage.session, **waiting)


def _locked(stage: Stage) -> Iterator[Baseline]:
    """Yield two locked baselines of wells of the crowd that have figures of three years."""
    today, year, found = local_day(stage.now), local_day(stage.present).year, 0
    for one in [one for one in wells() if not one.key][_FIRST:_LAST]:
        well = stage.well_coded(one.code)
        basis = queries.basis_of(stage.session, [well], year)
        mean = basis.mean_m3
        if not mean or basis.outliers(BaselineMethod.B1, mean) or well.closed_on is not None:
            continue
        facts = BaselineFacts(
            before_year=year, method=BaselineMethod.B1, stated_m3=None, papers="近三年抄表台账"
        )
        row = actions.draft_baseline(stage.session, **stage.by(CLERK), owner=well, facts=facts)
        found += 1
        paper = f"冠水核〔{today.year}〕{found}号"
        actions.lock_baseline(stage.session, **stage.by(HEAD, 90), row=row, locked_on=today, paper=paper)
        yield row
        if found > 1:
            return


def _substitute(stage: Stage) -> SubstituteWater:
    """Play the reclaimed water of the county's plant with what it was metered to supply."""
    facts = SubstituteFacts(
        name="县城再生水厂",
        source=ReplacementSource.RECLAIMED,
        capacity_m3=Decimal(20_000),
        groundwater_permille=0,
        papers="再生水厂批复、出厂流量计检定证书",
    )
    row = actions.add_substitute(stage.session, **stage.by(CLERK), facts=facts)
    month = Month.of(local_day(stage.now))
    for number in range(1, _MONTHS + 1):
        month = month.previous()
        actions.note_supply(
            stage.session,
            **stage.by(CLERK, number),
            row=row,
            month=month,
            volume_m3=_MONTHLY + 100 * number,
            paper=f"出厂流量抄见单 {month}",
        )
    return row


def _claim(
    stage: Stage, baseline: Baseline, kind: MeasureKind, what: str, water: SubstituteWater | None
) -> dict[str, Any]:
    """Draft a claim of half a baseline; return what its next step takes."""
    half = (baseline.baseline_m3 * _HALF).quantize(Decimal(1))
    facts = ClaimFacts(
        kind=kind,
        began_on=local_day(stage.now) - timedelta(days=20),
        claimed_m3=half,
        residual_m3=baseline.baseline_m3 - half,
        what=what,
        papers="竣工验收意见、计量表抄见记录",
    )
    claim = actions.draft_claim(
        stage.session, **stage.by(CLERK, 10), baseline=baseline, facts=facts, substitute=water
    )
    return {**stage.by(CLERK, 20), "claim": claim}
