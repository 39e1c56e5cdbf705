import assert from "node:assert/strict";
import { test } from "node:test";
import { folded, indexOf, search, type Searched } from "../../static/src/field/wells/search";

const well = (code: string, more: Partial<Searched> = {}): Searched => ({
  code,
  village: null,
  user: null,
  plate: null,
  meter_no: null,
  electricity_account: null,
  ...more,
});
const INDEX = indexOf([
  well("371525104JJ00012", { village: "东王村", user: "冠县青禾种植专业合作社", meter_no: "LXS-2024-0012" }),
  well("371525104JJ00112", { village: "西王村", electricity_account: "0370 0112 5566" }),
  well("371525105JJ00012", { village: "东王村", plate: "PZ-000045" }),
  well("012", {}),
]);
const codes = (query: string, most = 10): string[] => search(INDEX, query, most).map(({ code }) => code);

test("nothing typed finds nothing", () => {
  assert.deepEqual(codes("  "), []);
});

test("a whole code comes first, codes that end so next, then the rest", () => {
  assert.deepEqual(codes("012"), ["012", "371525104JJ00012", "371525105JJ00012"]);
  assert.deepEqual(codes("112"), ["371525104JJ00112"]);
});

test("village, user, plate, meter and account are searched", () => {
  assert.deepEqual(codes("东王"), ["371525104JJ00012", "371525105JJ00012"]);
  assert.deepEqual(codes("青禾"), ["371525104JJ00012"]);
  assert.deepEqual(codes("pz000045"), ["371525105JJ00012"]);
  assert.deepEqual(codes("lxs20240012"), ["371525104JJ00012"]);
  assert.deepEqual(codes("037001125566"), ["371525104JJ00112"]);
});

test("every word must be there; width, case and hyphens do not matter", () => {
  assert.deepEqual(codes("东王 ＪＪ００012"), ["371525104JJ00012", "371525105JJ00012"]);
  assert.deepEqual(codes("东王 青禾"), ["371525104JJ00012"]);
  assert.deepEqual(codes("东王 没有"), []);
  assert.equal(folded(" Lxs-２０ "), "lxs20");
});

test("a code typed with blanks is still a code", () => {
  assert.deepEqual(codes("371525 104 JJ 00112"), ["371525104JJ00112"]);
});

test("no more are returned than asked for", () => {
  assert.equal(codes("371525", 2).length, 2);
});
