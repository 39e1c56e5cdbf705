"""What takes points off: content and form of the papers."""

from __future__ import annotations

from casebook.dossier.rules.items import Item, Part, Standard
from casebook.kernel.texts import msgid

_I, _P = Item, Part
_CONTENT = (
    Standard(
        _I.DAY_BEFORE_CAUSE,
        _P.CONTENT,
        msgid("日期早于它所依据的事项"),
        "处罚法 47",
        msgid("核对日期；文书日期写错的，作废后重新制作"),
        3,
    ),
    Standard(
        _I.WRONG_COUNT,
        _P.CONTENT,
        msgid("期限计算有误"),
        "处罚法 85；民诉法 85",
        msgid("按规则重新计算，告知当事人更正后的期限"),
        3,
    ),
    Standard(
        _I.SERVED_LATE,
        _P.CONTENT,
        msgid("决定书没有在七个工作日内送达"),
        "处罚法 61",
        msgid("在备考表里说明延误的原因"),
        3,
    ),
    Standard(
        _I.MONITORING_UNREVIEWED,
        _P.CONTENT,
        msgid("监测设备记录没有经过法制和技术审核、地点未公布或者没有写明设备"),
        "处罚法 41",
        msgid("在监测设备里补办审核；不能补办的，撤回这份证据"),
        3,
    ),
    Standard(
        _I.NOT_ORIGINAL,
        _P.CONTENT,
        msgid("证据是聊天软件转发的，不是原始载体"),
        "处罚法 46",
        msgid("补充原始载体；没有的，撤回这份证据"),
        1,
    ),
    Standard(
        _I.FACTS_CONTRADICT,
        _P.CONTENT,
        msgid("证据文件自身的时间或位置与记录不符，未经查证"),
        "处罚法 46",
        msgid("查证后写明原因，或者更换证据"),
        1,
    ),
    Standard(
        _I.PARTY_CODE,
        _P.CONTENT,
        msgid("当事人证件号码有误"),
        "处罚法 59",
        msgid("核对后改正当事人登记"),
        1,
    ),
)
_FORM = (
    Standard(
        _I.RECEIPT_MISSING,
        _P.FORM,
        msgid("送达文书缺少送达回证"),
        "民诉法 87",
        msgid("在文书页补传签收的送达回证"),
        2,
    ),
    Standard(_I.PAPER_MISSING, _P.FORM, msgid("卷内缺少文书"), "处罚法 47", msgid("在本案文书里补齐"), 2),
    Standard(
        _I.PAPER_UNFINISHED,
        _P.FORM,
        msgid("文书还是草稿"),
        "处罚法 47",
        msgid("成文，或者作废这份草稿"),
        1,
    ),
    Standard(_I.PAPER_UNSTAMPED, _P.FORM, msgid("文书没有用印"), "处罚法 59", msgid("办理用印"), 2),
    Standard(
        _I.CAUSE_DIFFERS,
        _P.FORM,
        msgid("案由的表述在卷内不一致"),
        "处罚法 47",
        msgid("案由以案件登记为准，作废后重新制作这份文书"),
        2,
    ),
    Standard(
        _I.WORDS_DIFFER,
        _P.FORM,
        msgid("同一事项在卷内的表述不一致"),
        "处罚法 47",
        msgid("以多数文书的表述为准，作废后重新制作这份文书"),
        1,
    ),
    Standard(
        _I.BLANK,
        _P.FORM,
        msgid("空白项没有划“/”"),
        "处罚法 47",
        msgid("作废后重新制作，空白项留空即自动划“/”"),
        1,
    ),
    Standard(
        _I.NUMBER_UNKNOWN,
        _P.FORM,
        msgid("文号不在编号登记簿里"),
        "处罚法 47",
        msgid("查明文号来源，作废后按登记簿取号"),
        3,
    ),
    Standard(
        _I.NUMBER_VOID,
        _P.FORM,
        msgid("使用了已作废的文号"),
        "处罚法 47",
        msgid("作废后按登记簿重新取号"),
        3,
    ),
    Standard(
        _I.NUMBER_OF_ANOTHER,
        _P.FORM,
        msgid("文号登记在另一份文书名下"),
        "处罚法 47",
        msgid("查明哪一份有误，作废后重新取号"),
        3,
    ),
    Standard(
        _I.NUMBER_OUT_OF_SERIES,
        _P.FORM,
        msgid("文号的字或年份与文书不符"),
        "处罚法 47",
        msgid("作废后按本类文书的字和年份重新取号"),
        2,
    ),
    Standard(
        _I.NUMBER_OUT_OF_ORDER,
        _P.FORM,
        msgid("文号先后与成文日期先后不符"),
        "处罚法 47",
        msgid("在备考表里说明"),
        1,
    ),
)

POINTS = (*_CONTENT, *_FORM)
"""In the order of the examination."""
