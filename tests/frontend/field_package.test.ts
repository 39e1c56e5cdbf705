// The work package: signed, whole, read back; and over a link that breaks.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { hashOf, utf8, type Bytes } from "../../static/src/field/store/crypto";
import { here } from "../../static/src/field/store/current";
import { work } from "../../static/src/field/store/work";
import { BadMap, readBasemap } from "../../static/src/field/sync/basemap_file";
import { expiredAt, loadPackage, takeAlong, wipePackage } from "../../static/src/field/sync/package";
import { lock, unlock } from "../../static/src/field/sync/session";
import { bytesFor, PIN, tabletAtWork } from "./support/field";
import type { FieldServer } from "./support/field_server";
import { DAY, packaged, SCOPE, serve } from "./support/packages";

let server: FieldServer;
beforeEach(async () => {
  server = await tabletAtWork();
});

test("a package is taken along, is there after a lock, and is gone after a wipe", async () => {
  await serve(server, await packaged(server));
  await takeAlong(SCOPE);
  assert.equal(work.value?.wellByCode.get("371525104JJ00037")?.id, "w1");
  lock();
  assert.equal(work.value === null, true);
  await unlock(PIN);
  assert.equal(work.value?.id, "p");
  await wipePackage();
  assert.equal(await loadPackage(), null);
  assert.equal((await here().db.getAllKeys("entries")).some((name) => /^(package|parts|basemap)/.test(name)), false);
});

test("a damaged part, a forged text, somebody else's package: the one before stays", async () => {
  await serve(server, await packaged(server));
  await takeAlong(SCOPE);
  const damaged = await packaged(server, { package: "p2" }, { wells: [{ id: "w2", code: "371525104JJ00038" }] });
  damaged.parts.set("wells", utf8("[]"));
  const forged = await packaged(server, { package: "p2" });
  const foreign = await packaged(server, { package: "p2", device: crypto.randomUUID() });
  for (const wrong of [damaged, { ...forged, signed: { ...forged.signed, text: `${forged.signed.text} ` } }, foreign]) {
    await serve(server, wrong);
    await assert.rejects(takeAlong(SCOPE));
    assert.equal(work.value?.id, "p");
    await loadPackage();
    assert.equal(work.value?.id, "p");
  }
});

test("a package that ran out is wiped and that is said", async () => {
  await serve(server, await packaged(server, { expires_at: new Date(Date.now() + DAY).toISOString() }));
  await takeAlong(SCOPE);
  await loadPackage(Date.now() + 2 * DAY);
  assert.equal(work.value, null);
  assert.ok(expiredAt.value);
});

function asked(path: RegExp): number {
  return server.log.filter((line) => path.test(line)).length;
}

test("what arrived before the link broke is not fetched again, nor what is here from the package before", async () => {
  await serve(server, await packaged(server));
  server.fail(/GET .*\/p\/codes/, { cutAfter: 0 });
  await assert.rejects(takeAlong(SCOPE));
  assert.equal(work.value, null, "half a package is none");
  await takeAlong(SCOPE);
  assert.deepEqual([asked(/GET .*\/p\/wells/), asked(/GET .*\/p\/codes/), asked(/GET .*\/p\/points/)], [1, 2, 1]);
  await serve(server, await packaged(server, { package: "p2" }, { wells: [] }));
  await takeAlong(SCOPE);
  const taken = work.peek();
  assert.deepEqual([taken?.id, taken?.wellById.size], ["p2", 0]);
  assert.deepEqual([asked(/GET .*\/p\/wells/), asked(/GET .*\/p\/points/)], [2, 1]);
});

test("what was kept and then changed is fetched again", async () => {
  await serve(server, await packaged(server));
  await takeAlong(SCOPE);
  await here().db.put("entries", new Uint8Array(60), "parts/wells");
  await takeAlong(SCOPE);
  assert.equal(asked(/GET .*\/p\/wells/), 2);
  assert.equal(work.value?.wellById.size, 1);
});

const MAP_BYTES = 3_000_000;

async function withMap(map: Bytes, knowsRanges = true): Promise<string[]> {
  const ranges: string[] = [];
  const answer = server.fetch;
  globalThis.fetch = (async (input: string, init: RequestInit = {}) => {
    const range = new Headers(init.headers).get("Range");
    if (!range) return answer(input, init);
    ranges.push(range);
    if (server.offline) throw new TypeError("fetch failed");
    const [start = 0, end = 0] = range.replace("bytes=", "").split("-").map(Number);
    return knowsRanges ? new Response(map.slice(start, end + 1), { status: 206 }) : new Response(map);
  }) as typeof fetch;
  const about = { url: "/field/api/basemap", size: MAP_BYTES, hash: await hashOf(bytesFor(1, MAP_BYTES)) };
  await serve(server, await packaged(server, {}, { basemap: about }));
  return ranges;
}

test("a base map goes on where the link broke, and is read back to the byte", async () => {
  const map = bytesFor(1, MAP_BYTES);
  const ranges = await withMap(map);
  const whole = globalThis.fetch;
  globalThis.fetch = (async (input: string, init?: RequestInit) => {
    if (ranges.length === 2) throw new TypeError("the link was cut");
    return whole(input, init);
  }) as typeof fetch;
  await assert.rejects(takeAlong(SCOPE));
  assert.equal(await readBasemap(0, 10), null, "half a map is none");
  globalThis.fetch = whole;
  await takeAlong(SCOPE);
  assert.deepEqual(ranges, ["bytes=0-1048575", "bytes=1048576-2097151", "bytes=2097152-2999999"]);
  assert.deepEqual(await readBasemap(1_048_000, 2000), map.slice(1_048_000, 1_050_000));
  assert.deepEqual(await readBasemap(MAP_BYTES - 5, 100), map.slice(-5));
  await takeAlong(SCOPE);
  assert.equal(ranges.length, 3, "the same map is not fetched again");
});

test("a way that knows no ranges brings the map whole; a wrong map is not kept", async () => {
  await withMap(bytesFor(1, MAP_BYTES), false);
  await takeAlong(SCOPE);
  assert.equal((await readBasemap(0, 100))?.length, 100);
  server = await tabletAtWork();
  await withMap(bytesFor(2, MAP_BYTES));
  await assert.rejects(takeAlong(SCOPE), BadMap);
  assert.equal((await here().db.getAllKeys("entries")).some((name) => name.startsWith("basemap/")), false);
  assert.equal(work.value?.id, "p", "the package itself is there");
});
