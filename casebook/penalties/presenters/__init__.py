"""What pages and commands show of penalties."""

from casebook.penalties.presenters.catalogue import (
    ActLine,
    BasisLine,
    act_choices,
    act_lines,
    act_words,
    basis_lines,
    days_words,
    holder_of,
    problems_of,
    tier_words,
)
from casebook.penalties.presenters.county import (
    BenchGroup,
    PackAct,
    PackLine,
    SettingLine,
    bench_groups,
    level_words,
    pack_lines,
    pack_preview,
    setting_history,
    setting_lines,
)
from casebook.penalties.presenters.matching import MatchLine, gate_words, match_facts, match_lines
from casebook.penalties.presenters.tabs import may_edit, penalty_tabs

__all__ = [
    "ActLine",
    "BasisLine",
    "BenchGroup",
    "MatchLine",
    "PackAct",
    "PackLine",
    "SettingLine",
    "act_choices",
    "act_lines",
    "act_words",
    "basis_lines",
    "bench_groups",
    "days_words",
    "gate_words",
    "holder_of",
    "level_words",
    "match_facts",
    "match_lines",
    "may_edit",
    "pack_lines",
    "pack_preview",
    "penalty_tabs",
    "problems_of",
    "setting_history",
    "setting_lines",
    "tier_words",
]
