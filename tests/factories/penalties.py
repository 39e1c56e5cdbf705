"""What a county sets about penalties, for tests. All of it is invented."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.access import Role
from casebook.deadlines.rules.table import Certainty
from casebook.penalties import actions
from casebook.penalties.rules import Condition
from casebook.penalties.rules.benches import BenchLevel
from casebook.penalties.rules.settings import YES, Setting, SettingKey
from tests.factories.accounts import NOW, make_actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.penalties.models import DiscretionLevel, PenaltySetting

DOC_NO = "鲁试裁〔2024〕1号"


def make_reviewer(session: Session, **traits: object) -> Actor:
    """A legal reviewer of the county, who keeps what it sets."""
    return make_actor(session, Role.LEGAL_REVIEWER, **traits)


def bench_level(**changes: Any) -> BenchLevel:  # noqa: ANN401 - fields of a level
    facts: dict[str, Any] = {
        "pen_id": "PEN-07",
        "condition": Condition.NORMAL,
        "level": "较重",
        "conditions": "日取水能力超过 500 立方米",
        "min_fen": 20_000_000,
        "max_fen": 30_000_000,
        "valid_from": date(2024, 6, 1),
        "valid_to": None,
        "doc_no": DOC_NO,
    }
    return BenchLevel(**facts | changes)


def make_level(session: Session, actor: Actor | None = None, **changes: Any) -> DiscretionLevel:  # noqa: ANN401 - as above
    actor = actor or make_reviewer(session)
    return actions.enter_level(session, actor=actor, now=NOW, level=bench_level(**changes))


def make_setting(
    session: Session,
    actor: Actor,
    key: SettingKey = SettingKey.YELLOW_RIVER_BASIN,
    value: str = YES,
    *,
    since: date = date(2023, 1, 1),
    seen: int = 0,
) -> PenaltySetting:
    setting = Setting(key, value, since, Certainty.LAW, "县政府试办字 1 号")
    return actions.set_setting(session, actor=actor, now=NOW, setting=setting, seen_version=seen)


def pack(version: int = 1, **changes: Any) -> bytes:  # noqa: ANN401 - names of the file
    """A local pack of the city, as a file."""
    facts: dict[str, Any] = {
        "pack": "city-water",
        "title": "试验市地下水保护条例",
        "version": version,
        "place": "3715",
        "source": "试验用公告第 1 号",
        "acts": [
            {
                "id": "PEN-LOC-01",
                "act": "转供地下水或者改变用途",
                "problems": ["P21"],
                "provisions": [
                    {
                        "law": "试验市地下水保护条例",
                        "article": "27",
                        "level": "local_regulation",
                        "from": "2020-01-01",
                        "order_text": "责令改正",
                        "tiers": [{"min_yuan": 20_000, "max_yuan": 100_000}],
                    }
                ],
            }
        ],
    }
    return json.dumps(facts | changes, ensure_ascii=False).encode()
