import assert from "node:assert/strict";
import { test } from "node:test";
import { answerFault, asked, countByItem, isBad, shortOfPhotographs, suggestedCodes, unanswered } from "../../static/src/field/acts/answers";
import { gaps } from "../../static/src/field/acts/missing";
import type { ActData } from "../../static/src/field/acts/model";
import { automaticAnswers, progress, stateOf, stepAt, stepsOf } from "../../static/src/field/acts/steps";
import { card, FAR_LIMIT_M, FIX, item, ITEMS, LEAD, OTHER, SECOND, signature, uuid, visited, whole } from "./field_sample";

function codes(data: ActData): string[] {
  return gaps(data, FAR_LIMIT_M).map((one) => one.code);
}

test("a whole record lacks nothing", () => {
  assert.deepEqual(codes(whole()), []);
});

test("without arrival, second officer, ID and recusal each is named, with the screen that mends it", () => {
  const data = visited("inspection", { arrivalAt: null, second: null, told: { ...visited().told, idShownAt: null, recusalAsked: false } });
  const found = gaps(data, FAR_LIMIT_M);
  assert.deepEqual(found.map(({ code, step }) => [code, step]), [
    ["arrival_missing", "presence"],
    ["second_missing", "officers"],
    ["id_not_shown", "told"],
    ["recusal_not_asked", "told"],
    ["paper_missing", "paper"],
  ]);
});

test("a certificate counts on the Chinese day of the visit", () => {
  const ending = { ...LEAD, validTo: "2026-11-22" };
  assert.deepEqual(codes(whole("inspection", { lead: ending })), []);
  // 16:30 UTC is already the 23rd in China.
  const late = whole("inspection", { lead: ending, startedAt: "2026-11-22T16:30:00.000Z" });
  assert.deepEqual(codes(late), ["officer_uncertified"]);
  const unborn = whole("inspection", { second: { ...SECOND, officer: { ...OTHER, validFrom: "2026-12-01" } } });
  assert.deepEqual(gaps(unborn, FAR_LIMIT_M)[0]?.values, { name: "周二" });
  assert.deepEqual(codes(whole("inspection", { lead: { ...LEAD, validTo: null } })), ["officer_uncertified"]);
});

test("too far needs a reason, and none within the limit", () => {
  const away = { ...visited().presence, fixes: [{ ...FIX, lat: 36.49 }] };
  assert.deepEqual(codes(whole("inspection", { presence: away })), ["far_reason_missing"]);
  assert.deepEqual(codes(whole("inspection", { presence: { ...away, farReason: "桥断绕行" } })), []);
});

test("a position is fixed or typed, and a typed one must be in China", () => {
  const none = { ...visited().presence, fixes: [] };
  assert.deepEqual(codes(whole("inspection", { presence: none })), ["position_missing"]);
  assert.deepEqual(codes(whole("inspection", { presence: { ...none, typedLon: "36.48", typedLat: "115.44" } })), ["typed_position_wrong"]);
  assert.deepEqual(codes(whole("inspection", { presence: { ...none, typedLon: "115.44", typedLat: "36.48" } })), []);
});

test("nobody on site takes the place of telling, with who saw it, and of the party's signature", () => {
  const told = { ...visited().told, isAbsent: true, absenceNote: "井房上锁，无人应答", absenceWitness: "村网格员 王四", idShownAt: null };
  const data = whole("inspection", { told });
  const unsigned = { ...data, paper: data.paper && { ...data.paper, isReadBack: false, signatures: [signature("lead", "林一"), signature("second", "周二")] } };
  assert.deepEqual(codes(unsigned), []);
  assert.deepEqual(codes(visited("inspection", { told: { ...told, absenceWitness: " " } })), ["absence_note_missing", "paper_missing"]);
});

test("required questions are asked for, and an answer that cannot be is no answer", () => {
  assert.deepEqual(codes(whole("inspection", { answers: { C05: "深" } })), ["unanswered", "unanswered"]);
});

