"""Words of what devices refuse."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "device_key_unreadable": _l("平板送来的公钥无法读取；请更新浏览器后重新登记本机。"),
    "device_name_unusable": _l("请给这台平板起个名字，不超过 %(most)s 个字。"),
    "device_needs_officer": _l("平板由使用它的人员自己登记；请登录后在平板上操作。"),
    "device_of_somebody_else": _l("这台平板的密钥已由另一位人员登记；请在浏览器里清除后重新登记本机。"),
    "device_proof_wrong": _l("平板没有证明它持有所登记的密钥；请重新登记本机。"),
    "device_revocation_needs_reason": _l("请写明为什么停用这台平板，不超过 %(most)s 个字。"),
    "device_state_stale": _l(
        "平板的时钟与服务器相差超过 %(minutes)s 分钟，查不到本机状态；请校准平板的时间后再试。"
    ),
    "device_revoked": _l("这台平板已停用；要继续使用请重新登记。已保存的记录仍可发送，由办公室处理。"),
}
