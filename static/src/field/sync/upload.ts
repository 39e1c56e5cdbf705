// One file by tus: decrypted piece by piece, resumed where the server says it stopped.
import { Upload, type FileReader, type HttpStack } from "tus-js-client";
import { readBytes } from "../store/files";
import { here } from "../store/current";
import { writeAll } from "../store/db";
import { settings } from "../store/work";
import { NoNetwork, reasonOf, Refusal } from "./api";
import { outcomeOf, type Outcome } from "./wire";

const HASH_WRONG = 460;
const PAUSES_MS = [0, 500, 2000];

export interface Sending {
  readonly operation: string;
  readonly hash: string;
  readonly size: number;
  readonly name: string;
  readonly type: string;
}

interface Failure {
  readonly message: string;
  readonly originalResponse?: { getStatus(): number; getBody(): string; getHeader(name: string): string | undefined } | null;
}

const reader: FileReader = {
  async openFile(input: Sending) {
    return {
      size: input.size,
      async slice(start: number, end: number) {
        const last = Math.min(end, input.size);
        const value = new Blob([await readBytes(input.hash, start, last)]); // tus asks a piece for its `size`
        return { value, done: last >= input.size };
      },
      close: () => undefined,
    };
  },
};

async function keepUrl(hash: string, url: string | null): Promise<void> {
  const { db } = here();
  await writeAll(db, ["files"], async (tx) => {
    const row = await tx.objectStore("files").get(hash);
    if (row) await tx.objectStore("files").put({ ...row, uploadUrl: url });
  });
}

/** Let tests in node use their own way to the network. */
export const uploading: { httpStack: HttpStack | null; endpoint: string } = { httpStack: null, endpoint: "/field/api/files" };

function failureOf(error: Error): Error {
  const response = (error as unknown as Failure).originalResponse;
  const status = response?.getStatus() ?? 0;
  if (!response || status === 0) return new NoNetwork(error.message);
  const after = Number(response.getHeader("Retry-After"));
  return new Refusal(status, reasonOf(status, response.getBody()), after > 0 ? after : null);
}

async function once(file: Sending, onSent: (bytes: number) => void): Promise<void> {
  const { device, db } = here();
  const known = (await db.get("files", file.hash))?.uploadUrl ?? null;
  await new Promise<void>((resolve, reject) => {
    const upload: Upload = new Upload(file as unknown as Blob, {
      endpoint: uploading.endpoint,
      uploadUrl: known,
      uploadSize: file.size,
      chunkSize: settings.value.chunk_bytes,
      retryDelays: PAUSES_MS,
      fileReader: reader,
      uploadDataDuringCreation: true, // one request for a photograph, and no more than a first piece to send again
      storeFingerprintForResuming: false,
      headers: { "Casebook-Device": device.device },
      metadata: { hash: file.hash, name: file.name, type: file.type, operation: file.operation },
      onProgress: (sent) => onSent(sent),
      onUploadUrlAvailable: () => {
        if (upload.url !== known) keepUrl(file.hash, upload.url).catch(reject);
      },
      onSuccess: () => resolve(),
      onError: (error) => reject(failureOf(error)),
      ...(uploading.httpStack ? { httpStack: uploading.httpStack } : {}),
    });
    upload.start();
  });
}

/** Upload one file; null when the server has every byte of it. A wrong hash begins anew, once. */
export async function uploadFile(file: Sending, onSent: (bytes: number) => void): Promise<Outcome | null> {
  for (let fresh = false; ; fresh = true) {
    try {
      await once(file, onSent);
      return null;
    } catch (error) {
      const isWrong = error instanceof Refusal && error.status === HASH_WRONG;
      if (isWrong) await keepUrl(file.hash, null);
      if (isWrong && !fresh) continue;
      return outcomeOf(error);
    }
  }
}
