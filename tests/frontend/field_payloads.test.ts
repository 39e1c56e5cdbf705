import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { acceptanceFiles, acceptanceGaps, acceptanceNote, type AcceptanceSite } from "../../static/src/field/acceptance/model";
import { inspectionFiles, inspectionPayload } from "../../static/src/field/acts/payload";
import { paperGaps, isFixed, newPaper } from "../../static/src/field/papers/paper";
import { afterVisit, counts, isOff, newVisit, remaining, visitGaps } from "../../static/src/field/patrol/model";
import { changed, editGaps, newEdit } from "../../static/src/field/register/model";
import { accepted, PAYLOADS, ROUND, WELL } from "./field_payloads";
import { ARRIVED, card, ENDED, file, hash, signature, signed, uuid, visited, whole } from "./field_sample";

for (const [kind, payload] of Object.entries(PAYLOADS)) {
  test(`what is sent as ${kind} is what the server's test decodes`, () => {
    const kept: unknown = JSON.parse(readFileSync(`tests/fixtures/field/${kind}.json`, "utf8"));
    assert.deepEqual(JSON.parse(JSON.stringify(payload)), kept);
  });
}

test("a record brings each file once: drawing, evidence, signatures, pages", () => {
  const twice = card(1, { id: uuid(199) });
  const files = inspectionFiles(whole("survey", { sketch: file(9), evidence: [card(1), twice] }));
  assert.deepEqual(files.map((one) => one.hash), [hash(9), hash(1), hash(50), hash(51), hash(52)]);
  assert.deepEqual(Object.keys(files[1] ?? {}).sort(), ["hash", "hashedAt", "name", "size", "type"]);
});

test("a paper needs read back, two officers, and the party or a refusal with witness", () => {
  const paper = newPaper(uuid(40), "site_record", "文", ENDED);
  const context = { text: "文", absence: null };
  assert.deepEqual(paperGaps(paper, context), ["not_read_back", "lead", "second", "party"]);
  assert.equal(isFixed(paper), false);
  const refused = { ...paper, refusal: { reason: "", witness: "" }, signatures: [signature("lead", "林一"), signature("second", " ")] };
  assert.deepEqual(paperGaps(refused, context), ["refusal_reason", "refusal_witness", "second"]);
  assert.equal(isFixed(refused), true);
  assert.deepEqual(paperGaps(signed(paper), { ...context, text: "别的" }), ["text_changed"]);
});

test("a paper signed with pen needs its number, its pages and its place", () => {
  const pen = { ...signed(newPaper(uuid(40), "site_record", "文", ENDED)), way: "pen" as const };
  assert.deepEqual(paperGaps(pen, { text: "文", absence: null }), ["number", "pages", "shelf"]);
});

test("a round goes through every well once, nearest first or by code", () => {
  const wells = [2, 3, 1].map((n) => ({ ...WELL, id: uuid(n), code: `W${n}`, lat: 36.48 + n / 100 }));
  const round = { ...ROUND, wells: wells.map(({ id, code, lon, lat, status }) => ({ id, code, lon, lat, status, lastDial: "" })) };
  assert.deepEqual(remaining(round, { lon: 115.44, lat: 36.48 }).map((one) => one.item.code), ["W1", "W2", "W3"]);
  assert.deepEqual(remaining({ ...round, order: "code" }, null).map((one) => one.item.code), ["W1", "W2", "W3"]);
  const first = { ...newVisit(uuid(6), round.wells[0] ?? null), state: "in_use" as const };
  const after = afterVisit(afterVisit(round, first, ARRIVED), { ...newVisit(uuid(7), null) }, ARRIVED);
  assert.deepEqual(remaining(after, null).map((one) => one.item.code), ["W1", "W3"]);
  assert.deepEqual(counts(after), { done: 1, of: 3, newWells: 1 });
});

