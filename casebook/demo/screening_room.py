"""Storylines of screening: lists of businesses, two nights, what the head made of them, a route."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.cases.queries import find_open_lead
from casebook.kernel.clock import local_day
from casebook.screening import actions, queries
from casebook.screening.queries import HitFilter
from casebook.screening.rules import RuleId, SubjectKind
from casebook.screening.rules.states import HitState, ListKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline
    from casebook.screening.models import ScreeningHit

_LEADS = 5
_BUSINESSES = """单位名称,统一社会信用代码,行业,乡镇
冠县清泉顺达洗车行,,洗车,清泉街道
冠县柳林碧波浴池,,洗浴,柳林镇
冠县贾镇洁诚洗车行,,洗车,贾镇
"""
_TAPS = """户名,户号,年度,用水量
冠县清泉顺达洗车行,20110035,2023,1860
冠县贾镇洁诚洗车行,20110412,2023,920
"""


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of screening."""
    yield _nights(stage)
    yield _route(stage)


def _nights(stage: Stage) -> Storyline:
    """Play the lists, the nights, and what the head decides about the gravest hits."""
    yield stage.ago(9, "15:10")
    for kind, text in ((ListKind.BUSINESSES, _BUSINESSES), (ListKind.TAP_ACCOUNTS, _TAPS)):
        actions.take_list(
            stage.session,
            **stage.by("casehead"),
            kind=kind,
            on=local_day(stage.now),
            stream=io.BytesIO(text.encode("gb18030")),
            file_name=f"{'用水行业' if kind is ListKind.BUSINESSES else '自来水用户'}.csv",
        )
    yield stage.ago(8, "02:30")
    _run(stage)
    yield stage.ago(7, "09:40")
    for hit in _without_lead(stage)[:_LEADS]:
        actions.assign(
            stage.session, **stage.by("casehead"), hit=hit, officer_id=stage.officer("inspector").id
        )
        actions.make_lead(stage.session, **stage.by("casehead"), hit=hit)
    yield stage.ago(7, "10:05")
    for hit in _open(stage, RuleId.METER_MISSING)[:1]:
        reason = "已列入本年度计量设施安装计划，九月底前装表。"
        actions.dismiss(stage.session, **stage.by("casehead"), hit=hit, reason=reason)
    yield stage.ago(1, "02:30")
    _run(stage)


def _run(stage: Stage) -> None:
    actions.run(stage.session, **stage.by("casehead"), as_of=local_day(stage.now))


def _open(stage: Stage, rule: RuleId | None = None) -> list[ScreeningHit]:
    wanted = HitFilter(state=HitState.OPEN, rule=rule)
    found = queries.page_hits(stage.session, stage.actor("casehead"), wanted, size=200).items
    return [hit for hit in found if hit.subject_kind is SubjectKind.WELL]


def _without_lead(stage: Stage) -> list[ScreeningHit]:
    """Return the gravest open hits, one a well, at wells where nothing else is told yet."""
    by_well = {hit.well_id: hit for hit in reversed(_open(stage)) if hit.well_id is not None}
    gravest = sorted(by_well.values(), key=lambda hit: (-hit.rank, hit.subject_key))
    return [hit for hit in gravest if hit.well_id and find_open_lead(stage.session, hit.well_id) is None]


def _route(stage: Stage) -> Storyline:
    """Plan in the evening where the inspector goes today."""
    yield stage.ago(1, "17:10")
    actions.plan_route(
        stage.session,
        **stage.by("casehead"),
        officer_id=stage.officer("inspector").id,
        on=local_day(stage.present),
        radius_km=20,
    )
