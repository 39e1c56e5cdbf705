"""What may be done about penalties: setting what is so in the county, its discretion, its local packs."""

from casebook.penalties.actions.benches import end_levels, enter_level, import_levels, revise_level
from casebook.penalties.actions.packs import load_pack
from casebook.penalties.actions.settings import set_setting

__all__ = ["end_levels", "enter_level", "import_levels", "load_pack", "revise_level", "set_setting"]
