// Choices that are pressed, not aimed at.
import type { ComponentChildren } from "preact";

interface BigChoicesProps<V extends string> {
  readonly label: string;
  readonly value: V | null;
  readonly options: readonly (readonly [value: V, word: string])[];
  readonly onChoose: (value: V) => void;
  readonly isLabelHidden?: boolean;
}

/** A row of big buttons of which one is pressed. */
export function BigChoices<V extends string>({ label, value, options, onChoose, isLabelHidden = false }: BigChoicesProps<V>) {
  return (
    <fieldset class="big-choices">
      <legend class={isLabelHidden ? "visually-hidden" : "field__label"}>{label}</legend>
      <div class="big-choices__row">
        {options.map(([each, word]) => (
          <button key={each} type="button" class="big-choice" data-value={each} aria-pressed={value === each} onClick={() => onChoose(each)}>
            {word}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

interface TickProps {
  readonly isOn: boolean;
  readonly onTick: (isOn: boolean) => void;
  readonly children: ComponentChildren;
}

/** A statement that is ticked. */
export function Tick({ isOn, onTick, children }: TickProps) {
  return (
    <label class="tick">
      <input type="checkbox" checked={isOn} onChange={(event) => onTick(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}

/** A fact or a warning in its colour and with its word. */
export function Note({ tone = "info", children }: { readonly tone?: "info" | "good" | "warn" | "bad"; readonly children: ComponentChildren }) {
  return (
    <div class={`note note--${tone}`} role={tone === "bad" ? "alert" : undefined}>
      {children}
    </div>
  );
}
