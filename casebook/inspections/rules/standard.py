"""The checklist that a new county begins with: the 32 items of rules.md 8, in casebook's own words.

Questions are worded so that one answer is bad. Nine items must be answered on every
visit; the others are asked where they apply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.inspections.rules.checklist import Item
from casebook.inspections.rules.kinds import AnswerKind, InspectionKind
from casebook.kernel.texts import msgid

if TYPE_CHECKING:
    from collections.abc import Mapping

_K = InspectionKind
_RECHECKS = (_K.RECHECK, _K.FOLLOW_UP)
_UNUSED = msgid("已覆盖，没有使用")


def _asked(code: str, question: str, bad: Mapping[str, tuple[str, ...]], **more: Any) -> Item:  # noqa: ANN401 - fields of Item
    """Return a yes-or-no item that need not be answered."""
    return Item(code, question, AnswerKind.YES_NO, bad, **{"is_required": False, **more})


def _must(code: str, question: str, bad: Mapping[str, tuple[str, ...]], **more: Any) -> Item:  # noqa: ANN401 - as above
    """Return a yes-or-no item that every visit answers."""
    return _asked(code, question, bad, **{"is_required": True, **more})


def _number(code: str, question: str, unit: str, *problems: str, **more: Any) -> Item:  # noqa: ANN401 - as above
    """Return a figure that need not be given; with problems, its limit points to them."""
    bad = {"above": problems} if problems else {}
    return Item(code, question, AnswerKind.NUMBER, bad, unit=unit, **{"is_required": False, **more})


_IDENTITY = (
    _must(
        "C01",
        msgid("标识牌、二维码与本井一致，内容完整"),
        {"no": ("P20",)},
        hint=msgid("核对井编号、取水许可证号和监督电话。"),
        basis="748号 49",
        photographs=1,
    ),
    Item(
        "C02",
        msgid("到场位置与登记井位相距"),
        AnswerKind.DISTANCE,
        {"above": ("P19",)},
        limit=20,
        unit="m",
        basis="748号 49",
    ),
    _must(
        "C03",
        msgid("取水许可证有效，取水人、地点、水量、用途、层位与现场一致"),
        {"no": ("P01", "P02", "P22")},
        hint=msgid("免于办理许可的井选“不适用”。"),
        basis="水法 48",
        photographs=1,
    ),
    _asked(
        "C04",
        msgid("取水地点和取水方式与批准的一致"),
        {"no": ("P05",)},
        hint=msgid("看井口位置、泵型和出水管去向。"),
        basis="水法 48、69(2)",
    ),
    _number(
        "C05",
        msgid("井深"),
        "m",
        "P07",
        limit=180,
        hint=msgid("超过本县深层承压水的界限时，核实层位和是否混合开采。"),
        basis="748号 27、43",
    ),
    _must(
        "C06",
        msgid("实际用途与许可一致，没有向他人转供水"),
        {"no": ("P05", "P21")},
        basis="水法 48；取水条例 27",
    ),
)
_PLACE = (
    Item(
        "C07",
        msgid("井位所在的管控区"),
        AnswerKind.ZONES,
        {"no_abstraction": ("P06",), "restricted": ("P08",)},
        basis="748号 33、34",
        is_required=False,
    ),
    _must(
        "C08",
        msgid("公共供水管网已覆盖本井所在地"),
        {"yes": ("P09",)},
        hint=msgid("看路边阀门井、邻近用户是否已接自来水。"),
        basis="山东水资源条例 30",
    ),
    Item(
        "C09",
        msgid("再生水管网"),
        AnswerKind.CHOICE,
        {_UNUSED: ("P23",)},
        hint=msgid("用了的，在说明里写明水量和用途。"),
        choices=(msgid("没有覆盖"), _UNUSED, msgid("已覆盖，正在使用")),
        is_required=False,
        basis="节水条例 34",
    ),
)
_METER = (
    _must(
        "C10",
        msgid("已安装计量设施，位置在第一个分水口之前"),
        {"no": ("P10",)},
        hint=msgid("记下表号、型号和口径，拍铭牌。"),
        basis="748号 22",
        photographs=1,
    ),
    _must(
        "C11",
        msgid("计量设施运行正常，铅封完好，检定在有效期内"),
        {"no": ("P11",)},
        hint=msgid("没有计量设施的选“不适用”。"),
        basis="748号 56",
    ),
    _number("C12", msgid("水表本次读数"), "m³", hint=msgid("拍清表盘。"), basis="取水条例 43", photographs=1),
    _number(
        "C13",
        msgid("在线数据与现场读数相差"),
        "%",
        "P12",
        limit=5,
        hint=msgid("在线计量的井才填；没有上传数据的填 100。"),
        basis="748号 22；山东水资源条例 47",
    ),
    _must(
        "C14",
        msgid("水表前没有旁通管和其他取水口"),
        {"no": ("P14",)},
        hint=msgid("沿出水管走到第一个阀门。"),
        basis="节水条例 14",
        photographs=1,
    ),
    _number(
        "C15",
        msgid("以电折算的水量与水表计量相差"),
        "%",
        "P14",
        limit=20,
        hint=msgid("抄下电表号和读数写在说明里；相差很大时查旁通和表前用水。"),
        basis="节水条例 14；748号 47",
    ),
)
_VOLUMES = (
    _asked("C16", msgid("本年用水台账按月记录，数字与水表相符"), {"no": ("P15",)}, basis="取水条例 42"),
    Item(
        "C17",
        msgid("最近一年取水量占许可水量"),
        AnswerKind.PERMIT_SHARE,
        {"above": ("P03",)},
        limit=100,
        unit="%",
        basis="水法 48、69(2)",
        is_required=False,
    ),
    _number(
        "C18",
        msgid("本年累计取水量占下达计划"),
        "%",
        "P04",
        limit=100,
        hint=msgid("没有下达计划的不填。"),
        basis="取水条例 40",
    ),
    _number(
        "C19",
        msgid("单位用水量占用水定额"),
        "%",
        "P16",
        limit=100,
        hint=msgid("按产品产量或灌溉面积折算；没有定额的不填。"),
        basis="节水条例 27",
    ),
    _asked(
        "C20",
        msgid("按期报送了取水计划建议和上年度取水总结"),
        {"no": ("P15",)},
        hint=msgid("每年 12 月 31 日以前。"),
        basis="取水条例 42",
    ),
    _asked(
        "C21",
        msgid("节水制度和措施落实，分级计量完好"),
        {"no": ("P16",)},
        hint=msgid("抽查一、二级水表。"),
        basis="节水条例 27",
    ),
    _asked(
        "C22",
        msgid("退水方式、地点与批准的一致，水质没有异常"),
        {"no": ("P24",)},
        hint=msgid("有退水的才答；异常的移送生态环境部门。"),
        basis="取水条例 52",
    ),
)
_WORKS = (
    _must(
        "C23",
        msgid("已封停的井：封条、井盖、编号牌完好，无泵、无电"),
        {"no": ("P17",)},
        hint=msgid("没有封停的井选“不适用”。"),
        basis="748号 49",
        photographs=1,
    ),
    _asked(
        "C24",
        msgid("周围没有敞口、未回填的废弃井"),
        {"no": ("P18",)},
        hint=msgid("有坠落危险的先设围挡，再记录。"),
        basis="748号 49",
        photographs=1,
    ),
    _asked(
        "C25",
        msgid("周围没有未经批准正在施工的新井"),
        {"no": ("P25",)},
        hint=msgid("有的，在说明里写明施工单位、钻机和井深。"),
        basis="取水条例 21、49",
        photographs=1,
    ),
    _asked(
        "C26",
        msgid("地源热泵：同层等量回灌，取水和回灌都有计量"),
        {"no": ("P26",)},
        hint=msgid("不是热泵的选“不适用”。"),
        basis="山东水资源条例 32",
    ),
    _asked(
        "C27",
        msgid("监测井、勘探井已经备案"),
        {"no": ("P27",)},
        hint=msgid("不是监测井、勘探井的选“不适用”。"),
        basis="748号 48",
    ),
    _asked(
        "C28",
        msgid("已办理水资源税登记，申报水量与计量相符"),
        {"no": ("P28",)},
        hint=msgid("不符的移送税务机关。"),
        basis="资源税法 14",
    ),
    _asked(
        "C29",
        msgid("以前发现的问题都已整改到位"),
        {"no": ("P29",)},
        kinds=_RECHECKS,
        hint=msgid("逐条情况另记。"),
        basis="处罚法 28",
    ),
)
_PEOPLE = (
    _number(
        "C30",
        msgid("水泵额定流量"),
        "m³/h",
        hint=msgid("按泵的铭牌；未装计量时用来核定日最大取水能力。"),
        basis="748号 56",
    ),
    Item(
        "C31",
        msgid("现场核实的取水人和联系人"),
        AnswerKind.TEXT,
        hint=msgid("单位名称或姓名、与本井的关系；证件号码写在询问笔录里。"),
        is_required=False,
    ),
    _must(
        "C32",
        msgid("全程开启执法记录仪，两名以上执法人员在场"),
        {},
        hint=msgid("没有开启的，在说明里写明原因。"),
        basis="处罚法 42、47",
    ),
)
STANDARD_CHECKLIST = (*_IDENTITY, *_PLACE, *_METER, *_VOLUMES, *_WORKS, *_PEOPLE)