test("what was seen at an item is photographed: the reviewer is told where it was not", () => {
  const short = (answers: Record<string, string>, shown: string[]): string[] => shortOfPhotographs(ITEMS, answers, countByItem(shown.map((itemCode) => ({ itemCode }))));
  assert.deepEqual(short({ C01: "no" }, []), ["C01"]);
  assert.deepEqual(short({ C01: "no" }, ["C01"]), []);
  assert.deepEqual(short({ C01: "yes" }, []), []);
  assert.deepEqual(short({ C01: "na" }, []), []);
  assert.deepEqual(codes(whole("inspection", { evidence: [card(2)] })), []);
});

test("pictures that came by chat support no finding", () => {
  const forwarded = card(1, { itemCode: "C01", origin: "chat" });
  assert.deepEqual(codes(whole("inspection", { evidence: [{ ...forwarded, origin: "chat" }] })), ["originals_missing"]);
  assert.deepEqual(codes(whole("inspection", { answers: { C01: "na" }, evidence: [] })), ["photographs_missing"]);
});

test("a survey needs its drawing, a re-check an answer to each earlier finding", () => {
  assert.deepEqual(codes(whole("survey")), ["sketch_missing"]);
  const earlier = [{ finding: uuid(60), code: "P10", description: "未装水表", on: "2026-10-01", result: null, note: "" }];
  const again = whole("recheck", { earlier, answers: { C01: "na", C29: "yes" } });
  assert.deepEqual(gaps(again, FAR_LIMIT_M).map((one) => one.step), [`earlier:${uuid(60)}`]);
});

test("a signed text that no longer says what the record says does not leave", () => {
  assert.deepEqual(codes({ ...whole(), situation: "改过了" }), ["paper_text_changed"]);
});

test("answers are read as the server reads them", () => {
  assert.equal(answerFault(item("X", "number"), "1,5"), "not_a_number");
  assert.equal(answerFault(item("X", "number"), "1000000001"), "out_of_range");
  assert.equal(answerFault(item("X", "number"), " 12.50 "), null);
  assert.equal(answerFault(item("X", "date"), "2026-02-30"), "not_a_day");
  assert.equal(answerFault(item("X", "date"), "2026-02-28"), null);
  assert.equal(answerFault(item("X", "choice", { choices: ["灌溉"] }), "工业"), "unknown");
  assert.equal(answerFault(item("X", "text"), "长".repeat(401)), "too_long");
  assert.equal(answerFault(item("X", "yes_no"), ""), null);
});

test("answers point to problems: by word, above a limit, by zone", () => {
  const zones = item("C07", "zones", { bad: { restricted: ["P08"], no_abstraction: ["P06"] } });
  const found = suggestedCodes([...ITEMS, zones], { C01: "no", C02: "21", C05: "180", C07: "restricted,no_abstraction" });
  assert.deepEqual([...found], [["P06", ["C07"]], ["P08", ["C07"]], ["P19", ["C02"]], ["P20", ["C01"]]]);
  assert.equal(isBad(item("X", "number"), "9"), false);
});

test("an act asks the items that apply to it and that people can answer", () => {
  assert.deepEqual(asked(ITEMS, "inspection").map((one) => one.code), ["C01", "C05", "C06", "C11"]);
  assert.deepEqual(asked(ITEMS, "recheck").map((one) => one.code), ["C01", "C05", "C06", "C11", "C29"]);
  assert.deepEqual(unanswered(asked(ITEMS, "recheck"), { C01: "yes" }), ["C29"]);
});

test("the screens follow the record, and reopening goes on where it was", () => {
  const data = visited("survey");
  const steps = stepsOf(data);
  assert.deepEqual(steps.map((one) => one.id), [
    "presence", "officers", "told", "item:C01", "item:C05", "item:C06", "item:C11", "findings", "situation", "sketch", "evidence", "paper", "finish",
  ]);
  assert.equal(stepAt(steps, "item:C05"), 4);
  assert.equal(stepAt(steps, "item:gone"), 0);
  const found = gaps(data, FAR_LIMIT_M);
  const states = Object.fromEntries(steps.map((one) => [one.id, stateOf(data, one, found)]));
  assert.equal(states["item:C05"], "done");
  assert.equal(states["item:C06"], "blank");
  assert.equal(states["sketch"], "missing");
  assert.equal(states["finish"], "done");
  assert.deepEqual(progress(data, found), { done: 8, of: 12 });
});

test("what the tablet can count by itself, it does", () => {
  assert.deepEqual(automaticAnswers(visited(), 14.4), { C02: "14" });
});
