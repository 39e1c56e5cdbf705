"""Chinese words of packages, of the examination of files, and of the volumes of an archive."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from casebook.dossier.rules import PackageKind
from casebook.dossier.rules.arranging import Volume
from casebook.dossier.rules.file_facts import Mark
from casebook.dossier.rules.items import Item, Part, Weight
from casebook.dossier.rules.review import Verdict
from casebook.dossier.rules.standard import STANDARDS

LABELS = {
    PackageKind: {PackageKind.CASE: _l("案件"), PackageKind.CLOSURE: _l("封停")},
    Item: {item: _l(one.title) for item, one in STANDARDS.items()},
    Part: {
        Part.SUBJECT: _l("主体"),
        Part.AUTHORITY: _l("权限"),
        Part.OFFICERS: _lp("review", "执法人员"),
        Part.EVIDENCE: _lp("review", "证据"),
        Part.FACTS: _lp("review", "事实"),
        Part.LAW: _l("法律适用"),
        Part.PROCEDURE: _lp("review", "程序"),
        Part.FORM: _lp("review", "文书形式"),
        Part.CONTENT: _lp("review", "文书内容"),
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
        Mark.FILED: _lp("day", "立案"),
        Mark.REPORTED: _lp("day", "调查终结"),
        Mark.REVIEWED: _lp("day", "法制审核"),
        Mark.AGREED: _lp("day", "负责人审查"),
        Mark.DELIBERATED: _lp("day", "集体讨论"),
        Mark.NOTIFIED: _lp("day", "告知"),
        Mark.STATED: _lp("day", "陈述申辩"),
        Mark.STATEMENT_WAIVED: _lp("day", "放弃陈述申辩"),
        Mark.HEARING_ASKED: _lp("day", "申请听证"),
        Mark.HEARING_WAIVED: _lp("day", "放弃听证"),
        Mark.HEARING_HELD: _lp("day", "举行听证"),
        Mark.ORDER_LAPSED: _lp("day", "逾期未改"),
        Mark.DECISION_APPROVED: _lp("day", "批准决定"),
        Mark.DECIDED: _lp("day", "作出决定"),
        Mark.SERVED: _lp("day", "送达决定"),
        Mark.ENFORCED: _lp("day", "强制执行"),
        Mark.URGED: _lp("day", "催告"),
        Mark.CLOSING_APPROVED: _lp("day", "批准结案"),
        Mark.CLOSED: _lp("day", "结案"),
    },
}

MESSAGES = {
    "package_original_damaged": _l(
        "原件“%(name)s”的内容与登记的摘要不符，不能打包；请系统管理员运行 casebook evidence verify。"
    ),
    "package_file_gone": _l("这个取证包的文件已按期清理；摘要仍在登记里，需要时重新制作。"),
    "time_stamp_failed": _l(
        "没有取得时间戳（%(url)s：%(reason)s）；请检查网络，或在设置里去掉时间戳服务地址后再制作。"
    ),
    "archive_vetoed": _l("否决项：%(what)s（%(article)s）。案卷评查里有补正的办法。"),
    "archive_vetoed_paper": _l("否决项：%(number)s %(what)s（%(article)s）。案卷评查里有补正的办法。"),
    "bundle_file_unreadable": _l(
        "“%(title)s”的文件读不出来，不能装订；请在文书页或证据页更换这份扫描件后再制作卷宗。"
    ),
}
