"""Words of papers made at the well, of interviews and of patrols."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.inspections.filed import PaperForm, PatrolState, SignerRole
from casebook.inspections.rules.patrols import PatrolSign

LABELS = {
    PaperForm: {
        PaperForm.SITE_RECORD: _l("现场检查笔录"),
        PaperForm.SURVEY_RECORD: _l("勘验笔录"),
        PaperForm.INTERVIEW_RECORD: _l("询问笔录"),
        PaperForm.ORDER_STOP: _l("责令停止违法行为通知书"),
        PaperForm.ORDER_RECTIFY: _l("责令限期改正通知书"),
    },
    SignerRole: {
        SignerRole.LEAD: _l("主办人员"),
        SignerRole.SECOND: _l("协办人员"),
        SignerRole.PARTY: _l("当事人"),
        SignerRole.WITNESS: _l("见证人"),
    },
    PatrolState: {
        PatrolState.IN_USE: _l("正在使用"),
        PatrolState.IDLE: _p("well", "停用"),
        PatrolState.CLOSED: _l("已封停"),
        PatrolState.NOT_FOUND: _l("没有找到"),
        PatrolState.NEW_WELL: _l("未登记的新井"),
    },
    PatrolSign: {
        PatrolSign.PUMPING: _l("已封停的井正在取水"),
        PatrolSign.OPENED: _l("已封停的井被打开"),
        PatrolSign.CLOSURE_BROKEN: _l("封停设施不完好"),
        PatrolSign.UNREGISTERED: _l("发现未登记的井"),
        PatrolSign.GONE: _l("登记的井没有找到"),
    },
}

MESSAGES = {
    "paper_form_wrong": _l("这条记录不能有“%(form)s”，请改选文书种类。"),
    "paper_number_missing": _l("请填写文书编号：责令文书和纸质文书都要有编号。"),
    "paper_number_taken": _l("编号 %(number)s 已有一份文书，请核对纸面上的编号。"),
    "paper_number_of_other_form": _l("这个编号是给“%(form)s”预留的，请核对纸面上的编号。"),
    "paper_too_long": _l("最多 %(most)s 个字。"),
    "paper_text_missing": _l("文书没有正文。"),
    "paper_text_changed": _l("正文与签名时的摘要值不一致，没有收下；请在平板上导出这份文书并重新签名。"),
    "paper_officer_missing": _l("缺少“%(role)s”的签名：须由两名执法人员签名。"),
    "paper_signed_twice": _l("“%(role)s”只签一次名，请删去重复的签名。"),
    "paper_signature_image_missing": _l("“%(role)s”在屏幕上签了名，但没有签名图，请重新签名。"),
    "paper_picture_missing": _l("签名图 %(hash)s 没有上传，请先传完文件。"),
    "paper_party_missing": _l("当事人没有签名；拒绝签名的，请写明原因和见证人。"),
    "paper_not_read_back": _l("签名前须向当事人宣读或交其阅读，请读完后再签。"),
    "paper_signed_and_refused": _l("当事人已经签名，不能同时记为拒签。"),
    "paper_refusal_reason_missing": _l("当事人拒绝签名，请写明原因。"),
    "paper_witness_missing": _l("当事人拒绝签名，请写明见证人姓名。"),
    "paper_pages_missing": _l("纸质文书须逐页拍照，请补上照片。"),
    "paper_pages_too_many": _l("最多 %(most)s 页，请拆成几份文书。"),
    "paper_page_twice": _l("同一页照片出现了两次，请去掉重复的。"),
    "paper_shelf_missing": _l("请写明纸质原件存放的位置。"),
    "paper_kept_already": _l("这份文书已经收下，不能再改。"),
    "interview_fact_missing": _l("请填写询问地点、被询问人姓名及其与本案的关系。"),
    "interview_ends_before_start": _l("结束时间早于开始时间，请核对。"),
    "interview_rights_not_told": _l("还没有记录告知被询问人的权利和义务。"),
    "interview_without_answers": _l("询问笔录至少要有一个回答。"),
    "interview_too_many_questions": _l("最多 %(most)s 个问题，请另做一份笔录。"),
    "interview_question_missing": _l("有回答没有问题，请补上问题。"),
    "interview_filed_already": _l("这份询问笔录已经收下，不能再改。"),
    "interview_other_well": _l("所附的检查记录是另一眼井的，请核对。"),
    "patrol_new_well_named": _l("选了登记的井，就不能填“未登记的新井”。"),
    "patrol_well_missing": _l("请选择一眼登记的井；没有登记的，请选“未登记的新井”。"),
    "patrol_position_missing": _l("未登记的新井须有位置，请定位或填写经纬度。"),
    "patrol_position_outside": _l("%(lon)s, %(lat)s 不在本县范围内，请核对位置。"),
    "patrol_position_elsewhere": _l("%(lon)s, %(lat)s 不在你的辖区内，请告知那里的巡查人员。"),
    "patrol_visit_filed_already": _l("这条巡查记录已经收下，不能再改。"),
}
