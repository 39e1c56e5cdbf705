"""Words of supervision."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.supervision.rules import Lapse, Rung, StepState

LABELS = {
    Rung: {
        Rung.REMIND: _p("rung", "提醒"),
        Rung.URGE: _p("rung", "督办"),
        Rung.CIRCULAR: _p("rung", "通报"),
        Rung.TALK: _p("rung", "约谈"),
        Rung.DUTY_LEAD: _p("rung", "问责线索移送"),
    },
    Lapse: {
        Lapse.PROBLEM: _l("问题整改逾期"),
        Lapse.MEASURE: _l("责令改正逾期"),
        Lapse.TASK: _l("部门任务逾期"),
        Lapse.LETTER: _l("函件逾期"),
        Lapse.RELAPSE: _l("问题反弹率偏高"),
        Lapse.PROGRESS: _l("年度任务进度落后"),
        Lapse.RANKING: _l("考核排名末位"),
    },
    StepState: {
        StepState.PROPOSED: _l("待发出"),
        StepState.ISSUED: _p("supervision", "已发出"),
        StepState.ANSWERED: _p("supervision", "已答复"),
        StepState.CLOSED: _p("supervision", "已办结"),
        StepState.DROPPED: _p("supervision", "不予发出"),
    },
}

MESSAGES = {
    "supervision_day_in_future": _l("日期 %(on)s 晚于今天，请核对。"),
    "supervision_day_too_early": _l("日期 %(on)s 早于它的前一步 %(after)s，请核对。"),
    "supervision_issuer": _l("这一步由%(role)s发出。"),
    "supervision_moved_meanwhile": _l("这一步刚刚被别人办理过，请看过最新状态再办。"),
    "supervision_needs_attendees": _l("请写明参加约谈的人员。"),
    "supervision_needs_demand": _l("请写明存在的问题和要求，不超过 %(most)s 个字。"),
    "supervision_needs_no_reply": _l("这一步不要求答复。"),
    "supervision_needs_officer": _l("督办由在册人员本人发出，请登录后操作。"),
    "supervision_needs_receiver": _l("请写明发给谁，不超过 %(most)s 个字。"),
    "supervision_needs_words": _l("请填写内容，不超过 %(most)s 个字。"),
    "supervision_no_talk": _l("约谈通知发出以后才能记录约谈纪要。"),
    "supervision_not_issued": _l("发出以后才能布置排查。"),
    "supervision_out_of_order": _l("现在是“%(state)s”，不能改为“%(to)s”。"),
    "supervision_reply_missing": _l("被督办单位还没有答复，答复后才能办结。"),
    "supervision_reply_too_soon": _l("答复期限须在发出日期 %(on)s 以后。"),
    "supervision_settled": _l("“%(title)s”已经办结，不用再督办。"),
    "supervision_sweep_open": _l("还有没完成的排查，完成后才能办结。"),
    "sweep_count_negative": _l("发现的数量不能小于 0。"),
    "sweep_done_already": _l("这项排查已经完成。"),
    "sweep_due_too_soon": _l("排查期限须在今天以后。"),
    "trigger_backdated": _l("触发条件从今天（%(today)s）或以后起用。"),
    "trigger_needs_paper": _l("请写明依据的文件（文号或名称）。"),
    "trigger_out_of_range": _l("天数或百分比须在 0 至 %(most)s 之间，答复期限至少 1 天。"),
}
