"""Pure rules of campaigns, letters, tasks of townships, and the draw for a self-check."""

from casebook.campaigns.rules.campaigns import (
    CAMPAIGN_TRANSITIONS,
    CampaignState,
    Progress,
    Scope,
    check_scope,
    check_summary,
)
from casebook.campaigns.rules.letters import (
    LETTER_TRANSITIONS,
    Pledged,
    ResponsibilityState,
    check_letter,
    check_signing,
)
from casebook.campaigns.rules.spot import (
    MOST_DRAWN,
    Candidate,
    Gap,
    InUseItem,
    Region,
    SpotKind,
    StruckItem,
    draw,
    pool_hash,
    read_gap,
)
from casebook.campaigns.rules.tasks import (
    MOST_WELLS,
    NEEDS_PHOTOGRAPH,
    SweepFinding,
    TownshipTaskKind,
    check_answer,
    check_finding,
    check_task,
)

__all__ = [
    "CAMPAIGN_TRANSITIONS",
    "LETTER_TRANSITIONS",
    "MOST_DRAWN",
    "MOST_WELLS",
    "NEEDS_PHOTOGRAPH",
    "CampaignState",
    "Candidate",
    "Gap",
    "InUseItem",
    "Pledged",
    "Progress",
    "Region",
    "ResponsibilityState",
    "Scope",
    "SpotKind",
    "StruckItem",
    "SweepFinding",
    "TownshipTaskKind",
    "check_answer",
    "check_finding",
    "check_letter",
    "check_scope",
    "check_signing",
    "check_summary",
    "check_task",
    "draw",
    "pool_hash",
    "read_gap",
]
