"""Campaigns, tasks of townships and letters, made by the acts that make them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook.campaigns import actions
from casebook.campaigns.actions import CampaignFacts, TaskWish
from casebook.campaigns.rules import Scope, TownshipTaskKind
from tests.factories.accounts import NOW
from tests.factories.regions import WEST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.models import Campaign, TownshipTask

FIRST, LAST = date(2023, 5, 1), date(2023, 6, 30)


def campaign_facts(**scope: object) -> CampaignFacts:
    told = {"starts_on": FIRST, "ends_on": LAST, **scope}
    return CampaignFacts(
        "违规取用地下水专项整治行动", "冠政办发〔2023〕9号", "查清在用井，违规的全部立案。", Scope(**told)
    )


def make_campaign(
    session: Session, actor: Actor, *, with_team: bool = True, is_running: bool = True, **scope: object
) -> Campaign:
    """A campaign over May and June 2023, with its planner as the first team."""
    row = actions.plan_campaign(session, actor=actor, now=NOW, facts=campaign_facts(**scope))
    if with_team:
        assert actor.officer_id is not None
        actions.join_campaign(
            session,
            actor=actor,
            now=NOW,
            campaign=row,
            officer_id=actor.officer_id,
            team="第一组",
            is_leader=True,
        )
    if with_team and is_running:
        actions.start_campaign(session, actor=actor, now=NOW, campaign=row)
    return row


def give_task(
    session: Session,
    actor: Actor,
    *,
    kind: TownshipTaskKind = TownshipTaskKind.PUBLICITY,
    townships: tuple[str, ...] = (WEST,),
    days: int = 5,
    campaign: Campaign | None = None,
) -> TownshipTask:
    """A task of the western township, given by somebody of the county."""
    wish = TaskWish(kind, "节约用水宣传周", "村村张贴通告，拍照上报。", days, townships, campaign)
    return actions.give_tasks(session, actor=actor, now=NOW, wish=wish)[0]
