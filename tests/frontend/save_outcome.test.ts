import assert from "node:assert/strict";
import { test } from "node:test";
import { chinaMinute } from "../../static/src/components/arrival";
import { outcomeOf } from "../../static/src/components/save_outcome";

function answer(status: number, body: unknown = {}, type: ResponseType = "basic") {
  return { type, status, ok: status >= 200 && status < 300, json: () => Promise.resolve(body) };
}

test("a saved block brings what the page shows from now on", async () => {
  const saved = { saved: "14:05", seen: "{}", is_far: false, parts: {} };
  assert.deepEqual(await outcomeOf(answer(200, saved)), { kind: "saved", saved });
});

test("a refusal brings its words and the fields it is about", async () => {
  const errors = { C12: ["不是数字"] };
  assert.deepEqual(await outcomeOf(answer(422, { message: "", errors })), { kind: "refused", message: "", errors });
  assert.deepEqual(await outcomeOf(answer(403, { error: { message: "只能查看" } })), {
    kind: "refused",
    message: "只能查看",
    errors: {},
  });
});

test("each other end has its own words", async () => {
  assert.equal((await outcomeOf(answer(401))).kind, "sign_in");
  assert.equal((await outcomeOf(answer(0, {}, "opaqueredirect"))).kind, "sign_in");
  assert.equal((await outcomeOf(answer(409))).kind, "clash");
  assert.equal((await outcomeOf(answer(500))).kind, "failed");
  assert.equal((await outcomeOf(answer(507))).kind, "failed");
});

test("an answer that is no JSON counts as a fault of the server", async () => {
  const page = { ...answer(404), json: () => Promise.reject(new SyntaxError("<!doctype html>")) };
  assert.equal((await outcomeOf(page)).kind, "failed");
});

test("the time of arrival is China's, whatever the tablet's zone", () => {
  assert.equal(chinaMinute(Date.UTC(2026, 10, 22, 16, 5)), "2026-11-23T00:05");
});
