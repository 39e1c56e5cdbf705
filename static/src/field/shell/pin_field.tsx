import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onInput: (pin: string) => void;
  readonly isNew?: boolean;
  readonly error?: string;
  readonly isDisabled?: boolean;
}

/** Six digits, never shown and never remembered by the browser. */
export function PinField({ label, value, onInput, isNew = false, error = "", isDisabled = false }: Props) {
  const id = useId();
  return (
    <div class={error ? "field field--invalid" : "field"}>
      <label class="field__label" for={id}>
        {label}
      </label>
      <input
        class="input pin"
        id={id}
        type="password"
        inputMode="numeric"
        autoComplete={isNew ? "new-password" : "off"}
        maxLength={6}
        value={value}
        disabled={isDisabled}
        aria-invalid={error !== ""}
        aria-describedby={error ? `${id}-error` : undefined}
        onInput={(event) => onInput(event.currentTarget.value.replace(/\D/g, "").slice(0, 6))}
      />
      {error && (
        <p class="field__error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
