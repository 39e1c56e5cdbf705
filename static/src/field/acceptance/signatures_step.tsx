// The four who sign an acceptance; on the glass, or on the paper that goes with it.
import { KeptPicture } from "../capture/kept_picture";
import { openOverlay } from "../capture/overlay";
import { SignaturePad } from "../capture/signature_pad";
import { DayField, TextField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { dayOf } from "../papers/days";
import type { KeptFile } from "../store/types";
import { _ } from "../words";
import type { AcceptanceData, SignatureOf } from "./model";
import { signatureRoleWord } from "./words";

export function SignaturesStep({ record }: { readonly record: Handle<AcceptanceData> }) {
  const data = record.value.value;
  const today = dayOf(new Date().toISOString());
  return (
    <>
      <DayField label={_("验收日期")} least={data.closedOn} most={today} value={data.acceptedOn} onDay={(acceptedOn) => record.edit({ acceptedOn })} hint={_("封停日期 %(day)s", { day: data.closedOn })} />
      {data.signatures.map((one) => (
        <SignatureForm key={one.role} record={record} one={one} today={today} />
      ))}
    </>
  );
}

function SignatureForm({ record, one, today }: { readonly record: Handle<AcceptanceData>; readonly one: SignatureOf; readonly today: string }) {
  const change = (part: Partial<SignatureOf>): void =>
    record.edit((now: AcceptanceData) => ({ ...now, signatures: now.signatures.map((each) => (each.role === one.role ? { ...each, ...part } : each)) }));
  const draw = async (): Promise<void> => {
    const image = await openOverlay<KeptFile>(signatureRoleWord(one.role), (close) => <SignaturePad label={`${signatureRoleWord(one.role)} ${one.name}`} onSigned={close} />);
    if (!image) return;
    change({ image, signedOn: one.signedOn || today });
    await record.flush();
  };
  return (
    <section class="panel">
      <h2>{signatureRoleWord(one.role)}</h2>
      <TextField label={_("单位")} most={120} value={one.unit} onText={(unit) => change({ unit })} />
      <TextField label={_("签字人")} most={60} value={one.name} onText={(name) => change({ name })} />
      <DayField label={_("签字日期")} most={today} value={one.signedOn} onDay={(signedOn) => change({ signedOn })} />
      {one.image && (
        <div class="signer__done">
          <KeptPicture file={one.image} label={one.name} />
        </div>
      )}
      <button type="button" class="button button--secondary" disabled={!one.name.trim()} onClick={() => void draw()}>
        {one.image ? _("重签") : _("在屏幕上签名（签在纸上的不用）")}
      </button>
    </section>
  );
}
