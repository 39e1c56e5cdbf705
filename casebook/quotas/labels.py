"""Words for forms of permit numbers, sources, methods and grades of volumes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from casebook.kernel.identifiers import PermitNumberKind
from casebook.quotas.rules import Grade, VolumeMethod, VolumeSource

LABELS = {
    PermitNumberKind: {
        PermitNumberKind.ELECTRONIC: _l("电子证照编号"),
        PermitNumberKind.PAPER: _l("纸质证编号"),
    },
    VolumeSource: {VolumeSource.REGISTER: _l("台账填报"), VolumeSource.MEASURED: _l("实测")},
    VolumeMethod: {
        VolumeMethod.ONLINE_METER: _l("在线计量"),
        VolumeMethod.MANUAL_METER: _l("人工抄表"),
        VolumeMethod.POWER_COEFFICIENT: _l("以电折水"),
        VolumeMethod.PUMP_HOURS: _l("水泵流量乘时长"),
        VolumeMethod.NORM: _l("定额推算"),
        VolumeMethod.STATED: _l("仅有填报数"),
    },
    Grade: {
        Grade.A: _l("甲级（计量）"),
        Grade.B: _l("乙级（折算）"),
        Grade.C: _l("丙级（推算）"),
        Grade.D: _l("丁级（仅供参考）"),
    },
}
