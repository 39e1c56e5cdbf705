"""The thirty problem codes (rules.md 9) with severity, penal provisions, default class and articles.

`pens` are ids of rules.md 4.1. A problem with one needs a decision before it is struck off.
`articles` name what was broken and what applies, as numbers; the texts are not kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casebook.cases.rules.status import Disposition, ProblemClass
from casebook.kernel.errors import RuleBroken


class Severity(StrEnum):
    """How grave a problem is (rules.md 9)."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True)
class ProblemCode:
    """One row of the taxonomy."""

    code: str
    title: str
    severity: Severity
    pens: tuple[str, ...]
    default_class: ProblemClass
    disposition: Disposition
    articles: str

    @property
    def is_penal(self) -> bool:
        """Whether striking off needs a decision."""
        return bool(self.pens)

    def list_articles(self) -> list[str]:
        """Return what was broken and what applies, law by law."""
        return self.articles.split("；")


_R, _E = ProblemClass.RECTIFY, ProblemClass.EXIT
_FIX, _TERM, _CASE = Disposition.FIX_NOW, Disposition.RECTIFY, Disposition.CASE
_CLOSE, _MOVE = Disposition.CLOSE_WELL, Disposition.TRANSFER
_LOW, _MID, _HIGH, _CRIT = Severity.LOW, Severity.MID, Severity.HIGH, Severity.CRITICAL

_TABLE = (
    ProblemCode("P01", "无证取水", _HIGH, ("PEN-01",), _R, _CASE, "水法48、69(1)；748号55"),
    ProblemCode("P02", "许可证过期仍取水", _HIGH, ("PEN-01",), _R, _CASE, "水法48、69(1)；取水条例25"),
    ProblemCode("P03", "超许可水量取水", _HIGH, ("PEN-02",), _R, _CASE, "水法48、69(2)"),
    ProblemCode("P04", "超计划取水", _MID, (), _R, _TERM, "取水条例40"),
    ProblemCode("P05", "擅自改变取水地点、方式、用途或水源", _HIGH, ("PEN-02",), _R, _CASE, "水法48、69(2)"),
    ProblemCode(
        "P06", "禁采区取水", _CRIT, ("PEN-01", "PEN-02", "PEN-21"), _E, _CLOSE, "748号33、35；水法69"
    ),
    ProblemCode(
        "P07",
        "违规开采深层承压水或混合开采",
        _CRIT,
        ("PEN-01", "PEN-02", "PEN-21"),
        _E,
        _CLOSE,
        "748号27、43；水法69",
    ),
    ProblemCode(
        "P08", "限采区、超采区新增取水", _CRIT, ("PEN-01", "PEN-21"), _E, _CLOSE, "748号34、35；水法69(1)"
    ),
    ProblemCode(
        "P09", "公共管网覆盖范围内自备井未关停", _HIGH, ("PEN-10",), _E, _CLOSE, "山东水资源条例30；748号58"
    ),
    ProblemCode("P10", "未安装计量设施", _HIGH, ("PEN-07",), _R, _CASE, "748号22、56①"),
    ProblemCode("P11", "计量设施不合格、运行不正常或未检定", _MID, ("PEN-08",), _R, _TERM, "748号22、56②"),
    ProblemCode(
        "P12", "规模以上未在线计量或未联网", _MID, ("PEN-09",), _R, _TERM, "748号22；山东水资源条例47、67"
    ),
    ProblemCode("P13", "抄表、水量异常或拒报", _MID, ("PEN-06",), _R, _TERM, "取水条例43、52"),
    ProblemCode(
        "P14", "干扰计量、旁通取水或篡改数据", _CRIT, ("PEN-14",), _R, _CASE, "节水条例14、46；748号47"
    ),
    ProblemCode("P15", "未报送年度取水情况或无用水台账", _LOW, ("PEN-06",), _R, _FIX, "取水条例42、52"),
    ProblemCode(
        "P16",
        "超定额或节水设施停用",
        _MID,
        ("PEN-15", "PEN-17", "PEN-23"),
        _R,
        _TERM,
        "节水条例27、48；水法71",
    ),
    ProblemCode("P17", "已封停井私自启用", _CRIT, ("PEN-01",), _E, _CLOSE, "水法48、69(1)；748号49"),
    ProblemCode("P18", "应封未封或报废井未回填", _HIGH, ("PEN-10",), _E, _CLOSE, "748号49、58"),
    ProblemCode("P19", "未登记或账实不符", _LOW, (), _R, _FIX, "748号49"),
    ProblemCode("P20", "标识牌缺失", _LOW, (), _R, _FIX, "748号49"),
    ProblemCode("P21", "擅自转供水或转让取水权", _MID, ("PEN-05",), _R, _CASE, "取水条例27、51"),
    ProblemCode("P22", "许可证信息错误或伪造冒用", _HIGH, ("PEN-04", "PEN-18"), _R, _CASE, "取水条例50、56"),
    ProblemCode("P23", "具备再生水条件未使用", _MID, (), _R, _TERM, "节水条例34"),
    ProblemCode("P24", "退水不达标", _MID, ("PEN-06",), _R, _MOVE, "取水条例52"),
    ProblemCode("P25", "未批先建打井", _HIGH, ("PEN-03",), _R, _CASE, "取水条例21、49"),
    ProblemCode("P26", "热泵未同层等量回灌", _MID, ("PEN-19",), _R, _TERM, "山东水资源条例32、64"),
    ProblemCode("P27", "监测、勘探井未备案", _LOW, ("PEN-11",), _R, _TERM, "748号48、61"),
    ProblemCode("P28", "少缴或拒缴水资源税", _MID, (), _R, _MOVE, "资源税法14"),
    ProblemCode("P29", "整改逾期、弄虚作假或反弹", _HIGH, (), _R, _TERM, "处罚法28"),
    ProblemCode("P30", "拒绝或阻碍检查", _HIGH, ("PEN-06",), _R, _CASE, "取水条例45、52；水法60"),
)
CODES: dict[str, ProblemCode] = {row.code: row for row in _TABLE}
"""By code, in the order of rules.md 9."""


def get_code(code: str) -> ProblemCode:
    """Return a row of the taxonomy; RuleBroken for a code that is none."""
    found = CODES.get(code)
    if found is None:
        raise RuleBroken("problem_code_unknown", field="problem_code", code_written=code)
    return found
