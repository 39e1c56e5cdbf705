"""From what was found (P01 … P30) to the provisions that punish it (rules.md 9)."""

from __future__ import annotations

from enum import StrEnum

PUNISHED_BY: dict[str, tuple[str, ...]] = {
    "P01": ("PEN-01",),
    "P02": ("PEN-01",),
    "P03": ("PEN-02",),
    "P04": (),
    "P05": ("PEN-02",),
    "P06": ("PEN-01", "PEN-02", "PEN-21"),
    "P07": ("PEN-01", "PEN-02", "PEN-21", "PEN-20"),
    "P08": ("PEN-01", "PEN-21"),
    "P09": ("PEN-10",),
    "P10": ("PEN-07",),
    "P11": ("PEN-08",),
    "P12": ("PEN-09",),
    "P13": ("PEN-06",),
    "P14": ("PEN-14",),
    "P15": ("PEN-06",),
    "P16": ("PEN-15", "PEN-17", "PEN-23"),
    "P17": ("PEN-01",),
    "P18": ("PEN-10",),
    "P19": (),
    "P20": (),
    "P21": ("PEN-05",),
    "P22": ("PEN-04", "PEN-18"),
    "P23": (),
    "P24": ("PEN-06",),
    "P25": ("PEN-03",),
    "P26": ("PEN-19",),
    "P27": ("PEN-11",),
    "P28": ("PEN-24",),
    "P29": (),
    "P30": ("PEN-06", "PEN-27"),
}
"""By problem code, the likelier act first: where several may fit, the facts of the case decide."""
AFTER_ORDER = frozenset({"P09"})
"""Problems that are punished only once an order to close was not obeyed (山东水资源条例 30, rules.md 9)."""


class NotPenal(StrEnum):
    """What is done about an act instead of a fine."""

    PLAN_SURCHARGE = "plan_surcharge"
    """超计划累进加价; above the permit is another act (trap 8)."""
    CORRECT_REGISTER = "correct_register"
    PLAN_CUT = "plan_cut"
    ESCALATE = "escalate"
    TO_TAX = "to_tax"
    NOT_IN_COUNTY = "not_in_county"
    """Punished elsewhere on that day, by a law that does not hold here."""
    NONE_IN_FORCE = "none_in_force"
    """Nothing punished it on that day."""


INSTEAD: dict[str, NotPenal] = {
    "P04": NotPenal.PLAN_SURCHARGE,
    "P19": NotPenal.CORRECT_REGISTER,
    "P20": NotPenal.CORRECT_REGISTER,
    "P23": NotPenal.PLAN_CUT,
    "P29": NotPenal.ESCALATE,
    "P28": NotPenal.TO_TAX,
    "PEN-24": NotPenal.TO_TAX,
}
"""By act, for those that no provision fits."""
