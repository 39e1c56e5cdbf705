"""Words of papers made by casebook."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "document_font_missing": _l(
        "这台服务器没有安装字体“%(family)s”，文书没有生成。请系统管理员安装后再打印（Debian：fonts-noto-cjk）。"
    ),
}
