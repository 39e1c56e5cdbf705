"""Chinese words of number states and of what numbering refuses."""

from flask_babel import lazy_gettext as _l

from casebook.numbering.rules import NumberState

LABELS = {
    NumberState: {
        NumberState.ISSUED: _l("已使用"),
        NumberState.RESERVED: _l("已预留"),
        NumberState.VOID: _l("已作废"),
    }
}

MESSAGES = {
    "number_void_needs_reason": _l("作废编号须写明原因。"),
    "number_state": _l("编号 %(number)s 的状态是“%(state)s”，不能这样改动。"),
}
