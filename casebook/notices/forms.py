"""Forms of notices: when is told, the ways out of the house, one's own choice."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from casebook.notices.actions import MailServer, Robot
from casebook.notices.rules import FURTHEST, MailSecurity, Plan, read_days
from casebook.web.forms import Form, given, offered
from casebook.web.labels import choices


class VersionedForm(Form):
    """A form that carries which version was on the screen."""

    version = HiddenField(default="0")

    def seen_version(self) -> int:
        """Return which version was on the screen, 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and text.isascii() else 0


class PlanForm(VersionedForm):
    """When clocks are told of."""

    ahead = StringField(_l("提前几天提醒承办人"), [Length(max=40)])
    tells_due = BooleanField(_l("到期当天再提醒一次"))
    head_after = IntegerField(
        _l("逾期超过几天报承办机构负责人"),
        [Optional(), NumberRange(0, FURTHEST, _l("请填写 0 到 %(max)s 之间的整数。"))],
    )
    agency_after = IntegerField(
        _l("逾期超过几天报机关负责人"),
        [Optional(), NumberRange(0, FURTHEST, _l("请填写 0 到 %(max)s 之间的整数。"))],
    )

    def plan(self) -> Plan:
        """Return what was given, or raise RuleBroken beside the days."""
        ahead = read_days((self.ahead.data or "").strip())
        return Plan(ahead, given(self.tells_due), self.head_after.data, self.agency_after.data)


class MailForm(VersionedForm):
    """The mail server."""

    host = StringField(_l("邮件服务器"), [InputRequired(_l("请填写邮件服务器。")), Length(max=200)])
    port = IntegerField(
        _l("端口"),
        [InputRequired(_l("请填写端口。")), NumberRange(1, 65535, _l("端口是 1 到 65535 的整数。"))],
        default=465,
    )
    security = SelectField(_l("加密"), [InputRequired()], default=MailSecurity.TLS.value)
    sender = StringField(_l("发件邮箱"), [InputRequired(_l("请填写发件邮箱。")), Length(max=254)])
    login = StringField(_l("登录名"), [Length(max=254)])
    password = PasswordField(_l("密码"), [Length(max=254)])
    is_on = BooleanField(_l("启用"))

    def offer(self) -> None:
        """Fill the choices."""
        self.security.choices = offered(choices(MailSecurity))

    def server(self) -> MailServer:
        """Return what was given."""
        return MailServer(
            host=given(self.host).strip(),
            port=given(self.port),
            security=MailSecurity(given(self.security)),
            sender=given(self.sender).strip(),
            login=(self.login.data or "").strip(),
            password=self.password.data or "",
        )


class ChatForm(VersionedForm):
    """A chat's robot."""

    url = PasswordField(_l("机器人地址（Webhook）"), [Length(max=1000)])
    secret = PasswordField(_l("加签密钥"), [Length(max=254)])
    is_on = BooleanField(_l("启用"))

    def robot(self) -> Robot:
        """Return what was given."""
        return Robot((self.url.data or "").strip(), (self.secret.data or "").strip())


class ChoiceForm(Form):
    """Where one wants the daily digest."""

    by_mail = BooleanField(_l("每个工作日把当天的通知汇总发到我的邮箱"))
    mail = StringField(_l("邮箱"), [Length(max=254)])
