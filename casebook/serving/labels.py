"""Words of serving."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "demo_is_local": _l(
        "演示数据只能在本机打开，不能放到 %(host)s 上：别人会把编造的数据当真。"
        "要在内网使用，请用 make run DEMO=0 建立真实的县库。"
    ),
    "grant_needs_postgresql": _l("只有 PostgreSQL 有数据库角色；SQLite 不需要授权。"),
    "port_taken": _l("%(host)s 的 %(port)s 端口打不开（%(reason)s）。可用 PORT= 换一个端口。"),
    "role_missing": _l("数据库里没有角色 %(role)s；请先由数据库管理员建立：CREATE ROLE %(role)s LOGIN。"),
    "role_name_unreadable": _l("%(role)s 不是可用的角色名：只用小写字母、数字和下划线，以字母或下划线开头。"),
    "role_too_strong": _l(
        "角色 %(role)s 是超级用户，或拥有 %(owned)s 张表，授权约束不了它；请另建一个角色。"
    ),
    "schema_of_newer_program": _l(
        "数据库的表结构 %(revision)s 来自更新的程序，本程序只到 %(head)s；请装回新版本，或从备份恢复。"
    ),
    "schema_to_be_migrated": _l(
        "数据库的表结构是 %(revision)s，程序需要 %(head)s；请先备份，再以表的属主运行 casebook init。"
    ),
    "setting_unusable": _l("CASEBOOK_%(variable)s 的值不能用；运行 casebook doctor 看应当怎样写。"),
    "sqlite_too_old": _l(
        "SQLite %(version)s 低于 %(least)s，%(workers)s 个服务进程同时写会损坏数据库；"
        "请运行 make setup，或把 CASEBOOK_WORKERS 设为 1。"
    ),
    "tls_authority_too_narrow": _l(
        "%(folder)s 里的证书颁发机构不能为 %(names)s 作证。删掉这个目录再启动会另建一个，"
        "每台平板要重新安装证书。"
    ),
    "tls_needs_a_name": _l("用证书时要写明平板访问的地址，不能是 %(host)s；例如 HOST=192.168.1.20。"),
}
