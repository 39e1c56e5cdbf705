"""What a column of a well register can mean, and by which header words it is known."""

from __future__ import annotations

import re
from enum import StrEnum

from casebook.kernel.cells import Unit


class Field(StrEnum):
    """A fact that a register holds about a well; the values are the words of `--mapping` files."""

    SEQUENCE = "sequence"
    CODE = "code"
    TOWNSHIP = "township"
    VILLAGE = "village"
    HOLDER = "holder"
    """取水单位（个人）: owner and user in one, where the register does not tell them apart."""
    HOLDER_IDENTIFIER = "holder_identifier"
    HOLDER_PHONE = "holder_phone"
    OWNER = "owner"
    OWNER_IDENTIFIER = "owner_identifier"
    OWNER_PHONE = "owner_phone"
    MANAGER = "manager"
    MANAGER_IDENTIFIER = "manager_identifier"
    MANAGER_PHONE = "manager_phone"
    USER = "user"
    USER_IDENTIFIER = "user_identifier"
    USER_PHONE = "user_phone"
    PLACE = "place"
    """Both coordinates in one cell."""
    LON = "lon"
    LAT = "lat"
    CRS = "crs"
    BUILT = "built"
    DEPTH = "depth"
    CASING = "casing"
    CASING_MATERIAL = "casing_material"
    AQUIFER = "aquifer"
    USE = "use"
    AREA = "area"
    FLOW = "flow"
    POWER = "power"
    PERMIT_NUMBER = "permit_number"
    PERMIT_VOLUME = "permit_volume"
    PERMIT_ISSUED = "permit_issued"
    PERMIT_EXPIRY = "permit_expiry"
    METER_KIND = "meter_kind"
    METER_NUMBER = "meter_number"
    ELECTRICITY_ACCOUNT = "electricity_account"
    VOLUME = "volume"
    """Water taken in the year that the header names."""
    STATUS = "status"
    CLOSED = "closed"
    PLATE = "plate"
    REMARK = "remark"


UNITS = {
    Field.DEPTH: Unit.METRE,
    Field.CASING: Unit.MILLIMETRE,
    Field.AREA: Unit.MU,
    Field.FLOW: Unit.CUBIC_METRE_PER_HOUR,
    Field.POWER: Unit.KILOWATT,
    Field.PERMIT_VOLUME: Unit.CUBIC_METRE,
    Field.VOLUME: Unit.CUBIC_METRE,
}
"""The unit in which a number is kept; a header or a cell may name another of the same quantity."""

SEVERAL = frozenset({Field.VOLUME, Field.HOLDER_IDENTIFIER, Field.HOLDER_PHONE})
"""Fields that may stand in several columns: one a year, or 信用代码 beside 身份证号."""

_BUILDING = "成井|建井|打井|凿井|钻井|建成|建设|建造|开凿|施工|完工|竣工"
_CLOSING = "封停|封填|封闭|封存|封井|封填封存|关停|关闭|填埋|停用"
_TAKING = "取水|用水|开采|抽水|取用水|提水"

