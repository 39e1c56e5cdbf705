"""Words of orders handed over on the spot."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "order_served_already": _l("这份责令文书已经收下，不能再改。"),
    "order_before_inspection": _l("检查记录还没有提交，提交后才能责令。"),
    "order_without_problem": _l("请选择责令所针对的问题。"),
    "order_problem_unknown": _l("这次检查没有记录 %(code_written)s，或者它已经销号，不能据以责令。"),
    "order_demand_missing": _l("请写明责令的具体要求。"),
    "order_receiver_missing": _l("请写明收到文书的人。"),
    "order_served_before_visit": _l("送达时间早于检查日期 %(on)s，请核对。"),
    "order_due_missing": _l("责令限期改正须写明改正期限。"),
    "order_due_before_service": _l("改正期限须晚于送达日期 %(served)s。"),
    "order_due_too_late": _l("改正期限最长 %(most)s 天。"),
    "order_number_unknown": _l("没有预留过编号 %(number)s，请使用平板上预留的编号或先打印空白文书。"),
    "order_number_foreign": _l("编号 %(number)s 是给另一台设备或另一眼井预留的，请换一个编号。"),
    "order_number_of_other_year": _l("编号 %(number)s 是 %(year)s 年的，与送达年份不同，请换一个编号。"),
    "order_taken_over_already": _l("%(number)s 已经并入案件，不能再并一次。"),
    "order_of_other_problems": _l("%(number)s 针对的问题不在案件 %(case)s 中。"),
}
