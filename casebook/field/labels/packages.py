"""Words of what packages refuse."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "basemap_unreadable": _l("底图文件 %(path)s 打不开，或者不是 PMTiles 文件；请系统管理员检查设置。"),
    "basemap_not_pictures": _l(
        "底图文件 %(path)s 不是图片瓦片（多半是矢量数据），平板画不出来；请系统管理员换成图片瓦片。"
    ),
    "number_not_of_device": _l("编号“%(number)s”不是发给这台平板的，不能退回。"),
    "numbers_return_unreadable": _l("退回编号须写明原因，一次不超过 %(most)s 个。"),
    "package_days_wrong": _l("“到期任务”的天数应在 0 到 %(most)s 之间。"),
    "package_expired": _l("这个工作包已到期，请重新领取。"),
    "package_route_length": _l(
        "路线上应有 1 到 %(most)s 眼井；不填井号就是今天安排好的路线，今天没有安排的请填井号。"
    ),
    "package_wells_unknown": _l("路线上有不在你辖区内或没有登记的井：%(wells)s。"),
}
