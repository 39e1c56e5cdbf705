"""What the pages of this feature show."""

from casebook.campaigns.presenters.campaigns import CampaignPage, campaign_page
from casebook.campaigns.presenters.letters import LetterPage, letter_lines, letter_page
from casebook.campaigns.presenters.spot import (
    SpotPage,
    pool_columns,
    pool_lines,
    spot_lines,
    spot_page,
)
from casebook.campaigns.presenters.tasks import township_task_lines, township_task_page

__all__ = [
    "CampaignPage",
    "LetterPage",
    "SpotPage",
    "campaign_page",
    "letter_lines",
    "letter_page",
    "pool_columns",
    "pool_lines",
    "spot_lines",
    "spot_page",
    "township_task_lines",
    "township_task_page",
]
