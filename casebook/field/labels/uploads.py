"""Words of what the API refuses before it looks at what is asked."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "request_unreadable": _l("平板发来的请求无法读取（%(problem)s），请更新外业应用后再试。"),
    "upload_metadata_unreadable": _l("上传的文件说明无法读取，请在平板上重新发送。"),
    "upload_number_unreadable": _l("上传请求的 %(name)s 不是一个可用的数字，请在平板上重新发送。"),
}
