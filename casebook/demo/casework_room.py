"""Storylines of cases half way: one whose filing waits, one reported, one told what is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases import actions
from casebook.cases.actions import Wish
from casebook.cases.acts import Handling
from casebook.cases.queries import list_problems_by_well
from casebook.cases.rules import CaseStep
from casebook.demo import lawful
from casebook.demo.visits import BUREAU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_FEN = 100


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of cases half way."""
    yield _filing(stage)
    yield _reported(stage)
    yield _told(stage)


def _wish(stage: Stage, key: str, yuan: int, reason: str) -> Wish:
    case = stage.cases[key]
    return Wish(outcome=Handling.PENALTY, reason=reason, fines={case.party_id: yuan * _FEN})


def _filing(stage: Stage) -> Storyline:
    """Play a filing that was asked for and waits for its chain."""
    yield stage.ago(1, "16:20")
    problems = list_problems_by_well(stage.session, stage.well("fresh_drilling").id)
    case = lawful.ask_filing(stage, BUREAU, problems, "涉嫌未经批准擅自建设取水工程")
    stage.cases["fresh_drilling"] = case
    actions.ask_approval(
        stage.session,
        **stage.by("inspector", 5),
        case=case,
        step=CaseStep.FILE,
        text="现场检查发现未批先建机井一眼，事实初步清楚，建议立案。",
    )


def _reported(stage: Stage) -> Storyline:
    """Play a case whose investigation is closed; the legal review comes next."""
    yield stage.ago(2, "17:00")
    case = stage.cases["no_meter"]
    lawful.report(stage, BUREAU, case, _wish(stage, "no_meter", 120_000, "取水多年未装表，裁量从一般。"))


def _told(stage: Stage) -> Storyline:
    """Play a case whose party was told what is proposed; its days to answer run."""
    yield stage.ago(2, "16:00")
    case = stage.cases["bypass"]
    wish = _wish(stage, "bypass", 60_000, "主动拆除旁通管，从轻处罚。")
    lawful.report(stage, BUREAU, case, wish)
    lawful.tell(stage, BUREAU, case, wish)
