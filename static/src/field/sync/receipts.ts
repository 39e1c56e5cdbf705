// A receipt is believed only when one of the pinned keys signed it and it speaks of exactly these bytes.
import { isSigned, utf8 } from "../store/crypto";
import type { DeviceRow, OperationRow } from "../store/db";
import type { Signed } from "../store/types";

interface ReceiptText {
  readonly version: number;
  readonly county: string;
  readonly device: string;
  readonly operation: string;
  readonly body_hash: string;
  readonly files: readonly string[];
}

type Receiver = Pick<DeviceRow, "county" | "device" | "pinned">;
type Awaited = Pick<OperationRow, "id" | "bodyHash" | "files">;

/** Say whether a receipt proves that the server has this operation and every file of it. */
export async function isReceiptFor(operation: Awaited, device: Receiver, receipt: Signed): Promise<boolean> {
  if (!speaksOf(operation, device, receipt.text)) return false;
  const bytes = utf8(receipt.text);
  const signed = await Promise.all(device.pinned.map((pin) => isSigned(pin.signing_key, bytes, receipt.signature)));
  return signed.includes(true);
}

function speaksOf(operation: Awaited, device: Receiver, text: string): boolean {
  const said = parse(text);
  if (!said || said.version !== 1 || !Array.isArray(said.files)) return false;
  const hashes = operation.files.map((file) => file.hash).sort();
  return (
    said.county === device.county &&
    said.device === device.device &&
    said.operation === operation.id &&
    said.body_hash === operation.bodyHash &&
    JSON.stringify(said.files) === JSON.stringify(hashes)
  );
}

function parse(text: string): ReceiptText | null {
  try {
    return JSON.parse(text) as ReceiptText | null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
