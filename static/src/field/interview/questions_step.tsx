// Questions by problem code, changed, ordered, added, removed; each with its answer.
import { AreaField, SelectField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { newId } from "../store/device";
import { work } from "../store/work";
import type { ProblemCode } from "../store/types";
import { _ } from "../words";
import { moved, offeredQuestions, type ExchangeData, type InterviewData } from "./model";

interface QuestionsProps {
  readonly record: Handle<InterviewData>;
}

function problems(): readonly ProblemCode[] {
  return work.value?.parts.codes.problems ?? [];
}

export function QuestionsStep({ record }: QuestionsProps) {
  const data = record.value.value;
  const add = (questions: readonly string[]): void =>
    record.edit((now: InterviewData) => ({ ...now, exchanges: [...now.exchanges, ...questions.map((question) => ({ id: newId(), question, answer: "" }))] }));
  return (
    <>
      <Codes record={record} onAdd={add} />
      {data.exchanges.map((one, index) => (
        <Exchange key={one.id} record={record} one={one} index={index} />
      ))}
      <button type="button" class="button button--secondary button--wide" onClick={() => add([""])}>
        {_("加一个问题")}
      </button>
    </>
  );
}

function Codes({ record, onAdd }: QuestionsProps & { readonly onAdd: (questions: readonly string[]) => void }) {
  const data = record.value.value;
  const offered = offeredQuestions(data, problems());
  const options = problems()
    .filter((one) => !data.codes.includes(one.code) && one.questions.length)
    .map((one): [string, string] => [one.code, `${one.code} ${one.title}`]);
  const choose = (code: string): void => {
    if (code) record.edit((now: InterviewData) => ({ ...now, codes: [...now.codes, code] }));
  };
  return (
    <div class="block">
      <SelectField label={_("问题类型")} hint={data.codes.length ? _("已选 %(codes)s", { codes: data.codes.join(_("、")) }) : _("选了类型，就给出要问的问题。")} value="" options={options} onChoose={choose} blank={_("再选一类")} />
      {offered.length > 0 && (
        <div class="offers">
          <button type="button" class="button button--primary" onClick={() => onAdd(offered)}>
            {_("加入全部 %(n)s 个问题", { n: offered.length })}
          </button>
          {offered.map((question) => (
            <button key={question} type="button" class="button button--secondary offers__one" onClick={() => onAdd([question])}>
              {question}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Exchange({ record, one, index }: QuestionsProps & { readonly one: ExchangeData; readonly index: number }) {
  const last = record.value.value.exchanges.length - 1;
  const change = (part: Partial<ExchangeData>): void =>
    record.edit((now: InterviewData) => ({ ...now, exchanges: now.exchanges.map((each) => (each.id === one.id ? { ...each, ...part } : each)) }));
  const move = (by: number): void => record.edit((now: InterviewData) => ({ ...now, exchanges: moved(now.exchanges, index, by) }));
  const remove = (): void => record.edit((now: InterviewData) => ({ ...now, exchanges: now.exchanges.filter((each) => each.id !== one.id) }));
  return (
    <section class="panel">
      <AreaField label={_("问 %(n)s", { n: index + 1 })} rows={2} most={500} value={one.question} onText={(question) => change({ question })} />
      <AreaField label={_("答")} rows={3} most={2000} value={one.answer} onText={(answer) => change({ answer })} />
      <div class="capture__buttons">
        <button type="button" class="button button--quiet" disabled={index === 0} onClick={() => move(-1)}>
          {_("上移")}
        </button>
        <button type="button" class="button button--quiet" disabled={index === last} onClick={() => move(1)}>
          {_("下移")}
        </button>
        <button type="button" class="button button--quiet" onClick={remove}>
          {_("去掉这一问")}
        </button>
      </div>
    </section>
  );
}
