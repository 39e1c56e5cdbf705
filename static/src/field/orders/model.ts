// An order handed over on the spot: 责令停止违法行为 or 责令限期改正. Pure.
import { namedOfficers, namedPlace } from "../acts/facts";
import type { ActData, OfficerHere, SecondData, Subject } from "../acts/model";
import type { PlaceNamed } from "../papers/facts";
import { filedPaper, type PaperData } from "../papers/paper";
import { orderText } from "../papers/text";
import type { FiledOrder, ProblemCode } from "../store/types";

export type OrderForm = "order_stop" | "order_rectify";

export interface OrderedFinding {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly articles: readonly string[];
}

export interface OrderData {
  readonly record: string;
  readonly inspection: string;
  readonly subject: Subject;
  readonly lead: OfficerHere;
  readonly second: SecondData | null;
  readonly place: PlaceNamed;
  readonly visitedAt: string;
  readonly form: OrderForm;
  /** Taken from this tablet's block; empty until one was taken. */
  readonly number: string;
  readonly findings: readonly OrderedFinding[];
  readonly demand: string;
  readonly dueOn: string;
  readonly receiver: string;
  readonly step: string;
  readonly paper: PaperData | null;
}

/** Begin an order over the findings of a visit. */
export function newOrder(record: string, act: ActData, form: OrderForm, problems: readonly ProblemCode[]): OrderData {
  const articlesOf = (code: string): readonly string[] => problems.find((one) => one.code === code)?.articles ?? [];
  return {
    record,
    inspection: act.record,
    subject: act.subject,
    lead: act.lead,
    second: act.second,
    place: namedPlace(act.subject, act.presence),
    visitedAt: act.arrivalAt ?? act.startedAt,
    form,
    number: "",
    findings: act.findings.map(({ code, title, description }) => ({ code, title, description, articles: articlesOf(code) })),
    demand: "",
    dueOn: "",
    receiver: act.told.isAbsent ? "" : act.told.personOnSite,
    step: "content",
    paper: null,
  };
}

export type OrderGap = "findings" | "demand" | "due_missing" | "due_past" | "receiver" | "number";

/** Return what an order's contents lack; `today` is the Chinese day. An order to stop needs no day, one to put right does. */
export function orderGaps(data: OrderData, today: string): OrderGap[] {
  const gaps: OrderGap[] = [];
  if (!data.findings.length) gaps.push("findings");
  if (!data.demand.trim()) gaps.push("demand");
  if (data.form === "order_rectify" && !data.dueOn) gaps.push("due_missing");
  if (data.dueOn && data.dueOn <= today) gaps.push("due_past");
  if (!data.receiver.trim()) gaps.push("receiver");
  if (!data.number) gaps.push("number");
  return gaps;
}

export function orderTextOf(data: OrderData, servedAt: string): string {
  return orderText({
    form: data.form,
    agency: data.lead.agency,
    number: data.number,
    party: data.subject.user,
    visitedAt: data.visitedAt,
    place: data.place,
    findings: data.findings,
    demand: data.demand,
    dueOn: data.dueOn || null,
    servedAt,
    officers: namedOfficers([data.lead, data.second?.officer]),
  });
}

/** Return the payload of `order.serve`; the order must have no gaps. */
export function orderPayload(data: OrderData): FiledOrder {
  if (!data.paper) throw new Error("the order has no paper");
  return {
    inspection: data.inspection,
    problem_codes: data.findings.map((one) => one.code),
    demand: data.demand.trim(),
    due_on: data.dueOn || null,
    served_at: data.paper.composedAt,
    receiver: data.receiver.trim(),
    paper: filedPaper(data.paper),
  };
}
