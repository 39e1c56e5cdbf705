"""The vetoes (否决项) of the standard: subject, authority, officers, evidence, facts, law, procedure."""

from __future__ import annotations

from casebook.dossier.rules.items import Item, Part, Standard
from casebook.kernel.texts import msgid

_I, _P = Item, Part
_ANEW = msgid("无法补正：依法撤销原决定，补齐程序后重新作出")
_SUPPLEMENT = msgid("退回补充调查，补齐后再审查")
_OF_SUBJECT = (
    Standard(
        _I.PARTY_UNNAMED,
        _P.SUBJECT,
        msgid("当事人没有写明名称"),
        "处罚法 59",
        msgid("在当事人登记里写明名称，重新制作文书"),
    ),
    Standard(
        _I.POWER_ELSEWHERE,
        _P.SUBJECT,
        msgid("办案机关在决定当日没有该事项的处罚权"),
        "处罚法 17、22—25",
        msgid("移送有处罚权的机关；已作决定的依法撤销"),
    ),
    Standard(
        _I.AUTHORITY_MISSING,
        _P.AUTHORITY,
        msgid("责令封井、回填须有县级以上政府的授权文件，卷内没有"),
        "748号 58",
        msgid("把授权文件登记到执法权里并附卷"),
    ),
)
_OF_OFFICERS = (
    Standard(
        _I.ONE_OFFICER,
        _P.OFFICERS,
        msgid("执法人员少于两人"),
        "处罚法 42",
        msgid("由两名执法人员重新检查或询问，原记录不作定案依据"),
    ),
    Standard(
        _I.UNCERTIFIED,
        _P.OFFICERS,
        msgid("当日执法证无效或者已经过期"),
        "处罚法 42、55",
        msgid("由持有效执法证的人员重新取证；执法证登记有误的，改正登记"),
    ),
    Standard(_I.RECUSED, _P.OFFICERS, msgid("应当回避的人员没有更换"), "处罚法 43", msgid("更换执法人员")),
    Standard(
        _I.SERVED_BY_ONE,
        _P.OFFICERS,
        msgid("送达人少于两人"),
        "处罚法 42",
        msgid("由两名执法人员重新送达"),
    ),
    Standard(
        _I.SERVER_UNCERTIFIED,
        _P.OFFICERS,
        msgid("送达人当日没有有效的执法证"),
        "处罚法 42",
        msgid("由持有效执法证的人员重新送达"),
    ),
)
_OF_EVIDENCE = (
    Standard(_I.EVIDENCE_GAP, _P.EVIDENCE, msgid("关键事实没有证据"), "处罚法 40、46", _SUPPLEMENT),
    Standard(
        _I.LEADS_ONLY,
        _P.EVIDENCE,
        msgid("全部证据只能作线索：非原始载体，或者监测设备未经审核"),
        "处罚法 40、41、46",
        msgid("补充原始载体的证据，或者补办监测设备的法制和技术审核"),
    ),
    Standard(
        _I.CUSTODY_BROKEN,
        _P.EVIDENCE,
        msgid("证据的保管链或原件不完整"),
        "处罚法 46",
        msgid("请系统管理员运行 casebook evidence verify，查明后更换证据"),
    ),
    Standard(
        _I.RECORD_UNSIGNED,
        _P.EVIDENCE,
        msgid("检查记录没有完成，未经签字确认"),
        "处罚法 55",
        msgid("补签或者注明拒签情况后提交检查记录"),
    ),
    Standard(
        _I.NOT_RECORDED,
        _P.EVIDENCE,
        msgid("没有文字或音像的过程记录"),
        "处罚法 47",
        msgid("把检查记录、照片、录像归入本案"),
    ),
    Standard(
        _I.KEPT_TOO_LONG,
        _P.EVIDENCE,
        msgid("先行登记保存超过七个工作日没有处理"),
        "处罚法 56",
        msgid("记录处理结果；逾期的证据不作定案依据"),
    ),
)
_OF_LAW = (
    Standard(
        _I.CONTENT_EMPTY,
        _P.FACTS,
        msgid("决定书缺少法定内容"),
        "处罚法 59",
        _ANEW,
    ),
    Standard(
        _I.OUT_OF_TIME,
        _P.LAW,
        msgid("发现时已超过二年追责时效"),
        "处罚法 36",
        msgid("不再给予处罚：不予处罚或者撤销案件"),
    ),
    Standard(
        _I.LAW_NOT_IN_FORCE,
        _P.LAW,
        msgid("适用的条款在行为当日没有施行或者已经失效，且不属于从轻"),
        "处罚法 37",
        _ANEW,
    ),
    Standard(
        _I.FINE_OUT_OF_RANGE,
        _P.LAW,
        msgid("罚款超出法定幅度"),
        "处罚法 4、5",
        _ANEW,
    ),
    Standard(
        _I.ORDER_NOT_LAPSED,
        _P.LAW,
        msgid("须先责令限期改正、逾期未改才能罚款，卷内没有逾期未改的复查记录"),
        "处罚法 28",
        msgid("先责令限期改正，逾期复查后再决定；已作决定的依法撤销"),
    ),
    Standard(
        _I.NO_ORDER,
        _P.LAW,
        msgid("没有责令改正"),
        "处罚法 28",
        msgid("在责令措施里补作责令改正并送达"),
    ),
    Standard(_I.FINED_TWICE, _P.LAW, msgid("同一违法行为已经罚过款"), "处罚法 29", _ANEW),
    Standard(_I.HEAVIER, _P.LAW, msgid("决定的罚款重于告知的罚款"), "处罚法 45", _ANEW),
    Standard(
        _I.FINE_DIFFERS, _P.LAW, msgid("决定的罚款与负责人审查、集体讨论的结论不一致"), "处罚法 57", _ANEW
    ),
    Standard(_I.CRIME, _P.LAW, msgid("涉嫌犯罪没有移送，以罚代刑"), "处罚法 27", msgid("移送公安机关")),
)
_BEFORE_DECISION = (
    Standard(
        _I.FILING_UNAPPROVED,
        _P.PROCEDURE,
        msgid("没有经负责人批准立案"),
        "处罚法 54",
        msgid("补齐立案审批表；没有批准过的，依法撤销后重新立案"),
    ),
    Standard(
        _I.ID_NOT_SHOWN,
        _P.PROCEDURE,
        msgid("没有出示执法证件的记录"),
        "处罚法 55",
        msgid("记录出示证件的时间和对象；没有出示的重新取证"),
    ),
    Standard(
        _I.RECUSAL_NOT_ASKED,
        _P.PROCEDURE,
        msgid("没有告知申请回避的权利"),
        "处罚法 43",
        msgid("记录告知回避的时间和答复；没有告知的重新取证"),
    ),
    Standard(_I.NO_NOTICE, _P.PROCEDURE, msgid("作出决定前没有告知"), "处罚法 44、62", _ANEW),
    Standard(_I.DECIDED_BEFORE_NOTICE, _P.PROCEDURE, msgid("决定早于告知"), "处罚法 44、62", _ANEW),
    Standard(_I.STATEMENT_RAN, _P.PROCEDURE, msgid("陈述申辩期未满就作出决定"), "处罚法 45、62", _ANEW),
    Standard(
        _I.STATEMENT_UNANSWERED,
        _P.PROCEDURE,
        msgid("当事人的意见没有复核答复"),
        "处罚法 45",
        msgid("逐条复核并记录是否采纳及理由"),
    ),
    Standard(_I.HEARING_NOT_OFFERED, _P.PROCEDURE, msgid("应当告知听证权利而没有告知"), "处罚法 63", _ANEW),
    Standard(_I.HEARING_RAN, _P.PROCEDURE, msgid("申请听证期未满就作出决定"), "处罚法 64", _ANEW),
    Standard(_I.HEARING_NOT_HELD, _P.PROCEDURE, msgid("当事人申请听证，没有举行"), "处罚法 63、64", _ANEW),
    Standard(
        _I.HEARING_CALLED_LATE, _P.PROCEDURE, msgid("举行听证的七个工作日前没有通知"), "处罚法 64", _ANEW
    ),
    Standard(_I.PRESIDER_INVESTIGATED, _P.PROCEDURE, msgid("听证主持人是本案调查人员"), "处罚法 64", _ANEW),
)
_DECISION = (
    Standard(_I.NOT_REVIEWED, _P.PROCEDURE, msgid("应当法制审核而没有审核"), "处罚法 58", _ANEW),
    Standard(
        _I.REVIEWER_UNFIT,
        _P.PROCEDURE,
        msgid("法制审核人员参与了调查或者不具备资格"),
        "处罚法 58",
        _ANEW,
    ),
    Standard(_I.NOT_DELIBERATED, _P.PROCEDURE, msgid("应当集体讨论而没有讨论"), "处罚法 57", _ANEW),
    Standard(_I.DECISION_UNAPPROVED, _P.PROCEDURE, msgid("决定没有经负责人审批"), "处罚法 57", _ANEW),
    Standard(_I.DECIDED_BY_INVESTIGATOR, _P.PROCEDURE, msgid("调查人员作出决定"), "处罚法 57", _ANEW),
    Standard(
        _I.DECIDED_LATE,
        _P.PROCEDURE,
        msgid("超过九十日（含批准的延长）才作出决定"),
        "处罚法 60",
        msgid("附上延长、停止计算的批准文书；没有的由法制机构提出处理意见"),
    ),
    Standard(_I.NOT_SIMPLE, _P.PROCEDURE, msgid("超出限额适用了简易程序"), "处罚法 51", _ANEW),
    Standard(_I.NOT_STAMPED, _P.PROCEDURE, msgid("决定书没有加盖印章"), "处罚法 59", msgid("用印后重新送达")),
    Standard(
        _I.NOT_SERVED, _P.PROCEDURE, msgid("决定书没有送达"), "处罚法 61", msgid("送达决定书并附送达回证")
    ),
    Standard(
        _I.NO_RECEIPT,
        _P.PROCEDURE,
        msgid("告知书、决定书缺少送达回证"),
        "民诉法 87；处罚法 61",
        msgid("在文书页补传签收的送达回证"),
    ),
    Standard(
        _I.PUBLIC_TOO_SOON,
        _P.PROCEDURE,
        msgid("没有用尽其他方式就公告送达"),
        "民诉法 95",
        msgid("先用其他方式送达并记录失败的情况，再公告"),
    ),
    Standard(
        _I.INSPECTION_UNANNOUNCED,
        _P.PROCEDURE,
        msgid("涉企检查没有事先批准和通知，也没有例外情形的记录"),
        "涉企行政检查规定",
        msgid("补录检查通知书，或者记录可以不通知的情形"),
    ),
    Standard(
        _I.NOT_URGED,
        _P.PROCEDURE,
        msgid("强制执行前没有送达催告书"),
        "强制法 35、54",
        msgid("停止执行，先催告"),
    ),
    Standard(
        _I.CLOSED_UNAPPROVED,
        _P.PROCEDURE,
        msgid("结案没有经负责人审批"),
        "令55 结案",
        msgid("补齐结案审批表"),
    ),
)

VETOES = (*_OF_SUBJECT, *_OF_OFFICERS, *_OF_EVIDENCE, *_OF_LAW, *_BEFORE_DECISION, *_DECISION)
"""In the order of the examination."""
