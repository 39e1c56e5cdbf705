// What people are told: of operations, of obstacles, of routes, of PINs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRoute } from "../../static/src/field/routes";
import { cookieOf } from "../../static/src/field/shell/appearance";
import { faultOfPin } from "../../static/src/field/shell/new_pin";
import { chatOf } from "../../static/src/field/shell/obstacles";
import { isScarce } from "../../static/src/field/store/room";
import { newId } from "../../static/src/field/store/crypto";
import { reasonOf } from "../../static/src/field/sync/api";
import { stateOf, type Around } from "../../static/src/field/sync/states";
import type { QueuedOperation } from "../../static/src/field/store/types";
import { _, useWords } from "../../static/src/field/words";

type Shown = Pick<QueuedOperation, "state" | "reason" | "receiptAt" | "trouble">;

const AROUND: Around = { isOnline: true, isLocked: false, halt: null, isRevoked: false, isClockWrong: false, percent: null };
const WAITING: Shown = { state: "queued", reason: null, receiptAt: null, trouble: null };
const RECEIVED: Shown = { ...WAITING, state: "applied", receiptAt: "2026-11-22T06:00:00.000Z" };
const REASON = { code: "x", message: "执法证已过期", remedy: "请更新执法证", field: null };

const SAID: [string, Partial<Shown>, Partial<Around>][] = [
  ["等待发送", {}, {}],
  ["等待网络", {}, { isOnline: false }],
  ["等待网络", {}, { halt: "network" }],
  ["等待网络", { trouble: "network" }, {}],
  ["登录后发送", {}, { halt: "sign_in" }],
  ["登录后发送", { trouble: "sign_in" }, {}],
  ["解锁后发送", {}, { isLocked: true }],
  ["正在发送 42%", {}, { percent: 42 }],
  ["服务器出错，稍后自动重试", { trouble: "server" }, {}],
  ["暂时不能发送：执法证已过期", { trouble: "forbidden", reason: REASON }, {}],
  ["服务器存储已满", { trouble: "full" }, {}],
  ["被退回：执法证已过期", { trouble: "rejected", reason: REASON }, {}],
  ["本机存储里的这一项已损坏", { trouble: "damaged" }, {}],
  ["回执核验不通过，原件保留", { trouble: "bad_receipt" }, {}],
  ["已停止发送：服务器密钥变了", {}, { halt: "key_changed" }],
  ["设备已停用，送达后等待核查", {}, { isRevoked: true }],
  ["文件还没有送全，接着发送", { state: "waiting_files" }, {}],
  ["已送达（回执已核验）", RECEIVED, {}],
  ["已送达（回执已核验）", RECEIVED, { isOnline: false }],
  ["被退回：执法证已过期", { ...RECEIVED, state: "refused", reason: REASON }, {}],
  ["设备已停用，等待核查", { ...RECEIVED, state: "quarantined" }, {}],
  ["已送达，与别人的改动冲突", { ...RECEIVED, state: "conflict" }, {}],
];

for (const [text, operation, around] of SAID) {
  test(`said: ${text} (${JSON.stringify({ ...operation, ...around }).slice(0, 60)})`, () => {
    assert.equal(stateOf({ ...WAITING, ...operation }, { ...AROUND, ...around }).text, text);
  });
}

test("only a verified receipt says delivered", () => {
  for (const state of ["queued", "waiting_files", "applied", "refused", "quarantined", "conflict", "waiting_record"] as const) {
    const said = stateOf({ ...WAITING, state }, AROUND).text;
    assert.ok(!said.includes("已送达"), `${state}: ${said}`);
  }
});

test("chat apps are recognised by their browsers", () => {
  const agents: [string, string | null][] = [
    ["Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 MicroMessenger/8.0.40", "wechat"],
    ["Mozilla/5.0 AppleWebKit/537.36 MicroMessenger/7.0.1 wxwork/4.1.9", "wecom"],
    ["Mozilla/5.0 (iPad) AppleWebKit/605.1.15 AliApp(DingTalk/7.0.5)", "dingtalk"],
    ["Mozilla/5.0 (iPad) AppleWebKit/605.1.15 Lark/6.0", "feishu"],
    ["Mozilla/5.0 AppleWebKit/537.36 Feishu/6.0", "feishu"],
    ["Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/99.0.4844.88 Safari/537.36", null],
  ];
  for (const [agent, chat] of agents) assert.equal(chatOf(agent), chat, agent);
});

test("routes are read, anything else leads to the tasks", () => {
  assert.deepEqual(parseRoute("#/well/0189"), { screen: "well", rest: ["0189"] });
  assert.deepEqual(parseRoute("#/draft/a%2Fb/2"), { screen: "draft", rest: ["a/b", "2"] });
  for (const odd of ["", "#", "#/", "#/unknown", "#/../x", "#/%E0%A4%A/"]) assert.equal(parseRoute(odd).screen, "tasks", odd);
  assert.deepEqual(parseRoute("#/well/%E0%A4%A"), { screen: "well", rest: ["%E0%A4%A"] }, "a broken escape is taken as it stands");
});

test("PINs that are guessed first are refused", () => {
  for (const pin of ["111111", "123456", "987654", "12345", "12345a", ""]) assert.notEqual(faultOfPin(pin, pin), "", pin);
  assert.equal(faultOfPin("135790", "135790"), "");
  assert.notEqual(faultOfPin("135790", "135791"), "");
});

test("words take their values, and stay Chinese where a language lacks them", () => {
  useWords({ "共 %(n)s 眼": "%(n)s wells", 待传: "" });
  assert.equal(_("共 %(n)s 眼", { n: 3 }), "3 wells");
  assert.equal(_("待传"), "待传");
  assert.equal(_("%(a)s%(b)s", { a: "%(b)s", b: 1 }), "%(b)s1");
  useWords({});
});

test("ids are UUIDs of version 7 in the order of their making", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    ids.push(newId());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.ok(Math.abs(parseInt((ids[0] ?? "").replace("-", "").slice(0, 12), 16) - Date.now()) < 5000);
});

test("room is scarce before there is none", () => {
  const MB = 1024 * 1024;
  assert.equal(isScarce({ used: null, quota: null, isPersisted: null }), false);
  assert.equal(isScarce({ used: 100 * MB, quota: 60_000 * MB, isPersisted: true }), false);
  assert.equal(isScarce({ used: 59_800 * MB, quota: 60_000 * MB, isPersisted: true }), true);
  assert.equal(isScarce({ used: 100 * MB, quota: 500 * MB, isPersisted: true }), false);
});

test("a refusal's words are the server's, else its status", () => {
  const told = { code: "x", message: "不行", remedy: "改一改", field: "f" };
  assert.deepEqual(reasonOf(422, JSON.stringify({ error: told })), told);
  for (const text of ["", "<html>", "{}", '{"error": null}', '{"error": {}}']) assert.equal(reasonOf(502, text).message, "HTTP 502", text);
});

test("one cookie among others is found", () => {
  assert.equal(cookieOf("a=1; theme=sunlight; b=2", "theme"), "sunlight");
  assert.equal(cookieOf("mytheme=dark", "theme"), "");
});
