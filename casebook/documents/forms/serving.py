"""Forms of service and of address confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from casebook.documents.forms.steps import FILE, NEEDED
from casebook.documents.rules import ConfirmedAddress, DeliveryFacts, DeliveryMode, ReceiverKind
from casebook.kernel.ids import parse_id
from casebook.web.forms import Form, chosen_id, given, offered
from casebook.web.labels import choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from casebook.documents.models import AddressConfirmation

CHOSEN = InputRequired(_l("请选择。"))
TEXTS = ("receiver", "relation", "place", "refusal", "witness", "video", "tracking_no", "through", "ground")


class ServeForm(Form):
    """What the receipt says of a service."""

    mode = SelectField(_l("送达方式"), [CHOSEN])
    on = DateField(_l("送达日期"), [NEEDED])
    receiver = StringField(_l("收件人（受送达人）"), [NEEDED, Length(max=120)])
    receiver_kind = SelectField(_l("收件人身份"), [Optional()])
    relation = StringField(_l("与受送达人的关系"), [Optional(), Length(max=60)])
    place = StringField(_l("送达地点"), [Optional(), Length(max=200)])
    refusal = StringField(_l("拒收事由"), [Optional(), Length(max=400)])
    witness = StringField(_l("见证人姓名和单位"), [Optional(), Length(max=120)])
    video = StringField(_l("拍照、录像的证据编号"), [Optional(), Length(max=120)])
    confirmation = SelectField(_l("送达地址确认书"), [Optional()])
    tracking_no = StringField(_l("邮件号码"), [Optional(), Length(max=60)])
    through = StringField(_l("受委托、转交的机关，或者公告发布处"), [Optional(), Length(max=200)])
    ground = StringField(_l("公告理由"), [Optional(), Length(max=400)])
    first = SelectField(_l("送达人"), [CHOSEN])
    second = SelectField(_l("另一名送达人"), [CHOSEN])
    scan = FileField(_l("送达回证扫描件"), [Optional()])
    remark = TextAreaField(_l("备注"), [Optional(), Length(max=400)], render_kw={"rows": 2})

    def offer(
        self, officers: Iterable[tuple[UUID, str]], confirmations: Iterable[AddressConfirmation]
    ) -> None:
        """Offer the certified officers and the party's address confirmations."""
        named = [("", "—"), *((str(one), name) for one, name in officers)]
        self.mode.choices = offered(choices(DeliveryMode))
        self.receiver_kind.choices = offered(choices(ReceiverKind, blank="—"))
        self.first.choices, self.second.choices = offered(named), offered(named)
        self.confirmation.choices = offered(
            [("", "—"), *((str(one.id), f"{one.confirmed_on} {one.receiver}") for one in confirmations)]
        )

    def delivery(self) -> DeliveryFacts:
        """Return what was typed; fields of other modes are left out by their own emptiness."""
        kind = given(self.receiver_kind)
        return DeliveryFacts(
            mode=DeliveryMode(given(self.mode)),
            on=given(self.on),
            server_ids=(chosen_id(self.first), chosen_id(self.second)),
            receiver_kind=ReceiverKind(kind) if kind else None,
            confirmation_id=parse_id(given(self.confirmation) or ""),
            remark=self.remark.data or "",
            **{name: self[name].data or "" for name in TEXTS},
        )


class CorrectionForm(ServeForm):
    """A service as it really was, in place of a record that was wrong."""

    reason = StringField(_l("更正的理由"), [NEEDED, Length(max=400)])


class AttemptForm(ServeForm):
    """A service that did not come about."""

    failure = StringField(_l("没有送达的原因"), [NEEDED, Length(max=400)])


class ReceiptForm(Form):
    """The scan of a signed receipt."""

    file = FileField(_l("送达回证扫描件"), [FILE])


class AddressForm(Form):
    """An address confirmation (送达地址确认书)."""

    party_name = StringField(_l("当事人"), [NEEDED, Length(max=120)])
    receiver = StringField(_l("收件人"), [NEEDED, Length(max=120)])
    address = StringField(_l("送达地址"), [NEEDED, Length(max=200)])
    phone = StringField(_l("收件人电话"), [NEEDED, Length(max=40)])
    confirmed_on = DateField(_l("确认日期"), [NEEDED])
    allows_electronic = BooleanField(_l("同意电子送达"))
    electronic_address = StringField(_l("邮箱、手机号码或者平台账号"), [Optional(), Length(max=200)])
    scan = FileField(_l("签字的确认书扫描件"), [Optional()])

    def confirmed(self) -> ConfirmedAddress:
        """Return what the party confirmed."""
        return ConfirmedAddress(
            party_name=given(self.party_name),
            receiver=given(self.receiver),
            address=given(self.address),
            phone=given(self.phone),
            confirmed_on=given(self.confirmed_on),
            allows_electronic=bool(self.allows_electronic.data),
            electronic_address=self.electronic_address.data or "",
        )
