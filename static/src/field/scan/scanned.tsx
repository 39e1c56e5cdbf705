// What becomes of a scanned code: a plate opens its well, the other officer's request opens the signing.
import { signForOther } from "../capture/sign_for_other";
import { openOverlay } from "../capture/overlay";
import { decodeExchange } from "../capture/exchange";
import type { PlateText } from "../plates/text";
import { verifyPlate, type PlateVerdict } from "../plates/verify";
import { go } from "../routes";
import { verifyText } from "../store/device";
import type { Well } from "../store/types";
import { me, work } from "../store/work";
import { _ } from "../words";
import { scanCode } from "./scan_code";

/** What a scan at a well proved. */
export type ScanVerdict = PlateVerdict<Well> | { readonly kind: "other_well"; readonly plate: PlateText };

export interface ScannedPlate {
  readonly well: string; // id of the well at which it was scanned
  readonly text: string;
  readonly at: string; // UTC with milliseconds
  readonly verdict: ScanVerdict;
}

const KEPT_MS = 15 * 60 * 1000;
let latest: ScannedPlate | null = null;

/** Return what was scanned at a well within the last quarter of an hour: a record begun now starts with it. */
export function plateScannedAt(well: string, now = Date.now()): ScannedPlate | null {
  return latest?.well === well && now - Date.parse(latest.at) <= KEPT_MS ? latest : null;
}

/** Judge what was scanned at a well, and remember it. */
export async function judgeScan(text: string, well: string): Promise<ScannedPlate> {
  const found = await verdictOf(text);
  const isOther = found.kind === "good" && found.well.id !== well;
  return remember(text, well, isOther ? { kind: "other_well", plate: found.plate } : found);
}

/** Scan anything and go where it leads. */
export async function scanAndOpen(): Promise<void> {
  const text = await scanCode();
  if (text === null) return;
  const exchanged = decodeExchange(text);
  if (exchanged.kind === "request") return signForOther(exchanged.request);
  const verdict = await verdictOf(text);
  if (verdict.kind !== "good") {
    await openOverlay(_("扫码结果"), () => <PlateNotice verdict={verdict} />);
    return;
  }
  remember(text, verdict.well.id, verdict);
  go(`#/well/${verdict.well.id}`);
}

function remember(text: string, well: string, verdict: ScanVerdict): ScannedPlate {
  latest = { well, text, at: new Date().toISOString(), verdict };
  return latest;
}

async function verdictOf(text: string): Promise<PlateVerdict<Well>> {
  const present = work.value;
  const plates = present?.parts.plates ?? { keys: [], revoked: [] };
  const wellByCode = (code: string): Well | undefined => present?.wellByCode.get(code);
  return verifyPlate(text, { county: me.value?.county ?? "", plates, wellByCode, verify: verifyText });
}

export function PlateNotice({ verdict }: { readonly verdict: ScanVerdict }) {
  const { tone, title, body } = plateWords(verdict);
  return (
    <div class={`notice notice--${tone}`} role="status">
      <div>
        <p class="notice__title">{title}</p>
        <p>{body}</p>
      </div>
    </div>
  );
}

interface Words {
  readonly tone: "success" | "warning" | "error";
  readonly title: string;
  readonly body: string;
}

/** Return what a verdict means and what to do. */
export function plateWords(verdict: ScanVerdict): Words {
  if (verdict.kind === "not_plate") return { tone: "warning", title: _("不是本系统的二维码"), body: _("找井口的标牌再扫；标牌损坏的，按编码找井，并记下标牌损坏。") };
  const { county, code, serial } = verdict.plate;
  switch (verdict.kind) {
    case "good":
      return { tone: "success", title: _("标牌有效"), body: _("井 %(code)s，标牌 %(serial)s。", { code, serial }) };
    case "other_well":
      return { tone: "error", title: _("这是另一眼井的标牌"), body: _("标牌有效，但属于井 %(code)s：找对井再扫；标牌确实装在这里的，写进情况说明。", { code }) };
    case "foreign_county":
      return { tone: "error", title: _("其他县的标牌"), body: _("标牌属于县 %(county)s 的井 %(code)s，本县不能据此记录。", { county, code }) };
    case "unknown_key":
      return { tone: "warning", title: _("无法核验标牌"), body: _("工作包里没有签发它的密钥：重新取一次工作包再扫；现在可按编码 %(code)s 找井。", { code }) };
    case "forged":
      return { tone: "error", title: _("标牌的签名不对"), body: _("它写着井 %(code)s，但不是本县发出的。拍照留证，按涉嫌伪造标牌上报。", { code }) };
    case "revoked":
      return { tone: "error", title: _("标牌已作废"), body: _("标牌 %(serial)s（井 %(code)s）已因遗失、复制或更换作废。拍照留证，上报补制。", { serial, code }) };
    case "unknown_well":
      return { tone: "warning", title: _("这眼井不在工作包里"), body: _("标牌有效，井 %(code)s 不在带出的范围：有网络时把它取进工作包，或先作巡查的登记外井记录。", { code }) };
  }
}
