import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlate, signedText } from "../../static/src/field/plates/text";
import { verifyPlate, type PlateContext } from "../../static/src/field/plates/verify";
import { makeKey, verify } from "./field_keys";

const server = await makeKey();
const stranger = await makeKey();
const SHORT = server.fingerprint.slice("sha256:".length, "sha256:".length + 16);
const SERIAL = "371525-2026-PZ-00012";
const CODE = "371525104JJ00012";

async function plateText({ county = "371525", code = CODE, serial = SERIAL, key = SHORT, by = server } = {}): Promise<string> {
  const signature = await by.sign(`casebook-plate:${county}:${code}:${serial}`);
  return `CB1:${county}:${code}:${serial}:${key}:${signature}`;
}
const context = (more: Partial<PlateContext<string>> = {}): PlateContext<string> => ({
  county: "371525",
  plates: { keys: [{ fingerprint: server.fingerprint, signing_key: server.spki }], revoked: [] },
  wellByCode: (code) => (code === CODE ? "the well" : undefined),
  verify,
  ...more,
});
const kindOf = async (text: string, more: Partial<PlateContext<string>> = {}): Promise<string> => (await verifyPlate(text, context(more))).kind;

test("a plate of this county opens its well, bare or behind an address", async () => {
  const text = await plateText();
  const verdict = await verifyPlate(text, context());
  assert.deepEqual(verdict.kind === "good" && [verdict.well, verdict.plate.serial], ["the well", SERIAL]);
  assert.equal(await kindOf(`https://water.example/p/${text}`), "good");
  assert.equal(await kindOf(`https://water.example/casebook/p/${encodeURIComponent(text)}`), "good");
});

test("what was signed is county, code and serial", async () => {
  const plate = readPlate(await plateText());
  assert.ok(plate);
  assert.equal(signedText(plate), `casebook-plate:371525:${CODE}:${SERIAL}`);
});

test("other codes are no plates", async () => {
  const text = await plateText();
  for (const other of ["", "https://pay.example/p/12", text.slice(0, -1), `${text}A`, text.replace("CB1", "CB2"), "https://x.example/p/CB1%ZZ:", "CB-SIGN:{}"]) {
    assert.equal(await kindOf(other), "not_plate", other);
  }
});

test("a plate of another county is said to be one", async () => {
  assert.equal(await kindOf(await plateText({ county: "371526" })), "foreign_county");
});

test("any changed field or foreign key is a forgery", async () => {
  const text = await plateText();
  assert.equal(await kindOf(text.replace("00012:371525-", "00013:371525-")), "forged");
  assert.equal(await kindOf(text.replace("PZ-00012", "PZ-00013")), "forged");
  assert.equal(await kindOf(await plateText({ by: stranger })), "forged");
});

test("a key that the package does not know cannot be judged", async () => {
  assert.equal(await kindOf(await plateText({ key: "0".repeat(16), by: stranger })), "unknown_key");
});

test("a revoked serial is revoked, but a forged one stays forged", async () => {
  const plates = { ...context().plates, revoked: [SERIAL] };
  assert.equal(await kindOf(await plateText(), { plates }), "revoked");
  assert.equal(await kindOf(await plateText({ by: stranger }), { plates }), "forged");
});

test("a well outside the package is named", async () => {
  const verdict = await verifyPlate(await plateText({ code: "371525104JJ99999" }), context());
  assert.equal(verdict.kind === "unknown_well" && verdict.plate.code, "371525104JJ99999");
});
