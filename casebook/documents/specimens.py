"""Invented facts for every form: what a bureau looks at before it uses a wording, and what tests print.

Nobody and nothing in here exists. `least` fills nothing but what a form requires, `usual` what a common
case holds, `most` everything, with names and stories as long as they come.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from casebook.documents.making import Contents
from casebook.documents.rules import FORMS, FieldKind, checked
from casebook.documents.templates import own_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casebook.documents.rules import Field, FormCode

MARK = "样张，人名、单位和号码均为虚构"
"""Stands across the top of every specimen."""
AGENCY = "冠县水利局"
ON = date(2023, 9, 18)
AT = datetime(2023, 9, 12, 1, 30, tzinfo=UTC)
CAUSE = "未安装计量设施擅自取用地下水"
_LONG_CAUSE = "涉嫌未经批准擅自取用地下水、未安装取水计量设施并拒不执行责令改正通知、擅自启用已封停的取水井"
_PARTY = "冠县清源水产养殖有限公司"
_LONG_PARTY = (
    "冠县清源现代农业综合开发示范园区水产养殖与农产品加工储运专业合作联合社"
    "有限责任公司第二分公司及其所属种植养殖基地和配套设施管理处"
)
_STORY = (
    "2023年9月12日9时30分，执法人员在冠县清水镇河西村检查时发现，当事人在养殖场北侧的取水井正在取水，"
    "水泵功率22千瓦，出水管内径110毫米，未安装计量设施，现场未能出示取水许可证。"
)
_MUCH = "\n".join([_STORY * 3] * 3)
_LAW = "《地下水管理条例》第二十二条"
_PERMITS = "《取水许可和水资源费征收管理条例》"
_BASIS = "《地下水管理条例》第五十六条第一款"

_USUAL: dict[str, object] = {
    "case_no": "371525-2023-AJ-00012",
    "cause": CAUSE,
    "party_name": _PARTY,
    "party_kind": "法人",
    "party_id_no": "91371525000000000X",
    "party_legal_rep": "张某某",
    "party_address": "山东省冠县清水镇河西村北首",
    "party_phone": "10000000001",
    "officers": [
        {"name": "周明", "certificate_no": "15150100001"},
        {"name": "李华", "certificate_no": "15150100002"},
    ],
    "evidence": [
        {
            "name": "现场检查笔录",
            "proves": "取水井正在取水，未安装计量设施",
            "kind": "现场笔录",
            "source": "现场制作",
            "pages": "2",
        },
        {
            "name": "询问笔录",
            "proves": "取水的起止时间和用途",
            "kind": "当事人的陈述",
            "source": "询问制作",
            "pages": "3",
        },
        {
            "name": "现场照片6张",
            "proves": "取水井和管线的现状",
            "kind": "视听资料",
            "source": "现场拍摄",
            "pages": "3",
        },
    ],
    "opinions": [
        {"title": "承办机构", "name": "王强", "opinion": "同意承办人意见。", "on": "2023年9月18日"},
        {"title": "法制机构", "name": "赵敏", "opinion": "事实清楚，证据充分，同意。", "on": "2023年9月18日"},
        {"title": "分管负责人", "name": "孙立", "opinion": "同意。", "on": "2023年9月19日"},
        {"title": "机关负责人", "name": "刘江", "opinion": "同意。", "on": "2023年9月19日"},
    ],
    "facts": _STORY,
    "found": _STORY,
    "content": _STORY,
    "violated": _LAW,
    "basis": _BASIS,
    "discretion": "当事人系初次违法，取水量较小，主动配合调查，按照裁量基准属于从轻情形。",
    "penalty": "罚款100000元，并于2023年10月20日前安装合格的计量设施。",
    "proposed": "罚款100000元，并责令限期安装合格的计量设施。",
    "proposal": "建议罚款100000元。",
    "defence": "当事人在规定期限内未提出陈述、申辩意见，未要求听证。",
    "performance": "自收到本决定书之日起十五日内，持本决定书到代收机构缴纳罚款。",
    "pay_to": "某银行冠县支行 0000 0000 0000 0000",
    "review_agency": "冠县人民政府",
    "court": "冠县人民法院",
    "section": "水政监察大队",
    "contact": "周明",
    "phone": "1000-0000",
    "office_address": "冠县某某路1号",
    "consequence": "依据《地下水管理条例》第五十六条的规定处罚",
    "well_code": "371525104JJ00037",
    "well_place": "冠县清水镇河西村北首 115.4380，36.4810",
    "closure_mode": "封填",
    "decision_number": "冠水罚决字〔2023〕第012号",
    "earlier_notice": "冠水存字〔2023〕第003号",
    "fine_fen": 10_000_000,
    "surcharge_fen": 3_000_000,
    "owed_fen": 13_000_000,
    "cost_fen": 1_850_000,
    "late_days": 10,
    "days": 10,
    "defence_days": 5,
    "hearing_days": 5,
    "hearing_ground": "《中华人民共和国行政处罚法》第六十三条",
    "is_public": "公开",
    "is_electronic": "同意",
    "conclusion": "同意",
    "receiver": "冠县公安局",
    "archive_no": "20230012",
    "case_title": f"{_PARTY}{CAUSE}案",
    "volume": "正卷",
    "kept_for": "30年",
    "shown_id": "执法人员已出示执法证件，当事人确认无误",
    "recusal": "已告知，当事人不申请回避",
}
"""Facts by the names of fields."""
_MOST: dict[str, object] = {
    "cause": _LONG_CAUSE,
    "party_name": _LONG_PARTY,
    "party_address": "山东省聊城市冠县清水镇河西村北首振兴路与幸福大街交叉口东北角向北五百米路东养殖场院内",
    "facts": _MUCH,
    "found": _MUCH,
    "content": _MUCH,
    "pay_to": "某某农村商业银行股份有限公司冠县清水支行营业室（罚没款专户）0000 0000 0000 0000 000",
    "well_place": "山东省聊城市冠县清水镇河西村北首振兴路与幸福大街交叉口东北角养殖场院内 115.4380，36.4810",
    "violated": f"{_LAW}、{_PERMITS}第四十三条、《中华人民共和国水法》第四十八条第一款",
    "basis": f"{_BASIS}、{_PERMITS}第五十三条、《中华人民共和国水法》第六十九条第一项",
}
_ROWS_OF_MOST = 8


def usual(form: FormCode) -> dict[str, Any]:
    """Return every fact of a form as a common case has it."""
    return _kept(form, lambda field: _USUAL.get(field.name, _plain(field)))


def least(form: FormCode) -> dict[str, Any]:
    """Return nothing but what a form requires."""
    return _kept(form, lambda field: _USUAL.get(field.name, _plain(field)) if field.is_required else None)


def most(form: FormCode) -> dict[str, Any]:
    """Return every fact of a form, names and stories as long as they come."""
    return _kept(form, _longest)


def specimen(form: FormCode, facts: Mapping[str, Any]) -> Contents:
    """Return a paper in the house's wording with these facts, numbered where its form bears a number."""
    return Contents(
        form=form,
        facts=facts,
        agency=AGENCY,
        stamp_name=AGENCY,
        number=f"冠水{FORMS[form].number_word}〔2023〕第001号" if FORMS[form].needs_number else None,
        issued_on=ON,
        source=own_source(form),
    )


