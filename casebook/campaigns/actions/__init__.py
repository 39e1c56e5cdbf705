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
from casebook.campaigns.actions.giving import TaskWish, begin_sweep, give_tasks
from casebook.campaigns.actions.letters import LetterFacts, draft_letter, drop_letter, sign_letter
from casebook.campaigns.actions.spot import SpotWish, draw_spot_check
from casebook.campaigns.actions.tasks import (
    accept_township_task,
    answer_township_task,
    note_finding,
    return_township_task,
    tell_overdue,
    withdraw_township_task,
)

__all__ = [
    "CampaignFacts",
    "LetterFacts",
    "SpotWish",
    "TaskWish",
    "accept_township_task",
    "answer_township_task",
    "begin_sweep",
    "change_campaign",
    "close_campaign",
    "draft_letter",
    "draw_spot_check",
    "drop_letter",
    "give_tasks",
    "join_campaign",
    "leave_campaign",
    "note_finding",
    "plan_campaign",
    "return_township_task",
    "sign_letter",
    "start_campaign",
    "tell_overdue",
    "withdraw_township_task",
]