_EXACT: tuple[tuple[Field, str], ...] = (
    (Field.SEQUENCE, r"序号|序|no\.?|项次|行号"),
    (
        Field.CODE,
        r"(取水|地下水|机电|机|水|灌溉|农灌)?井(统一|登记|唯一)?(编号|编码|代码|号|码)"
        r"|取水(口|工程|井口)(统一)?(编号|编码|代码)|(统一|唯一)(编号|编码)|wellcode|well_?no|code",
    ),
    (
        Field.TOWNSHIP,
        r"(所在|所属|井位)?(乡镇|镇|乡|街道|镇街|乡镇街道|乡镇/街道|乡镇、街道|镇/街道|乡/镇|镇办|乡镇办|乡镇街办|镇街道|街镇)(名称|名|办事处)?"
        r"|township",
    ),
    (
        Field.VILLAGE,
        r"(所在|所属)?(行政|自然)?村(庄|名|居|委会?|社区|/社区|别)?(名称?)?|社区(名称)?|village",
    ),
    (
        Field.HOLDER,
        r"(取|用|取用)水(单位|户|权人|人|单位个人|单位/个人|单位或个人|单位或者个人|主体|户主)(名称|姓名)?"
        r"|户主(姓名)?|业主(单位|名称|姓名)?|单位/个人|单位或个人|许可证?持有人|持证人",
    ),
    (
        Field.OWNER,
        r"(井)?(产权|权属|所有权?)(单位|人|者|所有人|归属|单位/人|单位或个人|主体)?(名称|姓名)?|井主(姓名)?|所有者",
    ),
    (
        Field.MANAGER,
        r"(井)?(管理|管护|运行管理)(单位|人|者|员|人员|单位/人|单位或个人|主体|责任人)(名称|姓名)?",
    ),
    (
        Field.USER,
        r"(实际)?使用(单位|人|者|户|单位/人|单位或个人)(名称|姓名)?|实际(取|用)水(单位|人|户)(名称|姓名)?",
    ),
    (
        Field.LON,
        r"(东|地理|井位|井口|gps)?经度(坐标|值)?|东经|经度?[xe]|lon(gitude)?|lng|[xe]坐标|坐标[xe]|横坐标[xye]?|东坐标",
    ),
    (
        Field.LAT,
        r"(北|地理|井位|井口|gps)?纬度(坐标|值)?|北纬|纬度?[yn]|lat(itude)?|[yn]坐标|坐标[yn]|纵坐标[xyn]?|北坐标",
    ),
    (
        Field.CRS,
        r"(所用|采用)?坐标(系统?|类型|体系|基准|参考系?|来源)(名称|类型)?|大地基准|空间参考|crs|坐标系/来源",
    ),
    (Field.PLACE, r"坐标|(地理|井位|位置|gps|井口)坐标|经纬度(坐标)?|坐标经纬度|经度[,、/]?纬度"),
    (Field.BUILT, rf"({_BUILDING})(时间|年份|日期|年月|年代|年)"),
    (
        Field.DEPTH,
        r"(成|机|水|凿|现状?|总|终孔)?井深(度)?|(成井|凿井|终孔|井的|钻井|水井|机井)深度?|井的?深度|深度|depth",
    ),
    (Field.CASING_MATERIAL, r"井?(壁)?管?材(料|质)|井壁管材料?|井管材(料|质)?"),
    (
        Field.CASING,
        r"井(口|管|壁|壁管|口井管)?(内|外)?(直)?径|井管(内径|口径|直径)|管径|开口口?径|井管内直径|(井)?口径",
    ),
    (
        Field.AQUIFER,
        r"(取|用|开采)水?(含水)?层(位|段|组)?(类型)?|(开采|取用)?含水层(类型|位|组)?|地下水类型|(开采|取水)?层位(类型)?",
    ),
    (
        Field.USE,
        r"(主要)?(取|用|供)?水?(主要)?用途(分类|类型|类别)?|用水(性质|类型|类别)|(取水|机|水)?井(的)?(主要)?用途",
    ),
    (Field.AREA, r"(控制|有效|实际|设计)?(灌溉|控制|浇地|灌)(控制)?面积"),
    (
        Field.FLOW,
        r"(水泵|泵|机泵)?(额定|设计|铭牌)?(出水|抽水)?流量|(水泵|单井|泵)?(额定)?出水量|额定(出水|抽水)?量",
    ),
    (Field.POWER, r"(水泵|泵|电机|机泵|配套|配用)?(电机|动力)?(额定|配套|装机|铭牌)?(电机)?功率"),
    (
        Field.PERMIT_VOLUME,
        r"(年)?(许可|批准|审批|核准|核定)(的)?(年)?(取|用)?水?(总)?量|(取水)?许可证(年)?(许可)?(取)?水量|年许可量",
    ),
    (
        Field.PERMIT_EXPIRY,
        r"(取水)?(许可)?证?(的)?(有效期限?|有效)(至|止|截止|到)?(日期|时间|日)?"
        r"|(取水)?(许可)?证?(到期|截止|失效|届满)(日期?|时间)?|有效期截止日?期?|许可期限",
    ),
    (Field.PERMIT_ISSUED, r"(取水)?(许可)?证?(发证|颁发|颁证|签发|核发|批准|办证)(日期?|时间|年份)|发证日期"),
    (
        Field.PERMIT_NUMBER,
        r"(取水)?许可证?(件)?(书)?(编号|证号|号码?|代码|文号)|取水许可证?|取水证(编?号)?|许可证号?|电子证照编号",
    ),
    (
        Field.METER_NUMBER,
        r"(水表|计量(设施|设备|装置|器具|表)|流量计|仪表|远传表|智能水表)(的)?(编号|表号|出厂编号|号码?|编码)|(水)?表号",
    ),
    (
        Field.METER_KIND,
        r"(取水|用水)?计量(设施|方式|设备|装置|器具|手段|方法|形式)?(类型|种类|情况|名称|安装情况)?|水表(类型|种类)",
    ),
    (
        Field.ELECTRICITY_ACCOUNT,
        r"(电表|电能表|用电|供电|电力|农电|电费|机井电表)(用户|客户|计量)?(户号|编号|表号|账号|号码?|客户号|编码)|(电力)?户号",
    ),
    (
        Field.STATUS,
        r"(机|水|取水|目前|现在)?井?(的)?(使用|运行|应用|启用|利用|目前|当前|现|管理)?(状态|现状|状况)|(使用|运行|利用|应用)情况",
    ),
    (Field.CLOSED, rf"({_CLOSING})(（?封存）?)?(井)?(的)?(日期?|时间|年月|年份)"),
    (Field.PLATE, r"(标识|标志|标示|二维码|井|机井|取水口?)?(铭|标)?牌(编?号|编码|号码)"),
    (Field.REMARK, r"备注(说明)?|说明|附注|其他说明|备考|remarks?"),
)
"""In this order: what two patterns match is the first one's."""

