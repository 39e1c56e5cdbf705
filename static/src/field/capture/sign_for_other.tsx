// On the second officer's tablet: what is to be signed, the signature with this device's own key, and the code that goes
// back. The signature is queued as an operation of its own, so that it arrives even if the first tablet never does.
import { useState } from "preact/hooks";
import { deviceId, signText } from "../store/device";
import { explainStorage } from "../store/explained";
import { me, work } from "../store/work";
import type { FiledSignature } from "../store/types";
import { queue } from "../sync/outbox";
import { _ } from "../words";
import { encodeAnswer, signedText, type SignRequest } from "./exchange";
import { openOverlay } from "./overlay";
import { QrPicture } from "./qr_picture";

/** Show a request and let the officer sign it. */
export async function signForOther(request: SignRequest): Promise<void> {
  await openOverlay(_("第二名执法人员签名"), () => <SignForOther request={request} />);
}

/** Why this officer cannot sign this request, or null. */
export function signingFault(request: SignRequest, officer: { readonly id: string; readonly county: string } | null): "no_officer" | "foreign_county" | "same_officer" | null {
  if (!officer) return "no_officer";
  if (officer.county !== request.county) return "foreign_county";
  return officer.id === request.lead ? "same_officer" : null;
}

function faultText(fault: "no_officer" | "foreign_county" | "same_officer"): string {
  if (fault === "foreign_county") return _("这份记录属于其他县，不能在这里签。");
  if (fault === "same_officer") return _("主办人不能再作第二名执法人员签名；请另一名执法人员在自己的平板上扫码。");
  return _("先在这台平板上登录并解锁。");
}

async function sign(request: SignRequest, officer: string): Promise<string> {
  const at = new Date().toISOString();
  const device = deviceId.value;
  if (device === null) throw new Error("this tablet is not registered");
  const signature = await signText(signedText(request.county, request.record, request.hash, officer, at));
  const payload: FiledSignature = { part: "second", text_hash: request.hash, signed_at: at, signature };
  await queue("signature.add", request.record, payload, []);
  return encodeAnswer({ v: 1, record: request.record, officer, device, at, signature });
}

function SignForOther({ request }: { readonly request: SignRequest }) {
  const [answer, setAnswer] = useState<string | null>(null);
  const [message, setMessage] = useState("");
  const officer = me.value;
  const fault = signingFault(request, officer);
  if (fault || !officer) return <p class="notice notice--error">{faultText(fault ?? "no_officer")}</p>;
  const lead = work.value?.parts.officers.find(({ id }) => id === request.lead)?.name ?? _("不在工作包里的人员");
  const act = async (): Promise<void> => {
    try {
      setAnswer(await sign(request, officer.id));
    } catch (error) {
      setMessage(explainStorage(error));
    }
  };
  if (answer !== null) {
    return (
      <div class="exchange">
        <QrPicture text={answer} label={_("签名回执二维码")} />
        <p>{_("请主办人用他的平板扫这个码。签名已存在本机待传，发送后服务器会再核一次。")}</p>
      </div>
    );
  }
  return (
    <div class="exchange">
      <dl class="facts">
        <dt>{_("井")}</dt>
        <dd class="code">{request.well}</dd>
        <dt>{_("主办人")}</dt>
        <dd>{lead}</dd>
        <dt>{_("笔录时间")}</dt>
        <dd>{new Date(request.at).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai" })}</dd>
        <dt>{_("笔录指纹")}</dt>
        <dd class="code">{shortHash(request.hash)}</dd>
      </dl>
      {request.text === undefined ? (
        <p>{_("笔录太长，放不进二维码：请在主办人的平板上读完，对上面的指纹，再签。")}</p>
      ) : (
        <pre class="exchange__text">{request.text}</pre>
      )}
      <p role="status">{message}</p>
      <button type="button" class="button button--primary" onClick={() => void act()}>
        {_("我在现场，内容属实，签名")}
      </button>
    </div>
  );
}

/** Return a hash so that two people can compare it aloud: the first sixteen digits in fours. */
export function shortHash(hash: string): string {
  return (hash.replace(/^sha256:/, "").slice(0, 16).match(/.{4}/g) ?? []).join(" ");
}
