"""Chinese words of plates."""

from flask_babel import lazy_gettext as _l

from casebook.plates.rules import PlateReading

LABELS = {
    PlateReading: {
        PlateReading.GENUINE: _l("标牌有效"),
        PlateReading.REVOKED: _l("标牌已作废"),
        PlateReading.FORGED: _l("不是本县发出的标牌"),
        PlateReading.FOREIGN: _l("其他县的标牌"),
        PlateReading.UNREADABLE: _l("不是标牌二维码"),
    },
}

MESSAGES = {
    "plate_still_valid": _l("%(well)s 已有有效标牌；遗失或损坏的请先作废，再补制。"),
    "plate_revoked_already": _l("标牌 %(serial)s 已经作废。"),
    "plate_revocation_needs_reason": _l("作废标牌须写明原因，例如遗失、被复制、损坏。"),
    "plate_none": _l("这个范围内没有可打印的标牌；请先制牌。"),
}
