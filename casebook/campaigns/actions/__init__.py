"""Acts of draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.actions.campaigns import (
    CampaignFacts,
    change_campaign,
    close_campaign,
    join_campaign,
    leave_campaign,
    plan_campaign,
    start_campaign,
)
from casebook.campaigns.actions.spot import SpotWish, draw_spot_check

__all__ = [
    "CampaignFacts",
    "SpotWish",
    "change_campaign",
    "close_campaign",
    "draw_spot_check",
    "join_campaign",
    "leave_campaign",
    "plan_campaign",
    "start_campaign",
]
