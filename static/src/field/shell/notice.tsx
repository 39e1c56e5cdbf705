import type { ComponentChildren } from "preact";

interface Props {
  readonly kind: "info" | "success" | "warning" | "error";
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** A message with its state; errors are read out at once. */
export function Notice({ kind, title, children }: Props) {
  return (
    <div class={`notice notice--${kind}`} role={kind === "error" ? "alert" : "status"}>
      <div>
        <p class="notice__title">{title}</p>
        {children}
      </div>
    </div>
  );
}
