"""What is done to wells: registering, editing, the steps of their life, placing them on the map."""

from casebook.wells.actions.edit import apply_facts, assign_party, set_alias, set_party, update_well
from casebook.wells.actions.life import change_status, withdraw_step
from casebook.wells.actions.place import CountyFiles, CountyReport, import_county, place_wells
from casebook.wells.actions.register import register_well, register_wells, remove_wells

__all__ = [
    "CountyFiles",
    "CountyReport",
    "apply_facts",
    "assign_party",
    "change_status",
    "import_county",
    "place_wells",
    "register_well",
    "register_wells",
    "remove_wells",
    "set_alias",
    "set_party",
    "update_well",
    "withdraw_step",
]
