// What the party was told: the certificate shown, the right to ask for another officer; or that nobody was there.
import { BigChoices, Note, Tick } from "../../forms/choices";
import { AreaField, TextField } from "../../forms/fields";
import { clockText } from "../../forms/times";
import { _ } from "../../words";
import type { ToldData } from "../model";

interface ToldProps {
  readonly told: ToldData;
  /** Only what changed: two ticks may come before the screen is drawn anew. */
  readonly change: (part: Partial<ToldData>) => void;
  /** An interview is with somebody: nobody there is no possibility. */
  readonly isPersonKnown?: boolean;
}

export function ToldStep({ told, change, isPersonKnown = false }: ToldProps) {
  const present: [string, string][] = [
    ["present", _("有人在场")],
    ["absent", _("现场没有人")],
  ];
  return (
    <>
      {!isPersonKnown && (
        <BigChoices label={_("现场有没有人")} isLabelHidden value={told.isAbsent ? "absent" : "present"} options={present} onChoose={(value) => change({ isAbsent: value === "absent" })} />
      )}
      {told.isAbsent ? <Absence told={told} change={change} /> : <Present told={told} change={change} isPersonKnown={isPersonKnown} />}
    </>
  );
}

interface PartProps {
  readonly told: ToldData;
  readonly change: (part: Partial<ToldData>) => void;
}

function Absence({ told, change }: PartProps) {
  return (
    <>
      <Note>{_("没有人可以出示证件和告知的，写明现场情况，请一名见证人。")}</Note>
      <AreaField label={_("现场情况")} hint={_("例如：井房上锁，电话无人接听。")} rows={2} most={300} value={told.absenceNote} onText={(absenceNote) => change({ absenceNote })} />
      <TextField label={_("见证人")} hint={_("姓名和身份，例如：王四，村网格员。")} most={60} value={told.absenceWitness} onText={(absenceWitness) => change({ absenceWitness })} />
    </>
  );
}

function Present({ told, change, isPersonKnown }: PartProps & { readonly isPersonKnown: boolean }) {
  const show = (isOn: boolean): void => change({ idShownAt: isOn ? new Date().toISOString() : null });
  return (
    <>
      {!isPersonKnown && (
        <TextField label={_("现场负责人或在场人")} hint={_("姓名和身份，例如：刘三，取水人。")} most={60} value={told.personOnSite} onText={(personOnSite) => change({ personOnSite })} />
      )}
      <Tick isOn={told.idShownAt !== null} onTick={show}>
        {told.idShownAt === null ? _("已向在场人出示执法证件") : _("%(time)s 已向在场人出示执法证件", { time: clockText(told.idShownAt) })}
      </Tick>
      <Tick isOn={told.recusalAsked} onTick={(recusalAsked) => change({ recusalAsked })}>
        {_("已告知有权申请执法人员回避")}
      </Tick>
      {told.recusalAsked && (
        <AreaField label={_("在场人的表示")} isOptional hint={_("不填即“不申请回避”；申请的写明对谁、什么理由。")} rows={2} most={400} value={told.recusalNote} onText={(recusalNote) => change({ recusalNote })} />
      )}
    </>
  );
}
