// The texts of the papers made at a well (rules.md 7.2: 4, 6, 7, 9, 10). They are legal records and Chinese whatever the
// language of the screen, so they are no translatable words. The same facts always give the same text, character by
// character: its hash is what is signed. A blank is "/", nothing is left out silently.

import { ageOn, dayOf, writtenClock, writtenDay, writtenTime } from "./days";
import type {
  AnswerNamed,
  EarlierNamed,
  EvidenceNamed,
  FindingNamed,
  InterviewFacts,
  OfficerNamed,
  OrderFacts,
  PlaceNamed,
  ToldNamed,
  VisitFacts,
} from "./facts";
import { citedArticles } from "./laws";

/** Return what was written on one line, "/" when nothing was. */
export function filled(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, "；") || "/";
}

function list(lines: readonly string[]): string[] {
  return lines.length ? lines.map((line, index) => `${index + 1}. ${line}`) : ["/"];
}

function officers(named: readonly OfficerNamed[]): string {
  return named.map((one) => `${filled(one.name)}（执法证号 ${filled(one.certificateNo)}）`).join("；") || "/";
}

function position(place: PlaceNamed): string {
  if (place.lon === null || place.lat === null) return "/";
  const degrees = `东经 ${place.lon.toFixed(6)}°，北纬 ${place.lat.toFixed(6)}°`;
  if (place.isTyped) return `${degrees}（手工填写，当时不能定位）`;
  return `${degrees}（设备定位，精度 ${place.accuracyM === null ? "/" : Math.round(place.accuracyM)} 米）`;
}

function distance(place: PlaceNamed): string {
  if (place.distanceM === null) return "/";
  const metres = `${Math.round(place.distanceM)} 米`;
  return place.farReason.trim() ? `${metres}（说明：${filled(place.farReason)}）` : metres;
}

function site(place: PlaceNamed): string {
  return `${filled(place.township)}${place.village.trim()}，取水井 ${filled(place.wellCode)}`;
}

function told(facts: ToldNamed): string[] {
  if (facts.absenceNote.trim()) return [`现场无人可以告知：${filled(facts.absenceNote)}`];
  const shown = facts.idShownAt === null ? "/" : `${writtenClock(facts.idShownAt)}已向在场人出示执法证件`;
  const asked = facts.recusalAsked
    ? `已告知有权申请执法人员回避，在场人表示：${filled(facts.recusalNote || "不申请回避")}`
    : "/";
  return [`出示证件：${shown}`, `告知回避：${asked}`];
}

function answer(one: AnswerNamed): string {
  const unit = one.unit && one.answer.trim() ? ` ${one.unit}` : "";
  const note = one.note.trim() ? `（${filled(one.note)}）` : "";
  return `${one.code} ${one.question}：${filled(one.answer)}${unit}${note}`;
}

function earlier(one: EarlierNamed): string {
  const note = one.note.trim() ? `，${filled(one.note)}` : "";
  return `${one.code} ${filled(one.description)}：${filled(one.result)}${note}`;
}

function finding(one: FindingNamed): string {
  return `${one.title}（${one.code}）：${filled(one.description)}`;
}

function evidence(one: EvidenceNamed): string {
  return `${one.method}，证明${filled(one.proves)}，摘要 ${one.hash.replace("sha256:", "").slice(0, 16)}`;
}

/** Compose a 现场检查笔录 or a 勘验笔录. */
export function visitText(facts: VisitFacts): string {
  return [
    facts.title,
    filled(facts.agency),
    `记录编号：${facts.recordId}`,
    `事由：${facts.act}`,
    `时间：${writtenTime(facts.startedAt)}至${writtenTime(facts.endedAt)}`,
    `地点：${site(facts.place)}`,
    `到场位置：${position(facts.place)}`,
    `与登记井位相距：${distance(facts.place)}`,
    `所在管控区：${facts.zones.join("、") || "/"}`,
    `被检查人：${filled(facts.party)}`,
    `现场负责人或在场人：${filled(facts.told.personOnSite)}`,
    `执法人员：${officers(facts.officers)}`,
    ...told(facts.told),
    "检查项目：",
    ...list(facts.answers.map(answer)),
    ...(facts.earlier.length ? ["以往问题核对：", ...list(facts.earlier.map(earlier))] : []),
    "发现的问题：",
    ...list(facts.findings.map(finding)),
    `现场情况：${filled(facts.situation)}`,
    `现场图：${facts.hasSketch ? "附勘验图一张" : "/"}`,
    "照片、录像、录音和其他证据：",
    ...list(facts.evidence.map(evidence)),
  ].join("\n");
}

function person(facts: InterviewFacts): string[] {
  const { person: who } = facts;
  const age = ageOn(who.bornOn, dayOf(facts.startedAt));
  return [
    `被询问人：${filled(who.name)}　性别：${filled(who.sex)}　年龄：${age === null ? "/" : `${age} 周岁`}`,
    `出生日期：${writtenDay(who.bornOn)}　身份证号：${filled(who.identity)}`,
    `工作单位：${filled(who.work)}　电话：${filled(who.phone)}`,
    `住址：${filled(who.address)}`,
    `与本案关系：${filled(who.relation)}`,
  ];
}

const RIGHTS =
  "已告知被询问人：应当如实回答，与本案无关的问题有权拒绝回答；有权陈述和申辩，有权申请执法人员回避；" +
  "笔录经核对无误后签名，记载有遗漏或者差错的可以补充或者更正。";

/** Compose a 询问笔录. */
export function interviewText(facts: InterviewFacts): string {
  return [
    "询问笔录",
    filled(facts.agency),
    `记录编号：${facts.recordId}`,
    `时间：${writtenTime(facts.startedAt)}至${writtenTime(facts.endedAt)}`,
    `地点：${filled(facts.place)}`,
    `取水井：${filled(facts.wellCode)}`,
    `询问人、记录人：${officers(facts.officers)}`,
    ...person(facts),
    ...told(facts.told),
    `告知权利义务：${facts.isToldRights ? RIGHTS : "/"}`,
    ...facts.exchanges.flatMap((one) => [`问：${filled(one.question)}`, `答：${filled(one.answer)}`]),
    "以上笔录已交被询问人阅读或者向其宣读，被询问人确认与其所述一致。",
  ].join("\n");
}

const ORDER_TITLES = { order_stop: "责令停止违法行为通知书", order_rectify: "责令限期改正通知书" } as const;

function ordered(facts: OrderFacts): string[] {
  const due = writtenDay(facts.dueOn);
  if (facts.form === "order_stop") {
    return ["现责令你（单位）立即停止上述行为，并做到：", filled(facts.demand), `补救期限：${due}前`];
  }
  return [`现责令你（单位）于${due}前改正上述行为：`, filled(facts.demand)];
}

/** Compose an order that is handed over on the spot. */
export function orderText(facts: OrderFacts): string {
  return [
    ORDER_TITLES[facts.form],
    filled(facts.agency),
    `文号：${filled(facts.number)}`,
    `当事人：${filled(facts.party)}`,
    `经查，${writtenTime(facts.visitedAt)}在${site(facts.place)}，你（单位）存在下列行为：`,
    ...list(facts.findings.map(finding)),
    `涉及条款：${citedArticles(facts.findings.flatMap((one) => one.articles)) || "/"}`,
    ...ordered(facts),
    "逾期不改正的，将依法处理。你（单位）对上述事实和要求有异议的，可以向本机关陈述、申辩。",
    `执法人员：${officers(facts.officers)}`,
    `交付时间：${writtenTime(facts.servedAt)}`,
  ].join("\n");
}
