"""Forms of signing in and of one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from casebook.web.forms import Form


class SignInForm(Form):
    """Name and password."""

    login = StringField(_l("登录名"), [InputRequired(_l("请填写登录名。")), Length(max=40)])
    password = PasswordField(_l("密码"), [InputRequired(_l("请填写密码。")), Length(max=200)])
    next = HiddenField()


class ChangePasswordForm(Form):
    """Old and new password."""

    old_password = PasswordField(_l("原密码"), [InputRequired(_l("请填写原密码。")), Length(max=200)])
    password = PasswordField(_l("新密码"), [InputRequired(_l("请填写新密码。")), Length(max=200)])
    again = PasswordField(
        _l("再输一遍新密码"), [InputRequired(_l("请再输一遍。")), EqualTo("password", _l("两遍不一致。"))]
    )


class EndSignInForm(Form):
    """Only the token against forged requests."""
