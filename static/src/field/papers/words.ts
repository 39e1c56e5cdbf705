// Words of papers and of those who sign them.
import type { SignedHow, SignerRole } from "../store/types";
import { _ } from "../words";

export function roleWord(role: SignerRole): string {
  return { lead: _("主办人员"), second: _("协办人员"), party: _("当事人"), witness: _("见证人") }[role];
}

export function howWord(how: SignedHow): string {
  return {
    own_device: _("在本人平板上签名"),
    signed_in: _("登录确认"),
    declared: _("仅为声明，不是签名"),
    screen: _("屏幕签名"),
    pen: _("纸面签名或捺印"),
  }[how];
}
