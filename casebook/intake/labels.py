"""Chinese words of imports: fields, reasons with how to mend them, states, and what is refused."""

from flask_babel import lazy_gettext as _l

from casebook.intake.rules.fields import Field
from casebook.intake.rules.reasons import Reason
from casebook.intake.rules.states import BatchState, LineOutcome

LABELS = {
    BatchState: {
        BatchState.UPLOADED: _l("待对应列"),
        BatchState.PREVIEWED: _l("待确认"),
        BatchState.APPLYING: _l("正在导入"),
        BatchState.APPLIED: _l("已导入"),
        BatchState.ROLLED_BACK: _l("已撤回"),
    },
    LineOutcome: {LineOutcome.REFUSED: _l("不导入"), LineOutcome.ACCEPTED: _l("可导入")},
    Reason: {
        Reason.CODE_MISSING: _l("没有井编号"),
        Reason.CODE_MALFORMED: _l("井编号不合规则"),
        Reason.COORDINATE_MISSING: _l("缺坐标"),
        Reason.CRS_UNKNOWN: _l("坐标系不明"),
        Reason.CRS_UNSUPPORTED: _l("坐标系不能换算"),
        Reason.OUTSIDE_COUNTY: _l("不在本县范围"),
        Reason.NUMBER_UNREADABLE: _l("数字读不出"),
        Reason.NUMBER_OUT_OF_RANGE: _l("数字超出范围"),
        Reason.DUPLICATE_CODE: _l("井编号重复"),
        Reason.TEXT_TOO_LONG: _l("文字过长"),
        Reason.IDENTIFIER_CHECK_DIGIT: _l("证件号校验不符"),
        Reason.AQUIFER_DEPTH_CONFLICT: _l("层位与井深不符"),
        Reason.TOWNSHIP_MISMATCH: _l("乡镇与坐标不符"),
        Reason.TOWNSHIP_UNKNOWN: _l("乡镇名称不认识"),
        Reason.DEPTH_MISSING: _l("缺井深"),
        Reason.DATE_UNREADABLE: _l("日期读不出"),
        Reason.VALUE_UNKNOWN: _l("代码表里没有的词"),
        Reason.PERMIT_DATES: _l("许可证日期不合理"),
        Reason.POSSIBLE_DUPLICATE: _l("可能重复登记"),
    },
    Field: {
        Field.SEQUENCE: _l("序号"),
        Field.CODE: _l("取水井编号"),
        Field.TOWNSHIP: _l("乡镇（街道）"),
        Field.VILLAGE: _l("村（社区）"),
        Field.HOLDER: _l("取水单位（个人）"),
        Field.HOLDER_IDENTIFIER: _l("取水单位（个人）证件号"),
        Field.HOLDER_PHONE: _l("取水单位（个人）电话"),
        Field.OWNER: _l("产权人"),
        Field.OWNER_IDENTIFIER: _l("产权人证件号"),
        Field.OWNER_PHONE: _l("产权人电话"),
        Field.MANAGER: _l("管理人"),
        Field.MANAGER_IDENTIFIER: _l("管理人证件号"),
        Field.MANAGER_PHONE: _l("管理人电话"),
        Field.USER: _l("实际使用人"),
        Field.USER_IDENTIFIER: _l("实际使用人证件号"),
        Field.USER_PHONE: _l("实际使用人电话"),
        Field.PLACE: _l("坐标（经度和纬度在一格）"),
        Field.LON: _l("经度（横坐标）"),
        Field.LAT: _l("纬度（纵坐标）"),
        Field.CRS: _l("坐标系"),
        Field.BUILT: _l("成井时间"),
        Field.DEPTH: _l("井深"),
        Field.CASING: _l("井管内径"),
        Field.CASING_MATERIAL: _l("井管材料"),
        Field.AQUIFER: _l("取水层位"),
        Field.USE: _l("取水用途"),
        Field.AREA: _l("灌溉面积"),
        Field.FLOW: _l("水泵额定流量"),
        Field.POWER: _l("水泵功率"),
        Field.PERMIT_NUMBER: _l("取水许可证编号"),
        Field.PERMIT_VOLUME: _l("许可水量"),
        Field.PERMIT_ISSUED: _l("许可证发证日期"),
        Field.PERMIT_EXPIRY: _l("许可证有效期至"),
        Field.METER_KIND: _l("计量设施"),
        Field.METER_NUMBER: _l("水表编号"),
        Field.ELECTRICITY_ACCOUNT: _l("电表户号"),
        Field.VOLUME: _l("年取水量"),
        Field.STATUS: _l("使用状态"),
        Field.CLOSED: _l("封停日期"),
        Field.PLATE: _l("标识牌编号"),
        Field.REMARK: _l("备注"),
    },
}

