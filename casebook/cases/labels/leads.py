"""Words of leads, of what the public tells, and of the four rates."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.cases.rules.leads import LeadState, Satisfaction
from casebook.cases.rules.rates import Rate
from casebook.cases.rules.reports import ReportStage

LABELS = {
    LeadState: {
        LeadState.NEW: _l("待核查"),
        LeadState.TAKEN: _l("核查中"),
        LeadState.MERGED: _l("已并案"),
        LeadState.REFERRED: _l("已转办"),
        LeadState.UNFOUNDED: _l("不属实"),
        LeadState.LISTED: _l("属实，已入清单"),
    },
    Satisfaction: {
        Satisfaction.SATISFIED: _l("满意"),
        Satisfaction.FAIRLY: _l("基本满意"),
        Satisfaction.DISSATISFIED: _l("不满意"),
        Satisfaction.UNREACHED: _l("未联系上"),
    },
    Rate: {
        Rate.ACCEPTED: _l("及时受理率"),
        Rate.ANSWERED: _l("按期答复率"),
        Rate.RESOLVED: _l("一次性化解率"),
        Rate.SATISFIED: _l("群众满意率"),
    },
    ReportStage: {
        ReportStage.RECEIVED: _p("report", "已收到"),
        ReportStage.ACCEPTED: _p("report", "已受理"),
        ReportStage.VERIFYING: _p("report", "正在核查"),
        ReportStage.DEALT_WITH: _p("report", "已核查处理"),
        ReportStage.REFERRED: _p("report", "已转有关部门"),
        ReportStage.ANSWERED: _p("report", "已答复"),
    },
}

IMPORTED = _l("登记 %(added)s 条，已有 %(known)s 条，未登记 %(refused)s 条。")
REFUSED_ROW = _l("第 %(row)s 行：%(reason)s")
"""What a list's import says on the terminal."""

MESSAGES = {
    "lead_without_well": _l("这条线索的井还没有登记；请先登记取水井，再开始核查。"),
    "lead_needs_reason": _l("请写明不属实的理由。"),
    "lead_dismissed_by_reporter": _l("报告人不能自己认定不属实，请由其他执法人员办理。"),
    "lead_channel_not_by_hand": _l("这个来源的线索由系统自动登记，请选其他来源。"),
    "lead_outer_no_missing": _l("请填写来源单位的编号，以后按它答复。"),
    "lead_outer_no_taken": _l("编号 %(outer_no)s 已经登记为线索 %(number)s。"),
    "lead_list_without_header": _l(
        "没有找到表头：表格里要有一行写着工单编号、受理时间和诉求内容（或同义的列名）。"
    ),
    "lead_list_too_long": _l("一次最多导入 %(most)s 行，请分成几个文件。"),
    "lead_list_channel": _l("这个来源没有编号，不能按清单导入；请选热线、信访、交办等来源。"),
    "lead_cell_too_long": _l("有一格超过 %(most)s 个字，请缩短后再导入，或单独登记。"),
    "lead_time_unreadable": _l("时间“%(written)s”读不出来，请写成 2024-06-03 10:20。"),
    "lead_township_unknown": _l("没有乡镇（街道）“%(written)s”，也没有写地点；请核对名称。"),
    "lead_well_unknown": _l("没有取水井 %(code_written)s，或不在你的辖区内；请核对井号，或改写地点。"),
    "lead_row_elsewhere": _l("这一行的地点不在你的辖区内，请交给有权登记的人。"),
    "lead_needs_place": _l("请写明地点，或选取水井、填坐标。"),
    "lead_needs_content": _l("请写明反映的情况。"),
    "lead_received_in_future": _l("收到时间不能晚于现在。"),
    "lead_received_too_early": _l("收到时间早于 %(first)s，请核对年份。"),
    "lead_position_outside": _l("这个位置不在本县范围内，请核对坐标。"),
    "lead_position_incomplete": _l("经度和纬度要一起填。"),
    "lead_position_impossible": _l("没有这样的坐标；经度约 115，纬度约 36。"),
    "lead_accepted_already": _l("线索 %(number)s 已于 %(on)s 受理。"),
    "lead_date_early": _l("日期不能早于收到线索的日期 %(received)s。"),
    "lead_answered_already": _l("线索 %(number)s 已于 %(on)s 答复，不能再改。"),
    "lead_answer_needs_words": _l("请写明答复的内容。"),
    "lead_answer_before_acceptance": _l("线索还没有受理，先受理再答复。"),
    "lead_answer_before_verification": _l("还没有核查结果；答复要说明查到了什么。核查办结或转办后再答复。"),
    "lead_visit_before_answer": _l("答复以后才能回访。"),
    "lead_visited_already": _l("线索 %(number)s 已于 %(on)s 回访。"),
    "lead_visit_early": _l("回访日期不能早于答复日期 %(answered)s。"),
    "lead_has_well": _l("线索 %(number)s 已经对应取水井，不能再改。"),
    "lead_closed": _l("线索 %(number)s 已经办结，不能再改。"),
    "lead_refer_needs_receiver": _l("请写明转给哪个单位。"),
    "lead_refer_needs_paper": _l("请填写转办函的文号。"),
    "lead_return_needs_reason": _l("请写明退回的理由。"),
    "report_code_unreadable": _l("查询码不对，请逐字核对；查询码有四组，每组四个字母或数字。"),
    "report_code_unknown": _l("没有这个查询码对应的举报，请核对。"),
    "report_too_many": _l("今天从这个网络提交的举报已满 %(most)s 件，请明天再报，或拨打举报电话。"),
    "report_too_many_today": _l("今天收到的举报太多，暂时不能提交；请明天再报，或拨打举报电话。"),
    "report_words_few": _l("请把情况写得再具体一些，至少 %(least)s 个字。"),
    "report_words_many": _l("最多写 %(most)s 个字，请精简。"),
    "report_photographs_many": _l("最多 %(most)s 张照片，请去掉几张。"),
    "report_photograph_twice": _l("有两张照片是同一个文件，请去掉一张。"),
    "report_by_machine": _l("这一栏请留空；看起来是自动填写的。"),
    "report_contact_without_name": _l("请同时留下怎样称呼你。"),
    "setting_out_of_range": _l("应为 %(least)s 到 %(most)s 之间的整数。"),
    "setting_needs_paper": _l("修改数值须写明依据文件。"),
}
