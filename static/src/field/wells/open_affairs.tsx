// Open problems, measures with their days, and the closure of one well.
import type { ComponentChildren } from "preact";
import { DueText } from "../tasks/due_text";
import type { Work } from "../store/types";
import { _ } from "../words";
import type { Affairs } from "./affairs";
import { labelOf } from "./words";

export function OpenAffairs({ affairs, present }: { readonly affairs: Affairs; readonly present: Work }) {
  const { problems, measures, closures, tasks } = affairs;
  const returned = tasks.filter(({ kind }) => kind === "returned");
  const label = (enumeration: string, value: string): string => labelOf(present.parts, enumeration, value);
  if (!problems.length && !measures.length && !closures.length && !returned.length) return null;
  return (
    <section class="task-group">
      <h2>{_("问题、措施和封井")}</h2>
      <ul class="affairs">
        {returned.map(({ id, title, note }) => (
          <Affair key={id} title={title} state={_("退回")}>
            {note}
          </Affair>
        ))}
        {problems.map(({ id, number, code, title, description, status, due_on }) => (
          <Affair key={id} title={`${code} ${title}`} number={number} state={label("ProblemStatus", status)} due={due_on}>
            {description}
          </Affair>
        ))}
        {measures.map(({ id, order_no, demand, status, due_on }) => (
          <Affair key={id} title={_("责令措施")} number={order_no} state={label("MeasureStatus", status)} due={due_on}>
            {demand}
          </Affair>
        ))}
        {closures.map(({ id, number, kind, status, closed_on }) => (
          <Affair key={id} title={label("ClosureKind", kind)} number={number} state={label("ClosureStatus", status)}>
            {closed_on && _("封井日期 %(day)s", { day: closed_on })}
          </Affair>
        ))}
      </ul>
    </section>
  );
}

interface AffairProps {
  readonly title: string;
  readonly number?: string;
  readonly state: string;
  readonly due?: string | null;
  readonly children: ComponentChildren;
}

function Affair({ title, number, state, due = null, children }: AffairProps) {
  return (
    <li class="affair">
      <p>
        <strong>{title}</strong> <span class="tag tag--neutral">{state}</span> <DueText due={due} />
      </p>
      {number && <p class="code muted">{number}</p>}
      <p>{children}</p>
    </li>
  );
}
