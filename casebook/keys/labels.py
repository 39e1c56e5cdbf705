"""Words of the keys."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "box_unreadable": _l("加密内容打不开：不是给本系统的，或者途中被改动。请在那台平板上重新导出。"),
    "key_damaged": _l("签名密钥文件损坏（%(fingerprint)s）；请从备份恢复 keys 目录。"),
    "key_open_to_others": _l(
        "%(path)s 的权限是 %(mode)s，别人也能读；请用 chmod 收回（目录 700，文件 600）。"
    ),
    "keys_exist": _l("签名密钥已经有了；要更换请用 casebook keys rotate。"),
    "seal_of_another_house": _l(
        "保存的密码或地址打不开：密封它的钥匙不在这台机器上。请从备份恢复 keys 目录，或者重新填写。"
    ),
    "keys_missing": _l("还没有签名密钥；请先运行 casebook keys init。"),
    "time_stamp_failed": _l(
        "没有取得时间戳（%(url)s：%(reason)s）；请检查网络，或在设置里去掉时间戳服务地址后再制作。"
    ),
}
