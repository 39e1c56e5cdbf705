// Fields for a thumb in the rain: a label above, a hint below it, the fault under the control, never a box that jumps.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { _ } from "../words";

interface FrameProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | null | undefined;
  readonly isOptional?: boolean | undefined;
  readonly children: ComponentChildren;
}

function Frame({ id, label, hint, fault, isOptional, children }: FrameProps) {
  return (
    <div class={`field${fault ? " field--invalid" : ""}`}>
      <label class="field__label" for={id}>
        {label}
        {isOptional && <span class="field__optional">{_("可不填")}</span>}
      </label>
      {hint && (
        <p class="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {fault && (
        <p class="field__error" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly hint?: string;
  readonly fault?: string | null;
  readonly isOptional?: boolean;
  readonly most?: number;
  readonly kind?: "text" | "decimal" | "tel";
  readonly unit?: string;
  readonly isPrivate?: boolean;
}

function described(id: string, { hint, fault }: { hint?: string | undefined; fault?: string | null | undefined }): string | undefined {
  return [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
}

/** One line of text, or a figure with its unit. */
export function TextField({ label, value, onText, hint, fault, isOptional, most = 400, kind = "text", unit, isPrivate = false }: TextProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, fault, isOptional }}>
      <span class="field__control">
        <input
          id={id}
          class="input"
          type="text"
          {...(kind === "text" ? {} : { inputMode: kind })}
          maxLength={most}
          value={value}
          autocomplete="off"
          spellcheck={!isPrivate}
          aria-invalid={Boolean(fault)}
          aria-describedby={described(id, { hint, fault })}
          onInput={(event) => onText(event.currentTarget.value)}
        />
        {unit && <span class="field__unit">{unit}</span>}
      </span>
    </Frame>
  );
}

interface AreaProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly hint?: string | undefined;
  readonly fault?: string | null | undefined;
  readonly isOptional?: boolean | undefined;
  readonly rows?: number;
  readonly most?: number;
}

export function AreaField({ label, value, onText, hint, fault, isOptional, rows = 4, most = 4000 }: AreaProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, fault, isOptional }}>
      <textarea
        id={id}
        class="textarea"
        rows={rows}
        maxLength={most}
        value={value}
        aria-invalid={Boolean(fault)}
        aria-describedby={described(id, { hint, fault })}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </Frame>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onDay: (day: string) => void;
  readonly hint?: string;
  readonly fault?: string | null;
  readonly isOptional?: boolean;
  readonly least?: string;
  readonly most?: string;
}

/** A day, YYYY-MM-DD. */
export function DayField({ label, value, onDay, hint, fault, isOptional, least, most }: DayProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, fault, isOptional }}>
      <span class="field__control field__control--day">
        <input id={id} class="input" type="date" min={least} max={most} value={value} aria-invalid={Boolean(fault)} aria-describedby={described(id, { hint, fault })} onInput={(event) => onDay(event.currentTarget.value)} />
      </span>
    </Frame>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, word: string])[];
  readonly onChoose: (value: string) => void;
  readonly hint?: string;
  readonly fault?: string | null;
  readonly isOptional?: boolean;
  readonly blank?: string;
}

export function SelectField({ label, value, options, onChoose, hint, fault, isOptional, blank }: SelectProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, fault, isOptional }}>
      <select id={id} class="select" value={value} aria-invalid={Boolean(fault)} aria-describedby={described(id, { hint, fault })} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{blank ?? _("请选择")}</option>
        {options.map(([each, word]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </select>
    </Frame>
  );
}
