// Who acts: the officer at this tablet and a second one, each with a certificate that is valid today.
import { Note } from "../../forms/choices";
import { SelectField } from "../../forms/fields";
import { dayOf } from "../../papers/days";
import { work } from "../../store/work";
import { _ } from "../../words";
import { isCertified } from "../missing";
import type { OfficerHere, SecondData } from "../model";
import { officerOf } from "../subjects";

interface OfficersProps {
  readonly lead: OfficerHere;
  readonly second: SecondData | null;
  readonly startedAt: string;
  readonly onSecond: (second: SecondData | null) => void;
}

export function OfficersStep({ lead, second, startedAt, onSecond }: OfficersProps) {
  const day = dayOf(startedAt);
  const others = (work.value?.parts.officers ?? []).filter((one) => one.id !== lead.id).sort((a, b) => Number(b.agency === lead.agency) - Number(a.agency === lead.agency) || a.name.localeCompare(b.name, "zh"));
  const known = new Map(others.map((one) => [one.id, officerOf(one)]));
  if (second) known.set(second.officer.id, second.officer);
  const options = [...known.values()].map((one): [string, string] => [one.id, `${one.name}　${one.agency}`]);
  const choose = (id: string): void => {
    const officer = known.get(id);
    onSecond(officer ? { officer, declaredAt: null, device: null, signedAt: null, signature: "" } : null);
  };
  return (
    <>
      <OfficerCard officer={lead} part={_("主办")} day={day} />
      <SelectField label={_("协办人员")} hint={_("两名执法人员都要在场；有人回避的，在这里换人。")} value={second?.officer.id ?? ""} options={options} onChoose={choose} />
      {!others.length && <Note tone="warn">{_("工作包里没有其他执法人员，请有网络时更新工作包。")}</Note>}
      {second && <OfficerCard officer={second.officer} part={_("协办")} day={day} />}
      <p class="muted">{_("协办人员在“笔录与签名”里用本人的平板签名，或者先声明在场，回到办公室再确认。")}</p>
    </>
  );
}

function OfficerCard({ officer, part, day }: { readonly officer: OfficerHere; readonly part: string; readonly day: string }) {
  const isValid = isCertified(officer, day);
  const until = officer.validTo ? _("有效期至 %(day)s", { day: officer.validTo }) : _("有效期不明");
  return (
    <Note tone={isValid ? "good" : "bad"}>
      <p>
        <strong>
          {part}　{officer.name}
        </strong>
        {`　${officer.agency}`}
      </p>
      <p>{officer.certificateNo ? _("执法证 %(no)s，%(until)s", { no: officer.certificateNo, until }) : _("没有执法证")}</p>
      <p>{isValid ? _("检查当天有效") : _("检查当天无效：请换有证人员")}</p>
    </Note>
  );
}