test("what is off needs a photograph, what is as registered does not", () => {
  const visit = newVisit(uuid(6), ROUND.wells[0] ?? null);
  assert.deepEqual(visitGaps(visit, true), ["state"]);
  assert.deepEqual(visitGaps({ ...visit, state: "closed" }, true), ["closure"]);
  assert.deepEqual(visitGaps({ ...visit, state: "closed", isClosureIntact: true }, true), []);
  assert.deepEqual(visitGaps({ ...visit, state: "closed", isClosureIntact: false }, true), ["photograph"]);
  assert.deepEqual(visitGaps({ ...visit, state: "in_use", dial: "abc" }, true), ["dial", "photograph"]);
  assert.deepEqual(visitGaps({ ...visit, state: "not_found" }, true), []);
  assert.deepEqual(visitGaps(newVisit(uuid(8), null), true), ["photograph", "note"]);
  assert.deepEqual(visitGaps({ ...newVisit(uuid(8), null), note: "路东" }, false), ["photograph", "position"]);
  assert.equal(isOff({ ...visit, state: "idle" }), true);
  assert.equal(isOff({ ...visit, well: { ...ROUND.wells[0]!, status: "in_use" }, state: "idle" }), false);
});

function site(facts: Partial<AcceptanceSite> = {}): AcceptanceSite {
  return { hasPosition: true, isFar: false, today: "2026-11-22", ...facts };
}

test("an acceptance needs every step of the works, three stages, four signatures and days in order", () => {
  assert.deepEqual(acceptanceGaps(accepted(), site()), []);
  const early = { ...accepted(), acceptedOn: "2026-10-31" };
  assert.deepEqual(acceptanceGaps(early, site()).map((one) => one.code), ["accepted_early", "signed_late"]);
  assert.deepEqual(acceptanceGaps(accepted(), site({ today: "2026-11-21" })).map((one) => one.code), ["accepted_missing"]);
  assert.deepEqual(acceptanceGaps(accepted(), site({ isFar: true })).map((one) => one.code), ["far"]);
  const bare = { ...accepted(), arrivalAt: null, works: {}, evidence: [], signatures: accepted().signatures.map((one) => ({ ...one, name: "" })) };
  const codes = acceptanceGaps(bare, site({ hasPosition: false })).map((one) => one.code);
  assert.deepEqual(codes, ["arrival", ...Array(6).fill("works"), "stage", "stage", "stage", ...Array(4).fill("signature")]);
  const alone = { ...accepted(), second: null, told: { ...accepted().told, idShownAt: null, recusalAsked: false } };
  assert.deepEqual(acceptanceGaps(alone, site()).map((one) => one.code), ["second", "id_shown", "recusal"]);
  assert.deepEqual(acceptanceGaps({ ...alone, told: { ...alone.told, isAbsent: true } }, site()).map((one) => one.code), ["second", "absence"]);
  const lapsed = { ...accepted(), lead: { ...accepted().lead, validTo: "2026-11-21" } };
  assert.deepEqual(acceptanceGaps(lapsed, site()).map((one) => one.code), ["uncertified"]);
  assert.equal(acceptanceGaps({ ...bare, arrivalAt: ARRIVED }, site({ hasPosition: false }))[0]?.code, "position");
});

test("a step that was not done keeps an acceptance back; less material needs a note", () => {
  const open = { ...accepted(), works: { ...accepted().works, cap: "no" as const }, worksNotes: {}, fillM3: "2,8" };
  assert.deepEqual(acceptanceGaps(open, site()).map((one) => one.code), ["works_note", "works_no", "fill"]);
});

test("the note of an acceptance answers each step of the works, and the files come once", () => {
  assert.ok(acceptanceNote(accepted()).includes("封填用料不少于井孔理论体积的九成：否（少两成）\n"));
  assert.deepEqual(acceptanceFiles(accepted()).map((one) => one.hash), [hash(10), hash(11), hash(12), hash(58)]);
});

test("a correction sends only what differs, and needs a reason", () => {
  const blank = newEdit(WELL);
  assert.deepEqual(editGaps(blank).map((one) => one.code), ["nothing", "reason"]);
  const same = { ...blank, written: { village: "示范村 ", meter_no: "", depth_m: "60.0" } };
  assert.deepEqual(changed(same), []);
  assert.deepEqual(editGaps({ ...same, written: { depth_m: "9000" }, reason: "量过" }).map((one) => one.code), ["number"]);
  assert.deepEqual(editGaps({ ...same, written: { depth_m: "x" }, reason: "量过" }).map((one) => one.code), ["number"]);
  assert.deepEqual(editGaps({ ...same, written: { depth_m: "" }, reason: "不详" }), []);
});

test("a record without its paper cannot be sent", () => {
  assert.throws(() => inspectionPayload(visited()), /not whole/);
});
