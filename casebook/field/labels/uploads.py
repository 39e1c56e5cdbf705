"""Words of what uploads refuse."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "upload_metadata_unreadable": _l("上传的文件说明无法读取，请在平板上重新发送。"),
    "upload_number_unreadable": _l("上传请求的 %(name)s 不是一个可用的数字，请在平板上重新发送。"),
}
