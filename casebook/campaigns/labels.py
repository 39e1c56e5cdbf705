"""Words of campaigns, letters, tasks of townships and draws."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.campaigns.rules import (
    CampaignState,
    InUseItem,
    ResponsibilityState,
    SpotKind,
    StruckItem,
    SweepFinding,
    TownshipTaskKind,
)

LABELS = {
    SpotKind: {
        SpotKind.CLOSED: _l("本年封停"),
        SpotKind.IN_USE: _l("在用有证"),
        SpotKind.STRUCK_OFF: _l("本年问题销号"),
    },
    InUseItem: {
        InUseItem.USER: _l("取用水户"),
        InUseItem.PERMIT: _l("有效取水许可"),
        InUseItem.METER: _l("计量设施"),
        InUseItem.PLATE: _l("取水口标牌"),
        InUseItem.INSPECTION: _l("一年内检查记录"),
        InUseItem.PHOTOGRAPHS: _p("spot_check", "现场照片"),
        InUseItem.FIGURES: _l("近 12 个月水量"),
    },
    StruckItem: {
        StruckItem.PHOTOGRAPHS: _l("整改照片"),
        StruckItem.PAIR: _l("整改前后对比照片"),
        StruckItem.RECTIFICATION: _l("整改情况说明"),
        StruckItem.INDEPENDENT: _l("他人核验销号"),
        StruckItem.OUTCOME: _l("案件办结"),
    },
    CampaignState: {
        CampaignState.DRAFT: _p("campaign", "草案"),
        CampaignState.RUNNING: _p("campaign", "进行中"),
        CampaignState.CLOSED: _p("campaign", "已结束"),
    },
    TownshipTaskKind: {
        TownshipTaskKind.PUBLICITY: _l("宣传"),
        TownshipTaskKind.SELF_CHECK: _l("自查"),
        TownshipTaskKind.SWEEP: _l("举一反三排查"),
        TownshipTaskKind.PLEDGE: _l("表态承诺"),
    },
    SweepFinding: {
        SweepFinding.CLEAR: _l("没有同类问题"),
        SweepFinding.SAME: _l("有同类问题"),
        SweepFinding.OTHER: _l("有其他问题"),
        SweepFinding.UNSEEN: _l("没能查看"),
    },
    ResponsibilityState: {
        ResponsibilityState.DRAFT: _p("responsibility_letter", "待签订"),
        ResponsibilityState.SIGNED: _p("responsibility_letter", "已签订"),
        ResponsibilityState.REPLACED: _p("responsibility_letter", "已重签"),
        ResponsibilityState.DROPPED: _p("responsibility_letter", "已作废"),
    },
}

MESSAGES = {
    "campaign_closed": _l("专项行动 %(number)s 不在进行中，不能再改。请看它的状态。"),
    "campaign_days_reversed": _l("结束日期不能早于开始日期。"),
    "campaign_member_twice": _l("此人已经在本次行动的工作组里，请先移出再改组。"),
    "campaign_moved_meanwhile": _l("刚刚被别人改过，请看过最新内容再办。"),
    "campaign_needs_goal": _l("请写明行动目标，不超过 %(most)s 个字。"),
    "campaign_needs_paper": _l("请写明依据的文件（文号或名称）。"),
    "campaign_needs_summary": _l("请先写总结，再结束行动。"),
    "campaign_needs_team": _l("还没有工作组人员，请先加入人员再启动。"),
    "campaign_needs_team_name": _l("请写明编入哪个工作组。"),
    "campaign_needs_title": _l("请写明行动名称。"),
    "campaign_runs_still": _l("行动到 %(on)s 才结束，到期后再写总结。"),
    "campaign_tasks_open": _l("还有 %(n)s 项乡镇任务没有办结，办结或撤回后再结束行动。"),
    "campaign_too_long": _l("行动期限不能超过 %(most)s 天。"),
    "campaign_township_unknown": _l("乡镇（街道）%(township)s 不在本辖区，请重新选择。"),
    "letter_drop_needs_reason": _l("请写明作废的理由。"),
    "letter_needs_agency": _l("请选择本县在用的单位。"),
    "letter_needs_duties": _l("请写明职责和要求，不超过 %(most)s 个字。"),
    "letter_needs_names": _l("请写明双方签订人（姓名和职务）。"),
    "responsibility_needs_scan": _l("请上传双方签字盖章后的扫描件。"),
    "letter_open_already": _l("%(agency)s %(year)s 年已有一份待签订的责任书（%(number)s），请先签订或作废。"),
    "letter_signed_in_other_year": _l("%(year)s 年度的责任书应在当年或上一年签订，请核对日期。"),
    "letter_targets_changed": _l(
        "%(year)s 年任务在拟定责任书以后改过，请作废这一份，按新任务重新拟定、打印再签。"
    ),
    "letter_without_targets": _l("%(year)s 年还没有给该单位下达任务，请先在“考核”里下达任务再拟定。"),
    "spot_count": _l("抽取数量须在 1 至 %(most)s 眼之间。"),
    "spot_dossiers_none": _l("抽中的井里没有封停档案，没有可以打包的一井一档。"),
    "spot_file_gone": _l("档案包已过保存期，请重新打包。"),
    "spot_kinds": _l("请至少选择一类取水井。"),
    "spot_pool_empty": _l("所选范围里没有符合条件的取水井，请放宽类别、年度或乡镇。"),
    "spot_seed": _l("抽取口令须为 1 至 %(most)s 个字；不填则由系统随机生成。"),
    "sweep_no_wells": _l("所选乡镇里没有与该问题同类的取水井，不用排查。"),
    "sweep_source_missing": _l("举一反三排查要从问题页面发起，请先打开问题。"),
    "sweep_too_many": _l("%(township)s 有 %(n)s 眼同类取水井，超过 %(most)s 眼，请按专项行动安排。"),
    "township_answer_missing": _l("请写明办理情况。"),
    "township_answer_needs_photograph": _l("请附现场照片（表态承诺附签字的承诺书照片）。"),
    "township_finding_needs_note": _l("请写明看到的情况；没能查看的写明原因。"),
    "township_sweep_answered": _l("任务已经回复，排查结果不能再改；要改请交办人退回。"),
    "township_sweep_unfinished": _l("还有 %(n)s 眼井没有登记排查结果，登记完再回复。"),
    "township_task_campaign": _l("专项行动 %(number)s 不在进行中，不能再交办任务。"),
    "township_task_days": _l("办理期限须在 1 至 %(most)s 个工作日之间。"),
    "township_task_needs_demand": _l("请写明任务要求。"),
    "township_task_needs_title": _l("请写明任务名称。"),
    "township_task_no_agency": _l("%(township)s 还没有登记乡镇机关，不能交办；请管理员先登记。"),
    "township_task_no_townships": _l("请选择交办给哪些乡镇（街道）。"),
}
