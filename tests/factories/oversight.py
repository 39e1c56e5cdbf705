"""Targets for tests."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.oversight import actions
from casebook.oversight.rules import Indicator
from tests.factories.accounts import COUNTY, NOW, make_actor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.oversight.models import Target


def planner(session: Session, **traits: object) -> Actor:
    """Whoever hands the year's task down."""
    return make_actor(session, Role.PERMIT_OFFICER, **{"jurisdiction": COUNTY, **traits})


def set_target(
    session: Session,
    indicator: Indicator = Indicator.WELLS_CLOSED,
    amount: str = "14",
    *,
    actor: Actor | None = None,
    now: datetime = NOW,
    **changes: object,
) -> Target:
    """Set a target of 2023 for the county."""
    facts = {"year": 2023, "division_code": COUNTY, "paper": "冠水发〔2023〕试4号"}
    return actions.set_target(
        session,
        actor=actor or planner(session),
        now=now,
        indicator=indicator,
        amount=Decimal(amount),
        **{**facts, **changes},
    )
