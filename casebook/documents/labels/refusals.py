"""What is said when papers are refused: what, where, how to mend it."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "document_picture_too_large": _l("这一页画成图片超过 %(most)s KB，没有生成；请减少这一页的内容。"),
    "document_font_missing": _l(
        "这台服务器没有安装字体“%(family)s”，文书没有生成。请系统管理员安装后再打印（Debian：fonts-noto-cjk）。"
    ),
    "document_state": _l(
        "《%(title)s》现在是“%(state)s”，不能变为“%(to)s”。请刷新页面，看清它走到了哪一步。"
    ),
    "document_not_draft": _l("《%(title)s》已经是“%(state)s”，内容不能再改。确有错误的，作废后重新起草。"),
    "document_fact_unknown": _l("《%(form)s》没有“%(name)s”这一栏。"),
    "document_fact_wrong": _l("“%(name)s”的内容不对：日期、金额、数字要按格式填写，文字不能太长。"),
    "document_fact_missing": _l("“%(name)s”没有填写，文书不能成文。"),
    "document_void_needs_reason": _l("作废文书须写明原因；文号保留，不再使用。"),
    "document_not_to_render": _l("《%(title)s》的文件已经生成，或者它还是草稿，不用再生成。"),
    "document_not_rendered": _l(
        "《%(title)s》的 PDF 还没有生成，不能用印。请稍候刷新；生成失败的先重新生成。"
    ),
    "document_not_approved": _l("《%(title)s》还没有审批通过，不能成文。请先走完审批，再成文。"),
    "document_template_changed": _l("《%(title)s》成文后系统升级了模板，文件没有生成。请作废后重新成文。"),
    "number_form_without": _l("《%(form)s》不编文号，不用预留。"),
    "number_reserve_count": _l("一次预留 1 到 %(most)s 个编号。"),
    "number_reserve_reason": _l("请写明为什么预留编号，例如预印当场处罚决定书。"),
    "number_not_reserved": _l("编号 %(number)s 不是预留编号。文书的编号随文书一起作废。"),
    "number_of_other_form": _l("编号 %(number)s 不是本机关这种文书本年度的编号。"),
    "template_faulty": _l("模板有 %(count)s 处不对，没有保存。请按下面的提示修改。"),
    "template_active": _l("这一版已经从 %(first)s 起启用。要改动请另存新版。"),
    "template_from_past": _l("模板只能从今天或者以后启用，已经成文的文书不受影响。"),
    "stamp_copies": _l("用印份数应在 1 到 %(most)s 之间。"),
    "stamp_date": _l("用印日期不能早于成文日期 %(first)s，也不能晚于今天。"),
    "stamp_needs_scan": _l("请上传盖章后的扫描件。"),
    "stamp_needs_second": _l("用印须由另一人复核，登记用印的人不能自己复核。"),
    "stamp_file_unchanged": _l("取回的文件和送出的一模一样，没有签章。请取回签章后的文件。"),
    "stamp_needs_service": _l("请写明送往哪个签章平台。"),
    "stamp_check_needs_remark": _l("请写明哪里不对，文书退回待用印。"),
    "stamp_not_open": _l("《%(title)s》没有这样一次待办的用印。请刷新页面。"),
    "delivery_too_early": _l("送达日期不能早于文书成文、用印的日期 %(first)s。"),
    "delivery_in_future": _l("送达日期不能晚于今天。公告送达填发布公告的日期。"),
    "delivery_needs_two": _l("送达须由两名执法人员进行。请选择另一名送达人。"),
    "delivery_uncertified": _l("%(name)s 在送达当日没有有效的执法证件。请更换送达人，或先更新其证件。"),
    "delivery_needs_receiver": _l("请填写收件人；留置、公告送达填受送达人。"),
    "delivery_needs_receiver_kind": _l("请选择收件人是本人、同住成年家属、法定代表人、收发人员还是代理人。"),
    "delivery_receiver_unfit": _l(
        "收件人身份与受送达人不符：同住家属只能代自然人签收，法定代表人、收发人员只能代单位签收。"
    ),
    "delivery_needs_relation": _l("由家属代收的，请写明与受送达人的关系。"),
    "delivery_needs_tracking": _l("邮寄送达请填写邮件号码。"),
    "delivery_needs_through": _l("请写明受委托或者转交的机关（单位）。"),
    "delivery_refused_is_left": _l("对方拒收的，送达方式应选“留置送达”。"),
    "delivery_needs_refusal": _l("留置送达请写明拒收事由。"),
    "delivery_needs_witness": _l("留置送达要有见证人，或者有拍照、录像的证据编号。"),
    "delivery_needs_consent": _l(
        "电子送达须有受送达人在此之前确认同意的送达地址确认书。请先登记确认书，或者改用其他方式。"
    ),
    "delivery_needs_ground": _l("公告送达请写明下落不明，或者用其他方式无法送达的情况。"),
    "delivery_needs_board": _l("请写明公告发布在哪里。"),
    "delivery_address_elsewhere": _l("所选的送达地址确认书不是本件当事人的。"),
    "delivery_needs_failure": _l("请写明为什么没有送达。"),
    "correction_needs_reason": _l("请写明原登记错在哪里、依据什么更正。"),
    "delivery_not_correctable": _l("这条送达记录不能更正：送达未成的、已经更正过的、别的文书的都不行。"),
    "delivery_receipt_known": _l("这份回证扫描件已经登记过。"),
    "address_incomplete": _l("送达地址确认书要有当事人、收件人、地址和电话。"),
    "address_electronic_missing": _l("同意电子送达的，请填写接收的邮箱、手机号码或者平台账号。"),
    "address_in_future": _l("确认日期不能晚于今天。"),
}