def _kept(form: FormCode, fact: Callable[[Field], object]) -> dict[str, Any]:
    found = FORMS[form]
    return checked(found, {field.name: _fitted(field, fact(field)) for field in found.fields})


def _fitted(field: Field, value: object) -> object:
    """Return a value as the field takes it: rows with its own columns only."""
    if field.kind is not FieldKind.ROWS or not isinstance(value, list):
        return value
    return [{name: row.get(name, label) for name, label in field.columns} for row in value]


def _longest(field: Field) -> object:
    if field.kind is FieldKind.ROWS and field.name not in {"officers", "opinions"}:
        value = _USUAL.get(field.name, _plain(field))
        return value * _ROWS_OF_MOST if isinstance(value, list) else value
    if field.kind is FieldKind.LONG:
        return _MOST.get(field.name, _STORY * 4)
    return _MOST.get(field.name, _USUAL.get(field.name, _plain(field)))


def _plain(field: Field) -> object:
    return _PLAIN[field.kind](field)


_PLAIN: dict[FieldKind, Callable[[Field], object]] = {
    FieldKind.TEXT: lambda field: f"某{field.label}",
    FieldKind.LONG: lambda field: f"{field.label}：按照现场检查和调查的情况填写，内容应当具体、明确。",
    FieldKind.DAY: lambda _field: ON,
    FieldKind.MOMENT: lambda _field: AT,
    FieldKind.MONEY: lambda _field: 2_000_000,
    FieldKind.COUNT: lambda _field: 2,
    FieldKind.ROWS: lambda field: [dict(field.columns)],
}
