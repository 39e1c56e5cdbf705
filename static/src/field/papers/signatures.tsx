// Who has to sign the text, and how each one does.
import { useState } from "preact/hooks";
import { AskSignature } from "../capture/ask_signature";
import { SignaturePad } from "../capture/signature_pad";
import { KeptPicture } from "../capture/kept_picture";
import { openOverlay } from "../capture/overlay";
import type { SecondData } from "../acts/model";
import { Note } from "../forms/choices";
import { TextField } from "../forms/fields";
import { clockText } from "../forms/times";
import { me } from "../store/work";
import type { FiledSecond, KeptFile, SignedHow, SignerRole } from "../store/types";
import { _ } from "../words";
import { signersOf, type PaperData, type SignatureData } from "./paper";
import type { PaperOf } from "./paper_block";
import { howWord, roleWord } from "./words";

interface SignaturesProps {
  readonly of: PaperOf;
  readonly paper: PaperData;
  readonly onSigned: (signature: SignatureData) => void;
  readonly onSecond: (second: SecondData) => void;
}

export function Signatures({ of, paper, onSigned, onSecond }: SignaturesProps) {
  const hasRefusal = paper.refusal !== null || of.absence !== null;
  const roles: SignerRole[] = [...signersOf(hasRefusal), ...(hasRefusal ? (["witness"] as const) : [])];
  const isReady = paper.isReadBack || hasRefusal;
  if (!isReady) return <Note>{_("宣读或交其阅读以后，才能签名。")}</Note>;
  return (
    <ul class="signers">
      {roles.map((role) => (
        <Signer key={role} role={role} {...{ of, paper, onSigned, onSecond }} />
      ))}
    </ul>
  );
}

/** Return the name that is known of somebody who has to sign. */
function knownName(role: SignerRole, of: PaperOf, paper: PaperData): string {
  const names: Readonly<Record<SignerRole, string>> = {
    lead: of.lead.name,
    second: of.second?.officer.name ?? "",
    party: of.party,
    witness: paper.refusal?.witness ?? of.absence?.witness ?? "",
  };
  return names[role];
}

function Signer({ role, of, paper, onSigned, onSecond }: SignaturesProps & { readonly role: SignerRole }) {
  const done = paper.signatures.find((one) => one.role === role);
  const [name, setName] = useState(done?.name ?? knownName(role, of, paper));
  const isOfficer = role === "lead" || role === "second";
  const sign = (how: SignedHow, image: KeptFile | null = null): void => onSigned({ role, name: name.trim(), how, at: new Date().toISOString(), image });
  const draw = async (): Promise<void> => {
    const image = await openOverlay<KeptFile>(roleWord(role), (close) => <SignaturePad label={`${roleWord(role)} ${name}`} onSigned={close} />);
    if (image) sign("screen", image);
  };
  const canSign = name.trim() !== "";
  return (
    <li class="signer" data-role={role} data-signed={done !== undefined}>
      <h2>
        {roleWord(role)}
        {isOfficer && `　${name}`}
        {role === "witness" && <span class="field__optional">{_("可不签")}</span>}
      </h2>
      {!isOfficer && <TextField label={_("姓名")} most={60} value={name} onText={setName} />}
      {done && <Signed signature={done} />}
      <div class="signer__acts">
        {paper.way === "screen" && (
          <button type="button" class={`button ${done ? "button--secondary" : "button--primary"}`} disabled={!canSign} onClick={() => void draw()}>
            {done ? _("重签") : _("在屏幕上签名")}
          </button>
        )}
        {paper.way === "pen" && done?.how !== "pen" && (
          <button type="button" class="button button--primary" disabled={!canSign} onClick={() => sign("pen")}>
            {_("已在纸上签名或捺印")}
          </button>
        )}
      </div>
      {role === "second" && of.second && <SecondWays second={of.second} of={of} paper={paper} onSigned={onSigned} onSecond={onSecond} />}
    </li>
  );
}

function Signed({ signature }: { readonly signature: SignatureData }) {
  return (
    <div class="signer__done">
      <p>
        {clockText(signature.at)}　{howWord(signature.how)}
      </p>
      {signature.image && <KeptPicture file={signature.image} label={signature.name} />}
    </div>
  );
}

interface SecondWaysProps extends SignaturesProps {
  readonly second: SecondData;
}

/** The second officer's own tablet, or a mere declaration with the end of their certificate number. */
function SecondWays({ second, of, paper, onSigned, onSecond }: SecondWaysProps) {
  const [way, setWay] = useState<"" | "own" | "declared">("");
  const [fault, setFault] = useState("");
  const isSigned = paper.signatures.some((one) => one.role === "second");
  const done = (signature: SignatureData, change: SecondData): void => {
    onSigned(signature);
    onSecond(change);
    setWay("");
  };
  const own = (signed: FiledSecond & { readonly isVerified: boolean }): void => {
    const at = signed.signed_at ?? new Date().toISOString();
    if (signed.officer !== second.officer.id) return setFault(_("签名的不是 %(name)s：请先在“执法人员”里换人。", { name: second.officer.name }));
    const signature: SignatureData = { role: "second", name: second.officer.name, how: "own_device", at, image: null };
    done(signature, { ...second, device: signed.device ?? null, signedAt: signed.signed_at ?? null, signature: signed.signature ?? "" });
  };
  const declare = (): void => {
    const at = new Date().toISOString();
    done({ role: "second", name: second.officer.name, how: "declared", at, image: null }, { ...second, declaredAt: at });
  };
  const request = { v: 1 as const, county: me.value?.county ?? "", record: of.record, hash: paper.textHash, lead: of.lead.id, well: of.well, at: paper.composedAt, text: paper.text };
  return (
    <div class="signer__ways">
      {of.canSignOwn && second.signature === "" && (
        <button type="button" class="button button--secondary" aria-expanded={way === "own"} onClick={() => setWay(way === "own" ? "" : "own")}>
          {_("用协办人员自己的平板签")}
        </button>
      )}
      {!isSigned && second.declaredAt === null && (
        <button type="button" class="button button--quiet" aria-expanded={way === "declared"} onClick={() => setWay(way === "declared" ? "" : "declared")}>
          {_("只声明在场")}
        </button>
      )}
      {fault && <Note tone="bad">{fault}</Note>}
      {way === "own" && <AskSignature request={request} onSigned={own} />}
      {way === "declared" && <Declare second={second} onDeclared={declare} />}
    </div>
  );
}

const SHOWN = 4;

function Declare({ second, onDeclared }: { readonly second: SecondData; readonly onDeclared: () => void }) {
  const [typed, setTyped] = useState("");
  const isRight = typed.length === SHOWN && second.officer.certificateNo.endsWith(typed);
  const fault = typed.length === SHOWN && !isRight ? _("与工作包里的执法证号不符。") : null;
  return (
    <div class="block">
      <Note tone="warn">{_("这样只算声明：记录会写明“仅为声明”，协办人员须在下次登录时确认，否则审核不通过。")}</Note>
      <TextField label={_("请 %(name)s 本人输入执法证号后四位", { name: second.officer.name })} most={SHOWN} value={typed} onText={setTyped} fault={fault} />
      <button type="button" class="button button--secondary" disabled={!isRight} onClick={onDeclared}>
        {_("声明在场")}
      </button>
    </div>
  );
}
