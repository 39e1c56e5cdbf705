import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { doubtsOf, isTaken, isTooLong, litresOf } from "../../static/src/field/readings/doubts";
import { afterEntry, entryGaps, needsPhotograph, newEntry, newMeterRound, readingPayload, refusedOf, remaining, type EntryData } from "../../static/src/field/readings/model";
import type { PackedDial } from "../../static/src/field/store/types";
import { METER, METERED, WELL } from "./field_payloads";
import { ARRIVED, card, uuid } from "./field_sample";

interface Case {
  readonly name: string;
  readonly last: readonly [string, string, PackedDial["mark"]];
  readonly read: readonly [string, string, boolean];
  readonly digits: number | null;
  readonly flow: number | null;
  readonly doubts: readonly string[];
}

const TODAY = "2026-11-22";
const [metered] = METERED;
assert.ok(metered);

function entry(facts: Partial<EntryData> = {}): EntryData {
  assert.ok(metered);
  return { ...newEntry(uuid(8), metered, ARRIVED), ...facts };
}

for (const one of JSON.parse(readFileSync("tests/fixtures/reading_doubts.json", "utf8")) as Case[]) {
  test(`a dial is judged at the meter as in the office: ${one.name}`, () => {
    const [on, text, isRolled] = one.read;
    const [lastOn, dial_m3, mark] = one.last;
    const last = { on: lastOn, second: -1, dial_m3, mark };
    assert.deepEqual(doubtsOf({ on, dialL: litresOf(text) ?? NaN, isRolled }, { last, digits: one.digits, flow: one.flow }), one.doubts);
  });
}

test("a dial is read as it is typed, to the litre", () => {
  const expected: [string, number | null][] = [["12.5", 12_500], [" １２ ", 12_000], ["0", 0], ["1.0005", null], ["-1", null], ["约3", null], ["", null], ["9".repeat(13), null]];
  for (const [text, litres] of expected) assert.equal(litresOf(text), litres, text);
});

test("a dial has no more digits than the meter, and a day has one dial", () => {
  assert.equal(isTooLong(10_000_000, 4), true);
  assert.equal(isTooLong(9_999_999, 4), false);
  assert.equal(isTooLong(10 ** 14, null), false);
  assert.equal(isTaken({ on: METER.last.on, dialL: 8_995_000, isRolled: false }, METER.last), false);
  assert.equal(isTaken({ on: METER.last.on, dialL: 8_996_000, isRolled: false }, METER.last), true);
});

test("what keeps an entry from being sent", () => {
  const expected: [Partial<EntryData>, string[]][] = [
    [{}, ["dial_missing"]],
    [{ dial: "9997" }, []],
    [{ dial: "x" }, ["dial"]],
    [{ dial: "10001" }, ["dial_too_long"]],
    [{ dial: "8000" }, ["doubt"]],
    [{ dial: "8000", isSure: true }, ["photograph"]],
    [{ dial: "8000", isSure: true, photograph: card(1) }, []],
    [{ dial: "12", isRolled: true }, ["photograph"]],
    [{ dial: "9997", readOn: "2026-11-23" }, ["future"]],
    [{ dial: "9997", readOn: "" }, ["day"]],
    [{ dial: "8996", readOn: "2026-10-25" }, ["taken"]],
    [{ outcome: "meter_barred" }, ["reason"]],
    [{ outcome: "meter_barred", reason: "井房上锁" }, []],
    [{ outcome: "meter_stopped", reason: "指针不动" }, ["photograph"]],
  ];
  for (const [facts, gaps] of expected) assert.deepEqual(entryGaps(entry(facts), TODAY), gaps, JSON.stringify(facts));
});

test("only what was read is a dial: an unseen one is not sent, a stopped one as it stands", () => {
  const typed = { dial: "9997", isSure: true, isRolled: true, reason: " 指针不动 " };
  const stopped = readingPayload(entry({ ...typed, outcome: "meter_stopped" }), ARRIVED, null);
  assert.deepEqual([stopped.dial_m3, stopped.is_rolled, stopped.is_sure, stopped.reason], ["9997", false, false, "指针不动"]);
  const barred = readingPayload(entry({ ...typed, outcome: "meter_barred" }), ARRIVED, null);
  assert.deepEqual([barred.dial_m3, barred.reason], [null, "指针不动"]);
  assert.equal(readingPayload(entry({ ...typed, isRolled: false }), ARRIVED, null).is_sure, false);
});

test("what the server refused comes back first, and then the officer may insist", () => {
  const wells = [1, 2].map((n) => ({ id: uuid(n), code: `W${n}`, lon: WELL.lon, lat: WELL.lat, flow: null, meter: METER }));
  const round = newMeterRound("371525101", "示范村", wells);
  const sent = entry({ record: uuid(9), well: wells[1]!, dial: "9997" });
  const after = afterEntry(round, sent);
  const codes = (refused: ReadonlySet<string>): string[] => remaining(after, refused, null).map(({ item }) => item.code);
  assert.deepEqual(codes(new Set()), ["W1"]);
  const why = { code: "below_former", message: "比后来的小", remedy: "", field: null };
  const refused = refusedOf(after, [{ record: uuid(9), state: "refused", reason: why }]);
  assert.deepEqual([...refused], [[uuid(2), "比后来的小"]]);
  assert.deepEqual(codes(new Set(refused.keys())), ["W2", "W1"]);
  const again = { record: uuid(9), state: "applied", reason: null } as const;
  assert.deepEqual([...refusedOf(after, [{ record: uuid(9), state: "refused", reason: why }, again])], []);
  const insisted = { ...sent, isAgain: true, isSure: true };
  assert.equal(needsPhotograph(insisted), true);
  assert.equal(readingPayload(insisted, ARRIVED, null).is_sure, true);
});