MENDING = {
    Reason.CODE_MISSING: _l("填上本井的编号。"),
    Reason.CODE_MALFORMED: _l("编号应为乡镇代码加 JJ 加五位流水号，如 371525104JJ00037。"),
    Reason.COORDINATE_MISSING: _l("补上经度和纬度。"),
    Reason.CRS_UNKNOWN: _l("写明坐标系：CGCS2000、CGCS2000 3度带（横坐标带号）、WGS84、GCJ-02 或 BD-09。"),
    Reason.CRS_UNSUPPORTED: _l("北京54、西安80 等没有当地参数不能换算，请换成 CGCS2000 坐标。"),
    Reason.OUTSIDE_COUNTY: _l("读出的位置是 %(detail)s；核对坐标和坐标系，看经纬度是否填反。"),
    Reason.NUMBER_UNREADABLE: _l("“%(written)s”不是一个数；填确切的数字，不写“约”“左右”。"),
    Reason.NUMBER_OUT_OF_RANGE: _l("“%(written)s”不在 %(detail)s 之间；核对数值和单位。"),
    Reason.DUPLICATE_CODE: _l("第 %(detail)s 行已经用了这个编号；改成本井自己的编号，或删去重复的行。"),
    Reason.TEXT_TOO_LONG: _l("文字太长，登记不下；请写得简短些。"),
    Reason.IDENTIFIER_CHECK_DIGIT: _l("“%(written)s”的位数或校验码不对；对照证件核实。"),
    Reason.AQUIFER_DEPTH_CONFLICT: _l("井深 %(written)s 与层位“%(detail)s”不符；核实井深和层位。"),
    Reason.TOWNSHIP_MISMATCH: _l("坐标在%(detail)s，表上写“%(written)s”；已按坐标登记，请核实。"),
    Reason.TOWNSHIP_UNKNOWN: _l("本县没有“%(written)s”；已按坐标登记乡镇，请核实。"),
    Reason.DEPTH_MISSING: _l("井深空着；请补测或查档案。"),
    Reason.DATE_UNREADABLE: _l("“%(written)s”读不出日期；可写 2011-07-01、2011年7月 或 2011。"),
    Reason.VALUE_UNKNOWN: _l("代码表里没有“%(written)s”；已原样保留，请改成代码表里的词。"),
    Reason.PERMIT_DATES: _l("许可证“%(written)s”的发证年份、有效期和成井时间对不上；对照许可证核实。"),
    Reason.POSSIBLE_DUPLICATE: _l("与 %(detail)s 相距不到 30 米；请实地核实是否同一眼井。"),
}
"""For each reason, what the cell says wrong and how to mend it."""

NAMES = {
    "position": _l("位置"),
    "village": _l("村（社区）"),
    "use": _l("取水用途"),
    "aquifer": _l("取水层位"),
    "depth_m": _l("井深（m）"),
    "casing_mm": _l("井管内径（mm）"),
    "casing_material": _l("井管材料"),
    "pump_flow_m3h": _l("水泵额定流量（m³/h）"),
    "pump_power_kw": _l("水泵功率（kW）"),
    "irrigated_mu": _l("灌溉面积（亩）"),
    "meter_kind": _l("计量设施"),
    "meter_no": _l("水表编号"),
    "electricity_account": _l("电表户号"),
    "remark": _l("备注"),
    "built": _l("成井时间"),
    "status": _l("使用状态"),
    "plate": _l("标识牌编号"),
    "permit": _l("取水许可证"),
    "owner": _l("产权人"),
    "manager": _l("管理人"),
    "user": _l("实际使用人"),
}
"""What a difference is about, by the name in a saying."""

_PARTY = {"name": _l("名称"), "identifier": _l("证件号"), "phone": _l("电话")}
PARTS = {
    "owner": _PARTY,
    "manager": _PARTY,
    "user": _PARTY,
    "permit": {
        "number": _l("编号"),
        "permitted_m3": _l("许可水量（m³）"),
        "issued_on": _l("发证日期"),
        "valid_to": _l("有效期至"),
    },
}
"""The parts of what a party or a permit says."""

USES = {
    "inspection": _l("检查"),
    "problem": _l("问题"),
    "measure": _l("整改措施"),
    "closure": _l("封停"),
    "evidence_subject": _l("证据"),
    "batch_change": _l("后来的导入"),
    "well": _l("导入后的修改"),
}
"""What uses a well, by the name of its table."""

MESSAGES = {
    "sheet_encrypted": _l("文件设了打开密码，读不了。请另存一份不加密的再上传。"),
    "sheet_unreadable": _l("读不了这个表格。请用表格软件打开，另存为 xlsx 后再上传。"),
    "sheet_too_large": _l(
        "表格太大：超过 200000 行、300 列，或者展开后占用内存过多。请删去表外的零散内容，或分成几个文件。"
    ),
    "header_not_found": _l(
        "没有找到机井台账的表头（查看过的工作表：%(sheets)s）。表头应在前 40 行，"
        "至少认得出 4 列，如取水井编号、经度、纬度。"
    ),
    "column_missing": _l("没有一列对应“%(fields)s”，每一行都需要它。请在“对应列”里指定。"),
    "mapping_unknown_field": _l("“%(header)s”被对应到“%(word)s”，系统不认识这个字段。"),
    "mapping_unreadable": _l('列对应文件读不了：应是 JSON，形如 {"表头": "字段"}。'),
    "county_not_loaded": _l("还没有 %(county)s 的县界和乡镇，无法判断井在哪里。请先导入县域资料。"),
    "well_code_pattern_invalid": _l(
        "设置 CASEBOOK_WELL_CODE_PATTERN（%(pattern)s）不是正则表达式：%(reason)s"
    ),
    "well_limits_invalid": _l("设置 CASEBOOK_WELL_LIMITS（%(text)s）不对：%(reason)s"),
    "register_changed": _l("预览之后台账被别人改过，“%(file)s”没有导入。请重新预览后再确认。"),
    "batch_state": _l("这一批现在是“%(state)s”，不能做这一步。请刷新页面。"),
    "batch_reason": _l("请写明撤回的原因。"),
    "batch_in_use": _l("这一批的井已经被用到 %(count)s 处（检查、问题、封停、后来的修改或导入），不能撤回。"),
}
