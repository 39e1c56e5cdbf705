// What became of a save, read from the server's answer.

export interface Saved {
  readonly saved: string; // Chinese time of day by the server
  readonly seen: string; // what the page shows from now on
  readonly is_far: boolean;
  readonly parts: Readonly<Record<string, string>>; // pieces of the page by id
}

export type Outcome =
  | { readonly kind: "saved"; readonly saved: Saved }
  | { readonly kind: "clash" | "waiting" | "sign_in" | "failed" }
  | {
      readonly kind: "refused";
      readonly message: string;
      readonly errors: Readonly<Record<string, readonly string[]>>;
    };

type Answer = Pick<Response, "type" | "status" | "ok"> & { json(): Promise<unknown> };

const NOT_SIGNED_IN = 401;
const CLASH = 409;
const SERVER_FAULT = 500;

interface Body extends Saved {
  readonly error?: { readonly message: string };
  readonly message?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/** Return what an answer says, or null for a page where data was expected. */
async function bodyOf(answer: Answer): Promise<Body | null> {
  try {
    return (await answer.json()) as Body;
  } catch (error) {
    console.warn("the answer to a save cannot be read", error);
    return null;
  }
}

/** Read an answer. A redirect leads to the page where a first password must be changed. */
export async function outcomeOf(answer: Answer): Promise<Outcome> {
  if (answer.status === NOT_SIGNED_IN || answer.type === "opaqueredirect") return { kind: "sign_in" };
  if (answer.status === CLASH) return { kind: "clash" };
  if (answer.status >= SERVER_FAULT) return { kind: "failed" };
  const body = await bodyOf(answer);
  if (!body) return { kind: "failed" };
  if (answer.ok) return { kind: "saved", saved: body };
  return { kind: "refused", message: body.message ?? body.error?.message ?? "", errors: body.errors ?? {} };
}
