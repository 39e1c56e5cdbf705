// Handing one operation over: the requests, and what their answers mean for it.
import { fromBase64url } from "../store/crypto";
import type { Answer, Reason } from "../store/types";
import { ask, NoNetwork, readJson, refusalOf, Refusal } from "./api";
import type { KeptBody } from "./outbox";

/** What became of a request, as far as the sender cares. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "network" }
  | { readonly kind: "sign_in" }
  /** The server is at fault or busy: it is tried again by itself. */
  | { readonly kind: "server"; readonly reason: Reason; readonly waitS: number | null }
  | { readonly kind: "full"; readonly reason: Reason }
  /** The officer may not for now: it is tried again by itself, since a permission can come back. */
  | { readonly kind: "forbidden"; readonly reason: Reason }
  /** The server will not have it as it is: it is kept, red, and can be exported. */
  | { readonly kind: "rejected"; readonly reason: Reason };

/** The server got other bytes than were sent: the tablet's own are under their seal, so the way is at fault. */
const HURT_ON_THE_WAY = "operation_hash_wrong";

/** Say what a failed request means. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof NoNetwork) return { kind: "network" };
  if (!(error instanceof Refusal)) throw error;
  const { status, reason, retryAfterS } = error;
  if (status === 401) return { kind: "sign_in" };
  if (status === 403) return { kind: "forbidden", reason };
  if (reason.code === HURT_ON_THE_WAY) return { kind: "network" };
  if (status === 507) return { kind: "full", reason };
  if (status >= 500 || status === 408 || status === 423 || status === 425 || status === 429) {
    return { kind: "server", reason, waitS: retryAfterS };
  }
  return { kind: "rejected", reason };
}

async function answered(answer: Response): Promise<Outcome> {
  if (answer.ok || answer.status === 409) return answerOf(answer);
  throw await refusalOf(answer);
}

/** A 409 tells of other bytes under the same id; where it is an answer, it is one like the others. */
async function answerOf(response: Response): Promise<Outcome> {
  const body = await readJson<Answer | { readonly error: Reason }>(response);
  if ("state" in body) return { kind: "answer", answer: body };
  return { kind: "rejected", reason: body.error };
}

/** PUT the exact bytes that were made. */
export async function putOperation(id: string, kept: KeptBody): Promise<Outcome> {
  try {
    return await answered(
      await ask(`/field/api/operations/${id}`, {
        method: "PUT",
        body: fromBase64url(kept.body),
        headers: {
          "Content-Type": "application/json",
          "Casebook-Body-Hash": kept.hash,
          "Casebook-Signature": kept.signature,
        },
      }),
    );
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Ask what the PUT would answer now. */
export async function getOperation(id: string): Promise<Outcome> {
  try {
    return await answered(await ask(`/field/api/operations/${id}`));
  } catch (error) {
    return outcomeOf(error);
  }
}
