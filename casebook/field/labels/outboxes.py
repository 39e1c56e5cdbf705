"""Chinese words of exported outboxes."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "outbox_unreadable": _l("这不是完整的待传包：%(problem)s。请在平板上重新导出。"),
    "outbox_of_other_county": _l("这个待传包属于其他县（%(county)s），请交给原县导入。"),
    "outbox_too_large": _l("待传包超过 %(most)s GB。请在平板上分次导出。"),
    "outbox_too_many_entries": _l("待传包里的条目超过 %(most)s 个。请在平板上分次导出。"),
    "outbox_cut_off": _l("待传包不完整，可能没有复制完。请重新复制或重新导出。"),
    "outbox_entry_refused": _l("待传包里有不该有的条目（%(name)s），没有导入。请用平板导出的原文件。"),
    "outbox_entry_missing": _l("待传包缺少 %(name)s。请重新复制或重新导出。"),
    "outbox_entry_damaged": _l("待传包里的 %(name)s 已损坏。请重新复制或重新导出。"),
    "outbox_file_wrong": _l("待传包里的文件与校验值不一致（%(name)s）。请重新复制或重新导出。"),
    "outbox_unsigned": _l(
        "待传包没有平板的签名，无法确认草稿是谁写的，草稿没有收下。请更新平板上的外业应用后重新导出。"
    ),
    "outbox_signature_wrong": _l(
        "待传包的签名与登记的平板不符，草稿没有收下。请用平板导出的原文件；仍不行请报告系统管理员。"
    ),
    "operation_kept_as_variant": _l("同一编号先前收到过不同的内容；两份都已保存，请办公室核对。"),
    "inbox_needs_own_device": _l(
        "这台平板不是用当前登录的账号登记的。请退出后用登记它的账号登录，再收取消息。"
    ),
    "inbox_since_unreadable": _l("起始时间看不懂，请重新打开外业应用。"),
}
