"""Chinese words of packages."""

from flask_babel import lazy_gettext as _l

from casebook.dossier.rules import PackageKind

LABELS = {PackageKind: {PackageKind.CASE: _l("案件"), PackageKind.CLOSURE: _l("封停")}}

MESSAGES = {
    "package_original_damaged": _l(
        "原件“%(name)s”的内容与登记的摘要不符，不能打包；请系统管理员运行 casebook evidence verify。"
    ),
    "package_file_gone": _l("这个取证包的文件已按期清理；摘要仍在登记里，需要时重新制作。"),
    "time_stamp_failed": _l(
        "没有取得时间戳（%(url)s：%(reason)s）；请检查网络，或在设置里去掉时间戳服务地址后再制作。"
    ),
}
