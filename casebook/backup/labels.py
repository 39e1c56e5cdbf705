"""Chinese texts of what backup and restore refuse."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "backup_exists": _l("%(path)s 已经存在；请换一个文件名，备份从不覆盖旧文件。"),
    "backup_unreadable": _l("这不是完整的备份文件，可能没有传完；请换一份。"),
    "backup_format_unknown": _l("备份文件由更新的程序制作；请先更新程序再恢复。"),
    "backup_entry_strange": _l("备份文件里有不该有的内容：%(name)s。"),
    "backup_entry_missing": _l("备份文件缺少 %(name)s。"),
    "backup_entry_changed": _l("备份文件里的 %(name)s 已被改动。"),
    "backup_program_missing": _l("找不到 %(program)s；请安装 postgresql-client。"),
    "backup_program_failed": _l("%(program)s 没有成功：%(answer)s"),
    "restore_not_empty": _l("%(place)s 里已经有数据；恢复只写入空的地方，请换一个数据目录或数据库。"),
    "restore_other_database": _l("备份来自 %(found)s，这里是 %(wanted)s；请在同类数据库上恢复。"),
    "restore_other_county": _l("备份属于 %(found)s，这里设置的是 %(wanted)s；请先改 CASEBOOK_COUNTY_CODE。"),
    "restore_newer": _l("备份由更新的程序（%(program)s）制作；请先更新程序再恢复。"),
}
