"""Reading draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.queries.campaigns import (
    CampaignProgress,
    campaign_numbers,
    count_open_tasks,
    get_campaign,
    list_campaign_events,
    list_members,
    list_running,
    page_campaigns,
    progress_of,
    scope_of,
)
from casebook.campaigns.queries.spot import (
    Drawn,
    Member,
    get_spot_check,
    list_closures_drawn,
    list_drawn,
    list_drawn_gaps,
    page_spot_checks,
    pool_of,
)

__all__ = [
    "CampaignProgress",
    "Drawn",
    "Member",
    "campaign_numbers",
    "count_open_tasks",
    "get_campaign",
    "get_spot_check",
    "list_campaign_events",
    "list_closures_drawn",
    "list_drawn",
    "list_drawn_gaps",
    "list_members",
    "list_running",
    "page_campaigns",
    "page_spot_checks",
    "pool_of",
    "progress_of",
    "scope_of",
]
