// The frame that all records share: where one is, one block of questions, back and forth, and the overview of all blocks.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { _ } from "../words";

export interface WalkStep {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly state: "missing" | "done" | "blank";
}

interface WalkProps {
  readonly title: string;
  readonly about: string;
  readonly steps: readonly WalkStep[];
  readonly at: string;
  readonly done: number;
  readonly of: number;
  readonly onGo: (step: string) => void;
  readonly banner?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Walk({ title, about, steps, at, done, of, onGo, banner, children }: WalkProps) {
  const [isOverview, setOverview] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  const index = Math.max(0, steps.findIndex((one) => one.id === at));
  const step = steps[index];
  useEffect(() => {
    scrollTo(0, 0);
    head.current?.focus({ preventScroll: true });
  }, [at, isOverview]);
  const go = (id: string | undefined): void => {
    setOverview(false);
    if (id) onGo(id);
  };
  return (
    <div class="walk">
      <header class="walk__head">
        <p class="walk__about">
          <strong>{title}</strong> <span class="code">{about}</span>
        </p>
        <button type="button" class="button button--secondary button--small" aria-expanded={isOverview} onClick={() => setOverview(!isOverview)}>
          {_("目录 %(done)s/%(of)s", { done, of })}
        </button>
        <progress class="walk__progress" max={of} value={done} aria-label={_("已完成 %(done)s 项，共 %(of)s 项", { done, of })} />
      </header>
      {banner}
      {isOverview ? (
        <Overview steps={steps} at={at} onGo={go} />
      ) : (
        <section class="walk__body">
          <h1 class="walk__title" ref={head} tabIndex={-1}>
            {step?.title}
          </h1>
          {children}
        </section>
      )}
      <nav class="walk__foot" aria-label={_("前后翻页")}>
        <button type="button" class="button button--secondary" disabled={index === 0} onClick={() => go(steps[index - 1]?.id)}>
          {_("上一步")}
        </button>
        {index < steps.length - 1 && (
          <button type="button" class="button button--primary walk__next" onClick={() => go(steps[index + 1]?.id)}>
            {_("下一步")}
          </button>
        )}
      </nav>
    </div>
  );
}

function stateWord(state: WalkStep["state"]): string {
  return { missing: _("还缺"), done: _("已填"), blank: _("未填，可不填") }[state];
}

function Overview({ steps, at, onGo }: { readonly steps: readonly WalkStep[]; readonly at: string; readonly onGo: (id: string) => void }) {
  const groups = [...new Set(steps.map((one) => one.group))];
  return (
    <section class="walk__body overview">
      {groups.map((group) => (
        <div key={group}>
          <h2 class="overview__group">{group}</h2>
          <ul class="overview__list">
            {steps
              .filter((one) => one.group === group)
              .map((one) => (
                <li key={one.id}>
                  <button type="button" class="overview__step" data-state={one.state} aria-current={one.id === at ? "step" : undefined} onClick={() => onGo(one.id)}>
                    <span class="overview__title">{one.title}</span>
                    <span class="overview__state">{stateWord(one.state)}</span>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** What is still missing, each a way to where it is mended. */
export function MissingList({ lines, onGo }: { readonly lines: readonly { readonly step: string; readonly text: string }[]; readonly onGo: (step: string) => void }) {
  return (
    <ul class="missing">
      {lines.map(({ step, text }, index) => (
        <li key={`${step}-${index}`}>
          <button type="button" class="missing__line" onClick={() => onGo(step)}>
            <span>{text}</span>
            <span class="missing__go">{_("去补")}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
