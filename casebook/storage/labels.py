"""Chinese texts of what storage refuses, and the names of media kinds."""

from flask_babel import lazy_gettext as _l

from casebook.storage.rules import MediaKind

LABELS = {
    MediaKind: {
        MediaKind.PHOTO: _l("照片"),
        MediaKind.DOCUMENT: _l("文书"),
        MediaKind.SPREADSHEET: _l("表格"),
        MediaKind.GEOJSON: _l("GeoJSON 图层"),
        MediaKind.VIDEO: _l("录像"),
        MediaKind.AUDIO: _l("录音"),
    }
}

MESSAGES = {
    "file_empty": _l("文件是空的，请重新选择。"),
    "file_too_large": _l("文件超过 %(most)s MB，请压缩或拆分后再上传。"),
    "file_kind_refused": _l("这里不接受这类文件（内容识别为 %(found)s），请换成页面上列出的格式。"),
    "file_name_disagrees": _l(
        "文件“%(name)s”的扩展名与内容（%(found)s）不一致，请用原始文件上传，不要修改扩展名。"
    ),
    "file_two_faces": _l("文件同时是 %(first)s 和 %(second)s，可能有害，已拒收。请用原始文件上传。"),
    "image_unreadable": _l("无法读取这张图片，请重新拍摄或导出后再上传。"),
    "image_cut_off": _l("图片不完整，可能传输中断，请重新上传。"),
    "image_too_many_pixels": _l(
        "图片尺寸 %(width)s×%(height)s 超过 %(most)s 百万像素，请换用相机的普通分辨率。"
    ),
    "document_cut_off": _l("PDF 文件不完整，可能传输中断，请重新上传。"),
    "document_active": _l("PDF 里带有会自动运行的内容，已拒收。请打印成普通 PDF 或拍照后再上传。"),
    "recording_cut_off": _l("录像或录音不完整，可能传输中断，请用原始文件重新上传。"),
    "spreadsheet_unreadable": _l("无法读取这个表格文件，请用表格软件另存为 xlsx 后再上传。"),
    "spreadsheet_bomb": _l("表格解压后超过 %(most)s MB，已拒收。请拆分后再上传。"),
    "table_not_text": _l("CSV 文件不是 UTF-8 或 GB18030 文本，请另存后再上传。"),
    "layer_unreadable": _l("无法读取这个 GeoJSON 文件，请检查它是否为面要素的 GeoJSON。"),
    "storage_full": _l("服务器磁盘已满，文件没有保存。请联系系统管理员清理空间后重试。"),
    "stored_file_damaged": _l("服务器上同一文件的内容已损坏（%(hash)s），请立即联系系统管理员。"),
    "upload_finished_meanwhile": _l("这个文件刚刚由另一次上传完成，请查询一次状态。"),
    "upload_hash_unreadable": _l("上传没有写明文件的 SHA-256 哈希，请在平板上重新发送。"),
    "upload_hash_wrong": _l("收到的内容与文件的哈希不符，途中有损坏；已收到的部分作废，将从头重传。"),
    "upload_offset_differs": _l("服务器已收到 %(here)s 字节，不是 %(offset)s；请从已收到处继续。"),
    "upload_too_long": _l("发来的内容超过了事先声明的 %(length)s 字节，多出的部分没有接收。"),
    "uploads_too_many": _l("未传完的文件已有 %(most)s 个，请先把它们传完或取消。"),
}
