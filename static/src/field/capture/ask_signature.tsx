// On the first officer's tablet: show what the second one is to sign, then read the signature back from their tablet.
import { useState } from "preact/hooks";
import { scanCode } from "../scan/scan_code";
import { verifyText } from "../store/device";
import { work } from "../store/work";
import type { FiledSecond } from "../store/types";
import { _ } from "../words";
import { type AnswerFault, decodeExchange, encodeRequest, judgeAnswer, type SignRequest } from "./exchange";
import { QrPicture } from "./qr_picture";
import { shortHash } from "./sign_for_other";

interface AskSignatureProps {
  readonly request: SignRequest;
  readonly onSigned: (second: FiledSecond & { readonly isVerified: boolean }) => void | Promise<void>;
}

export function AskSignature({ request, onSigned }: AskSignatureProps) {
  const [message, setMessage] = useState("");
  const read = async (): Promise<void> => {
    const text = await scanCode(_("扫第二名执法人员的签名回执"));
    if (text === null) return;
    const exchanged = decodeExchange(text);
    if (exchanged.kind !== "answer") return setMessage(_("这不是签名回执：请对方在他的平板上点“签名”，再扫出现的码。"));
    const { answer } = exchanged;
    const { fault, isVerified } = await judgeAnswer(request, answer, work.value?.parts.officers ?? [], verifyText);
    if (fault) return setMessage(faultText(fault));
    setMessage(isVerified ? _("签名已核验。") : _("签名已收下；工作包里没有对方的公钥，送到服务器后再核验。"));
    await onSigned({ officer: answer.officer, how: "own_device", device: answer.device, signed_at: answer.at, signature: answer.signature, isVerified });
  };
  return (
    <div class="exchange">
      <QrPicture text={encodeRequest(request)} label={_("请第二名执法人员扫的二维码")} />
      <p>{_("请第二名执法人员打开自己平板上的外业页面，点“扫码”扫这个码。")}</p>
      <p>
        {_("笔录指纹")} <span class="code">{shortHash(request.hash)}</span>
      </p>
      <p role="status">{message}</p>
      <button type="button" class="button button--primary" onClick={() => void read()}>
        {_("扫对方的签名回执")}
      </button>
    </div>
  );
}

function faultText(fault: AnswerFault): string {
  if (fault === "other_record") return _("这是另一份记录的签名，请扫这份记录的。");
  if (fault === "same_officer") return _("签名的是主办人自己，不能作第二名执法人员。");
  if (fault === "unknown_officer") return _("签名人不在工作包的值班人员里，请核对。");
  return _("签名核验不过：请对方重新扫码、重新签。");
}