_WEAK: tuple[tuple[Field, str], ...] = (
    (Field.CODE, r"编号|编码|代码"),
    (Field.HOLDER, r"单位(名称)?|名称|姓名|户名"),
    (Field.TOWNSHIP, r"乡镇代码|乡镇编码|行政区划代码?|所属区域"),
    (Field.VILLAGE, r"(详细|井位)?(地址|位置)|所在地|地点|井位"),
    (Field.LON, r"[xe]"),
    (Field.LAT, r"[yn]"),
    (Field.STATUS, r"是否在用|在用情况"),
)
"""Words that mean this only when no other column claims the field."""

EXACT = tuple((field, re.compile(pattern)) for field, pattern in _EXACT)
WEAK = tuple((field, re.compile(pattern)) for field, pattern in _WEAK)

ROLES = (
    ("holder", re.compile(r"取水|用水|单位|个人|户主|业主|法人|法定代表人")),
    ("owner", re.compile(r"产权|所有|井主")),
    ("manager", re.compile(r"管理|管护")),
    ("user", re.compile(r"使用|实际")),
)
"""Whose number or telephone a header names; the last that matches, the holder's when none does."""

IDENTIFIER = re.compile(r"信用代码|身份证|身份号|证件号|组织机构代码|机构代码|公民身份|证照号码|纳税人识别号")
PHONE = re.compile(r"电话|手机|联系方式|联系号码|^tel$|^phone$")

VOLUME_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度|年|年全年)?")
VOLUME_WORDS = re.compile(
    rf"(近[0-9一二三四五几]年|历年|各年度?|地下水|年度?|全年|实际|实|总|累计|合计)*"
    rf"(({_TAKING}|供水)(总)?(水)?量|(用|总|实际)?水量|开采量|取水)"
)
