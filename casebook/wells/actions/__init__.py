"""What is done to wells: registering, editing, the steps of their life, placing them on the map."""

from casebook.wells.actions.edit import apply_facts, assign_party, set_alias, set_party, update_well
from casebook.wells.actions.life import change_status, withdraw_step
from casebook.wells.actions.merging import Merge, decide_conflict, merge_edit
from casebook.wells.actions.place import CountyFiles, CountyReport, import_county, place_wells
from casebook.wells.actions.positions import decide_position, propose_position
from casebook.wells.actions.register import register_well, register_wells, remove_wells

__all__ = [
    "CountyFiles",
    "CountyReport",
    "Merge",
    "apply_facts",
    "assign_party",
    "change_status",
    "decide_conflict",
    "decide_position",
    "import_county",
    "merge_edit",
    "place_wells",
    "propose_position",
    "register_well",
    "register_wells",
    "remove_wells",
    "set_alias",
    "set_party",
    "update_well",
    "withdraw_step",
]
