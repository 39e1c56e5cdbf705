"""Words of letters."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.handovers.queries import Side
from casebook.handovers.rules import Asked, LetterKind, LetterState, Way

LABELS = {
    LetterKind: {
        LetterKind.LEAD_TRANSFER: _l("线索移送函"),
        LetterKind.ASSISTANCE: _l("协查函"),
        LetterKind.DETERMINATION: _l("行政认定函"),
        LetterKind.RESULT: _l("处理结果反馈函"),
        LetterKind.PERMIT_LIMIT: _l("限批函"),
        LetterKind.LIMIT_LIFTED: _l("解除限批函"),
        LetterKind.CASE_TRANSFER: _l("案件移送函"),
        LetterKind.POLICE: _l("涉嫌犯罪案件移送书"),
        LetterKind.TAX: _l("涉税线索移送函"),
        LetterKind.ENVIRONMENT: _l("生态环境问题移送函"),
        LetterKind.SUPERVISORY: _l("问题线索移送函"),
    },
    LetterState: {
        LetterState.DRAFT: _p("letter", "草稿"),
        LetterState.SENT: _l("待受理"),
        LetterState.RECEIVED: _p("letter", "已受理"),
        LetterState.RETURNED: _p("letter", "已退回"),
        LetterState.ANSWERED: _p("letter", "已答复"),
        LetterState.CLOSED: _p("letter", "已办结"),
        LetterState.WITHDRAWN: _p("letter", "已收回"),
    },
    Asked: {
        Asked.PERMIT: _l("是否取得取水许可，许可的内容"),
        Asked.ZONE: _l("是否位于禁采区、限采区、超采区"),
        Asked.LAYER: _l("取水层位"),
        Asked.VOLUME: _l("取水量"),
        Asked.NETWORK: _l("是否在公共供水管网覆盖范围内"),
        Asked.OTHER: _l("其他事项"),
    },
    Way: {
        Way.SYSTEM: _l("系统内"),
        Way.PAPER: _p("letter", "纸质"),
    },
    Side: {
        Side.MINE: _l("待本机关办理"),
        Side.INCOMING: _l("收到的"),
        Side.OUTGOING: _l("发出的"),
        Side.ALL: _p("letters", "全部"),
    },
}

MESSAGES = {
    "letter_agency_elsewhere": _l("%(agency)s 不管辖这件事所在的地方，请另选收函机关。"),
    "letter_answer_needs_original": _l("行政认定复函要作为书证，请附盖章的复函扫描件（行政处罚法 46）。"),
    "letter_answer_unusable": _l("请写明答复内容，不超过 %(most)s 个字。"),
    "letter_answered_by_receiver": _l(
        "收函机关在系统内办理，由它自己出回执和答复；改走纸质的请收回后重新发函。"
    ),
    "letter_asks_nothing": _l("请选择要认定的事项。"),
    "letter_day_in_future": _l("日期 %(on)s 晚于今天，请核对。"),
    "letter_day_too_early": _l("日期 %(on)s 早于它的前一步 %(after)s，请核对。"),
    "letter_limit_holds": _l("%(number)s 还没有销号，不能解除限批。"),
    "letter_moved_meanwhile": _l("这份函刚刚被别人办理过，请看过最新状态再办。"),
    "letter_needs_approval": _l("移送须先经本机关负责人批准（移送规定 5）；请先送审。"),
    "letter_needs_case": _l("这种函须写明是哪个案件的，请从案件页面起草。"),
    "letter_needs_no_approval": _l("这份函现在不用送审。"),
    "letter_needs_officer": _l("函件由在册人员本人办理，请登录后操作。"),
    "letter_needs_problem": _l("限批函须写明是哪个问题的，请从问题页面起草。"),
    "letter_needs_receiver": _l("请选择收函机关，或写明系统外机关的名称。"),
    "letter_needs_scan": _l("纸质回执或复函由发函机关录入时，请附扫描件。"),
    "letter_needs_wells": _l("请写明限批的取水井。"),
    "letter_of_other_agency": _l("这份函不是本机关发出的，不能由你办理。"),
    "letter_out_of_order": _l("%(number)s 现在是“%(state)s”，不能改为“%(to)s”。"),
    "letter_question_unanswered": _l("还有 %(count)s 项认定事项没有答复。"),
    "letter_reason_too_long": _l("理由太长，最多 %(most)s 个字。"),
    "letter_receipt_needs_name": _l("请写明收件人。"),
    "letter_receiver_too_long": _l("收函机关的名称太长，最多 %(most)s 个字。"),
    "letter_replies_to_nothing": _l("反馈函须针对一份已受理的来函，解除限批函须针对一份有效的限批函。"),
    "letter_reply_too_soon": _l("请求答复的日期须在今天（%(today)s）以后。"),
    "letter_return_needs_reason": _l("请写明退回或要求补充的理由。"),
    "letter_still_owed": _l("%(number)s 还没有答复，答复后才能办结；限批函由解除限批函办结。"),
    "letter_text_unusable": _l("请写明正文，不超过 %(most)s 个字。"),
    "letter_title_unusable": _l("请写明标题，不超过 %(most)s 个字。"),
    "letter_to_oneself": _l("收函机关不能是本机关。"),
    "letter_withdrawal_needs_reason": _l("请写明为什么收回。"),
    "statement_changed_meanwhile": _l("对账表的数刚刚有变化，请核对后再确认。"),
    "statement_confirmed_already": _l("本机关已经确认过同样的数。"),
    "statement_month_runs": _l("这个月要到 %(last)s 才结束，月底以后再确认。"),
    "statement_month_unreadable": _l("月份请写成 2026-11。"),
}
