import assert from "node:assert/strict";
import { test } from "node:test";
import encodeQR from "qr";
import { decodeExchange, encodeAnswer, encodeRequest, judgeAnswer, signedText, type SignAnswer } from "../../static/src/field/capture/exchange";
import { makeKey, SIGN_REQUEST, verify } from "./field_keys";

const REQUEST = SIGN_REQUEST;
const { record: RECORD, lead: LEAD } = REQUEST;
const SECOND = "01936f00-0000-7000-8000-0000000000a2";
const DEVICE = "01936f00-0000-7000-8000-0000000000d2";
const key = await makeKey();

async function answered(more: Partial<SignAnswer> = {}): Promise<SignAnswer> {
  const at = "2026-11-22T06:06:00.000Z";
  const signature = await key.sign(signedText(REQUEST.county, REQUEST.record, REQUEST.hash, SECOND, at));
  return { v: 1, record: RECORD, officer: SECOND, device: DEVICE, at, signature, ...more };
}
const officers = [{ id: SECOND, keys: [{ device: DEVICE, signing_key: key.spki }] }];

test("a request comes back as it went, with its text where that is short", () => {
  assert.deepEqual(decodeExchange(encodeRequest(REQUEST)), { kind: "request", request: REQUEST });
  const short = { ...REQUEST, text: "现场检查笔录" };
  assert.deepEqual(decodeExchange(encodeRequest(short)), { kind: "request", request: short });
});

test("a long text stays at home: the hash stands for it, and the code stays readable", () => {
  const long = encodeRequest({ ...REQUEST, text: "水".repeat(2000) });
  assert.deepEqual(decodeExchange(long), { kind: "request", request: REQUEST });
  const widest = encodeRequest({ ...REQUEST, text: "水".repeat(170) });
  assert.ok(encodeQR(widest, "raw", { ecc: "low" }).length <= 110);
});

test("an answer comes back as it went", async () => {
  const answer = await answered();
  assert.deepEqual(decodeExchange(encodeAnswer(answer)), { kind: "answer", answer });
});

test("whatever is not of the form is neither", async () => {
  const answer = await answered();
  const others = [
    "",
    "CB-SIGN:",
    "CB-SIGN:null",
    "CB-SIGN:[1]",
    "CB-SIGNED:{}",
    encodeRequest({ ...REQUEST, record: "1" }),
    encodeRequest({ ...REQUEST, hash: "sha256:00" }),
    encodeRequest({ ...REQUEST, at: "gestern" }),
    encodeAnswer({ ...answer, signature: "" }),
    encodeAnswer(answer).replace('"v":1', '"v":2'),
  ];
  for (const text of others) assert.deepEqual(decodeExchange(text), { kind: "other" }, text);
});

test("an answer by a known key is verified", async () => {
  assert.deepEqual(await judgeAnswer(REQUEST, await answered(), officers, verify), { fault: null, isVerified: true });
});

test("an unknown device is taken as unverified: the server has the key", async () => {
  const answer = await answered({ device: "01936f00-0000-7000-8000-0000000000d9" });
  assert.deepEqual(await judgeAnswer(REQUEST, answer, officers, verify), { fault: null, isVerified: false });
});

test("every fault has its name", async () => {
  const answer = await answered();
  const faultOf = async (more: Partial<SignAnswer>, known = officers): Promise<string | null> =>
    (await judgeAnswer(REQUEST, { ...answer, ...more }, known, verify)).fault;
  assert.equal(await faultOf({ record: "01936f00-0000-7000-8000-000000000002" }), "other_record");
  assert.equal(await faultOf({ officer: LEAD }), "same_officer");
  assert.equal(await faultOf({}, []), "unknown_officer");
  assert.equal(await faultOf({ at: "2026-11-22T06:07:00.000Z" }), "bad_signature");
});
