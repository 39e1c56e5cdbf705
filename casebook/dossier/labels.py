"""Chinese words of packages, of the examination of files, and of the volumes of an archive."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.dossier.rules import PackageKind
from casebook.dossier.rules.arranging import Volume
from casebook.dossier.rules.file_facts import Mark
from casebook.dossier.rules.items import Item, Part, Weight
from casebook.dossier.rules.review import Verdict
from casebook.dossier.rules.standard import STANDARDS
from casebook.dossier.rules.well_file import WellFileItem

LABELS = {
    WellFileItem: {
        WellFileItem.REPORT: _l("封停报告"),
        WellFileItem.WORKS: _l("封停做法逐项核对"),
        WellFileItem.ACCEPTANCE: _l("验收单（四方签字）"),
        WellFileItem.BEFORE: _l("施工前照片（两张以上）"),
        WellFileItem.DURING: _l("施工中照片（两张以上）"),
        WellFileItem.AFTER: _l("施工后照片（两张以上）"),
        WellFileItem.FILL: _l("封填用料不少于井孔体积的九成"),
        WellFileItem.TAG: _l("标识牌（铅封、锁具）编号"),
        WellFileItem.CONNECTION: _l("替代水源计量供水证明"),
        WellFileItem.POWER_CUT: _l("断电证明"),
        WellFileItem.PERMIT: _l("取水许可核减或注销"),
        WellFileItem.VOLUMES: _l("封停前三年取水量"),
        WellFileItem.BASIS: _l("核算基数依据材料"),
        WellFileItem.BOOKING: _l("确认入账"),
        WellFileItem.PUBLICATION: _l("公示"),
        WellFileItem.RECHECK: _l("封停后回头看"),
    },
    PackageKind: {PackageKind.CASE: _l("案件"), PackageKind.CLOSURE: _l("封停")},
    Item: {item: _l(one.title) for item, one in STANDARDS.items()},
    Part: {
        Part.SUBJECT: _l("主体"),
        Part.AUTHORITY: _l("权限"),
        Part.OFFICERS: _p("review", "执法人员"),
        Part.EVIDENCE: _p("review", "证据"),
        Part.FACTS: _p("review", "事实"),
        Part.LAW: _l("法律适用"),
        Part.PROCEDURE: _p("review", "程序"),
        Part.FORM: _p("review", "文书形式"),
        Part.CONTENT: _p("review", "文书内容"),
    },
    Weight: {Weight.VETO: _l("否决项"), Weight.POINTS: _l("扣分项")},
    Verdict: {
        Verdict.CLEAN: _l("没有发现问题"),
        Verdict.FAULTS: _l("有扣分项"),
        Verdict.VETOED: _l("有否决项，不合格"),
    },
    Volume: {Volume.MAIN: _l("正卷"), Volume.SIDE: _l("副卷")},
    Mark: {
        Mark.FILING_APPROVED: _l("批准立案"),
        Mark.FILED: _p("day", "立案"),
        Mark.REPORTED: _p("day", "调查终结"),
        Mark.REVIEWED: _p("day", "法制审核"),
        Mark.AGREED: _p("day", "负责人审查"),
        Mark.DELIBERATED: _p("day", "集体讨论"),
        Mark.NOTIFIED: _p("day", "告知"),
        Mark.STATED: _p("day", "陈述申辩"),
        Mark.STATEMENT_WAIVED: _p("day", "放弃陈述申辩"),
        Mark.HEARING_ASKED: _p("day", "申请听证"),
        Mark.HEARING_WAIVED: _p("day", "放弃听证"),
        Mark.HEARING_HELD: _p("day", "举行听证"),
        Mark.ORDER_LAPSED: _p("day", "逾期未改"),
        Mark.DECISION_APPROVED: _p("day", "批准决定"),
        Mark.DECIDED: _p("day", "作出决定"),
        Mark.SERVED: _p("day", "送达决定"),
        Mark.ENFORCED: _p("day", "强制执行"),
        Mark.URGED: _p("day", "催告"),
        Mark.CLOSING_APPROVED: _p("day", "批准结案"),
        Mark.CLOSED: _p("day", "结案"),
    },
}

MESSAGES = {
    "well_file_none": _l("井 %(well)s 没有封停记录，没有封停档案可出。"),
    "well_files_none": _l("%(year)s 年没有验收合格的封停，没有档案可出。"),
    "package_original_damaged": _l(
        "原件“%(name)s”的内容与登记的摘要不符，不能打包；请系统管理员运行 casebook evidence verify。"
    ),
    "package_file_gone": _l("这个取证包的文件已按期清理；摘要仍在登记里，需要时重新制作。"),
    "archive_vetoed": _l("否决项：%(what)s（%(article)s）。案卷评查里有补正的办法。"),
    "archive_vetoed_paper": _l("否决项：%(number)s %(what)s（%(article)s）。案卷评查里有补正的办法。"),
    "bundle_file_unreadable": _l(
        "“%(title)s”的文件读不出来，不能装订；请在文书页或证据页更换这份扫描件后再制作卷宗。"
    ),
}
