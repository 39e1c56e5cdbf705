import assert from "node:assert/strict";
import { test } from "node:test";
import { actText } from "../../static/src/field/acts/facts";
import { newInterview, interviewTextOf, moved, offeredQuestions } from "../../static/src/field/interview/model";
import { newOrder, orderGaps, orderTextOf } from "../../static/src/field/orders/model";
import { ageOn, dayOf, writtenClock, writtenDay, writtenTime } from "../../static/src/field/papers/days";
import { textHash } from "../../static/src/field/papers/hash";
import { filled } from "../../static/src/field/papers/text";
import { ENDED, LEAD, SECOND, STARTED, SUBJECT, uuid, visited } from "./field_sample";

test("papers write Chinese time whatever the tablet is set to", () => {
  assert.equal(writtenTime("2026-11-22T16:05:00.000Z"), "2026年11月23日00时05分");
  assert.equal(dayOf("2026-11-22T15:59:59.999Z"), "2026-11-22");
  assert.equal(writtenClock(null), "/");
  assert.equal(writtenDay("2026-01-05"), "2026年1月5日");
  assert.equal(writtenDay(null), "/");
});

test("an age is in whole years on the day", () => {
  assert.equal(ageOn("1990-11-23", "2026-11-22"), 35);
  assert.equal(ageOn("1990-11-22", "2026-11-22"), 36);
  assert.equal(ageOn(null, "2026-11-22"), null);
});

test("a blank is a stroke, a line break is no gap", () => {
  assert.equal(filled("  "), "/");
  assert.equal(filled("一\n  二\n"), "一；二");
});

test("a site record says what was recorded, and the same facts give the same text", () => {
  const text = actText(visited(), ENDED);
  assert.equal(text, actText(structuredClone(visited()), ENDED));
  assert.deepEqual(text.split("\n"), [
    "现场检查笔录",
    "示范县水利局",
    `记录编号：${uuid(2)}`,
    "事由：行政检查",
    "时间：2026年11月22日14时00分至2026年11月22日14时40分",
    "地点：柳林镇示范村，取水井 371525-0001",
    "到场位置：东经 115.440100°，北纬 36.480100°（设备定位，精度 8 米）",
    "与登记井位相距：14 米",
    "所在管控区：限采区",
    "被检查人：示范农机合作社",
    "现场负责人或在场人：刘三，取水人",
    "执法人员：林一（执法证号 15-0001）；周二（执法证号 15-0002）",
    "出示证件：14时02分已向在场人出示执法证件",
    "告知回避：已告知有权申请执法人员回避，在场人表示：不申请回避",
    "检查项目：",
    "1. C01 标识牌完整：否（牌子脱落）",
    "2. C05 井深：190 m",
    "3. C06 用途：/",
    "4. C11 检定有效期：/",
    "发现的问题：",
    "1. 标识牌缺失（P20）：井口未见标识牌",
    "现场情况：井房完好，水泵正在运行。",
    "现场图：/",
    "照片、录像、录音和其他证据：",
    "1. 照片，证明标识牌现状，摘要 0000000000000000",
  ]);
});

test("another answer is another text, and another hash", () => {
  const before = textHash(actText(visited(), ENDED));
  assert.match(before, /^sha256:[0-9a-f]{64}$/);
  assert.notEqual(before, textHash(actText(visited("inspection", { situation: "井房完好" }), ENDED)));
});

test("a survey names its drawing, a re-check each earlier finding, an empty place its witness", () => {
  const told = { ...visited().told, isAbsent: true, absenceNote: "无人", absenceWitness: "王四" };
  const earlier = [{ finding: uuid(60), code: "P10", description: "未装水表", on: "2026-10-01", result: "persists" as const, note: "仍未装" }];
  const survey = actText(visited("survey", { told, earlier }), ENDED);
  assert.ok(survey.startsWith("勘验笔录\n"));
  assert.ok(survey.includes("\n现场无人可以告知：无人；见证人：王四\n"));
  assert.ok(survey.includes("\n以往问题核对：\n1. P10 未装水表：仍存在，仍未装\n"));
  assert.ok(!survey.includes("告知回避"));
});

const INTERVIEW = newInterview({ record: uuid(3), now: STARTED, subject: SUBJECT, lead: LEAD, inspection: uuid(2), second: SECOND, codes: ["P10", "P20"] });

test("an interview offers the questions of its problems once, and not those asked", () => {
  const problem = (code: string, questions: string[]) => ({ code, title: code, severity: "high", articles: [], questions });
  const problems = [problem("P10", ["何时打井？", "装过水表吗？"]), problem("P20", ["何时打井？"]), problem("P01", ["有证吗？"])];
  assert.deepEqual(offeredQuestions(INTERVIEW, problems), ["何时打井？", "装过水表吗？"]);
  const asked = { ...INTERVIEW, exchanges: [{ id: "a", question: "何时打井？", answer: "" }] };
  assert.deepEqual(offeredQuestions(asked, problems), ["装过水表吗？"]);
});

test("a question is moved by one, and not beyond the ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
});

test("an interview's text has who, what was told, and each question with its answer", () => {
  const person = { ...INTERVIEW.person, name: "刘三", bornOn: "1980-05-01", relation: "实际使用人" };
  const exchanges = [{ id: "a", question: "何时打井？", answer: "2019 年" }, { id: "b", question: "装过水表吗？", answer: "" }];
  const text = interviewTextOf({ ...INTERVIEW, person, exchanges, isToldRights: true }, ENDED);
  assert.ok(text.includes("被询问人：刘三　性别：/　年龄：46 周岁\n出生日期：1980年5月1日　身份证号：/"));
  assert.ok(text.includes("\n问：何时打井？\n答：2019 年\n问：装过水表吗？\n答：/\n"));
  assert.ok(text.includes("告知权利义务：已告知被询问人"));
});

test("an order states facts, articles, demand and day; what is missing is named", () => {
  const problems = [{ code: "P20", title: "标识牌缺失", severity: "low", articles: ["748号49、58", "水法48、69(1)；748号49、58", "乡规民约"], questions: [] }];
  const blank = newOrder(uuid(4), visited(), "order_rectify", problems);
  assert.deepEqual(orderGaps(blank, "2026-11-22"), ["demand", "due_missing", "number"]);
  assert.deepEqual(orderGaps({ ...blank, demand: "补设", number: "示水责改字〔2026〕第001号", dueOn: "2026-11-22" }, "2026-11-22"), ["due_past"]);
  const text = orderTextOf({ ...blank, demand: "补设标识牌", dueOn: "2026-12-01", number: "示水责改字〔2026〕第001号" }, ENDED);
  assert.ok(text.startsWith("责令限期改正通知书\n示范县水利局\n文号：示水责改字〔2026〕第001号\n当事人：示范农机合作社\n"));
  assert.ok(text.includes("\n涉及条款：《地下水管理条例》第49条、第58条；《中华人民共和国水法》第48条、第69条(1)；乡规民约\n现责令你（单位）于2026年12月1日前改正上述行为：\n补设标识牌\n"));
  const stop = newOrder(uuid(4), visited(), "order_stop", problems);
  assert.ok(orderTextOf(stop, ENDED).includes("立即停止上述行为"));
  assert.deepEqual(orderGaps({ ...stop, demand: "停", number: "1" }, "2026-11-22"), []);
});
