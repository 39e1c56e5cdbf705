// The problems that the officers saw, in their words; answers that point to one offer it.
import { useState } from "preact/hooks";
import { isOriginalCarrier } from "../../evidence/card";
import { Note } from "../../forms/choices";
import { AreaField, SelectField } from "../../forms/fields";
import { newId } from "../../store/device";
import { work } from "../../store/work";
import type { ProblemCode } from "../../store/types";
import { _ } from "../../words";
import { applying, suggestedCodes } from "../answers";
import type { ActData, FindingData } from "../model";
import { distanceFrom } from "../place";
import { automaticAnswers } from "../steps";
import type { StepProps } from "./step_props";

function problems(): readonly ProblemCode[] {
  return work.value?.parts.codes.problems ?? [];
}

/** Return the codes that the answers point to and that are not recorded yet, with the questions they came from. */
function offers(data: ActData): [string, string[]][] {
  const answers = { ...data.answers, ...automaticAnswers(data, distanceFrom(data.subject, data.presence)) };
  const recorded = new Set(data.findings.map((one) => one.code));
  return [...suggestedCodes(applying(data.checklist.items, data.kind), answers)].filter(([code]) => !recorded.has(code));
}

export function FindingsStep({ record }: StepProps) {
  const data = record.value.value;
  const add = (code: string): void => {
    const title = problems().find((one) => one.code === code)?.title ?? code;
    const description = offers(data).find(([each]) => each === code)?.[1].map((item) => data.notes[item] ?? "").filter(Boolean).join("；") ?? "";
    const one: FindingData = { id: newId(), code, title, description };
    record.edit((now: ActData) => ({ ...now, findings: [...now.findings, one] }));
  };
  const change = (id: string, description: string): void =>
    record.edit((now: ActData) => ({ ...now, findings: now.findings.map((one) => (one.id === id ? { ...one, description } : one)) }));
  const remove = (id: string): void => record.edit((now: ActData) => ({ ...now, findings: now.findings.filter((one) => one.id !== id) }));
  const isChatOnly = data.findings.length > 0 && data.evidence.length > 0 && !data.evidence.some(isOriginalCarrier);
  return (
    <>
      <p class="muted">{_("一类问题写一条：在哪里、是什么、有多少。没有问题的，直接下一步。")}</p>
      {isChatOnly && <Note tone="bad">{_("现有照片都是聊天软件转来的，只能支持线索，不能支持认定：请用本机现场拍照。")}</Note>}
      {data.findings.map((one) => (
        <Finding key={one.id} one={one} onText={(text) => change(one.id, text)} onRemove={() => remove(one.id)} />
      ))}
      <Offers found={offers(data)} onAdd={add} />
      <Another recorded={data.findings.map((one) => one.code)} onAdd={add} />
    </>
  );
}

function Finding({ one, onText, onRemove }: { readonly one: FindingData; readonly onText: (text: string) => void; readonly onRemove: () => void }) {
  return (
    <section class="panel">
      <h2>
        <span class="code">{one.code}</span>　{one.title}
      </h2>
      <AreaField label={_("看到的情况")} rows={3} most={1000} value={one.description} onText={onText} />
      <button type="button" class="button button--quiet" onClick={onRemove}>
        {_("去掉 %(code)s", { code: one.code })}
      </button>
    </section>
  );
}

function Offers({ found, onAdd }: { readonly found: readonly (readonly [string, readonly string[]])[]; readonly onAdd: (code: string) => void }) {
  if (!found.length) return null;
  return (
    <div class="block">
      <p>{_("按检查表的回答，可能是这些问题；看清了再记录：")}</p>
      <div class="offers">
        {found.map(([code, items]) => (
          <button key={code} type="button" class="button button--secondary offers__one" onClick={() => onAdd(code)}>
            <span>
              {code} {problems().find((one) => one.code === code)?.title}
            </span>
            <span class="muted">{items.join(_("、"))}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Another({ recorded, onAdd }: { readonly recorded: readonly string[]; readonly onAdd: (code: string) => void }) {
  const [code, setCode] = useState("");
  const options = problems()
    .filter((one) => !recorded.includes(one.code))
    .map((one): [string, string] => [one.code, `${one.code} ${one.title}`]);
  const add = (): void => {
    onAdd(code);
    setCode("");
  };
  return (
    <div class="block">
      <SelectField label={_("记录其他问题")} value={code} options={options} onChoose={setCode} />
      <button type="button" class="button button--secondary" disabled={!code} onClick={add}>
        {_("加入这个问题")}
      </button>
    </div>
  );
}
