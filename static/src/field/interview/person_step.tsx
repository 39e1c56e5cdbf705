// Who is asked, and where. What is written here is personal data: encrypted on the tablet, looked at under a log in the office.
import { BigChoices } from "../forms/choices";
import { DayField, TextField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { _ } from "../words";
import type { InterviewData, PersonData } from "./model";

export function PersonStep({ record }: { readonly record: Handle<InterviewData> }) {
  const data = record.value.value;
  const { person } = data;
  const change = (part: Partial<PersonData>): void => record.edit((now: InterviewData) => ({ ...now, person: { ...now.person, ...part } }));
  const sexes: [string, string][] = [
    ["男", _("男")],
    ["女", _("女")],
  ];
  return (
    <>
      <TextField label={_("姓名")} most={60} value={person.name} onText={(name) => change({ name })} />
      <TextField label={_("与本案关系")} hint={_("例如：产权人、管理人、实际使用人、打井人、邻居。")} most={60} value={person.relation} onText={(relation) => change({ relation })} />
      <BigChoices label={_("性别")} value={person.sex || null} options={sexes} onChoose={(sex) => change({ sex })} />
      <DayField label={_("出生日期")} isOptional value={person.bornOn} onDay={(bornOn) => change({ bornOn })} />
      <TextField label={_("身份证号")} isOptional isPrivate most={18} value={person.identity} onText={(identity) => change({ identity })} />
      <TextField label={_("电话")} isOptional isPrivate kind="tel" most={20} value={person.phone} onText={(phone) => change({ phone })} />
      <TextField label={_("工作单位")} isOptional most={100} value={person.work} onText={(work) => change({ work })} />
      <TextField label={_("住址")} isOptional most={200} value={person.address} onText={(address) => change({ address })} />
      <TextField label={_("询问地点")} most={120} value={data.place} onText={(place) => record.edit({ place })} />
    </>
  );
}
