// What an interview lacks. Pure.
import { isCertified } from "../acts/missing";
import { dayOf } from "../papers/days";
import { paperGaps, type PaperGap } from "../papers/paper";
import { interviewTextOf, type InterviewData } from "./model";

export type InterviewGapCode =
  | "name"
  | "relation"
  | "place"
  | "born"
  | "second"
  | "uncertified"
  | "id_not_shown"
  | "recusal_not_asked"
  | "rights_not_told"
  | "no_questions"
  | "unanswered"
  | "paper"
  | `paper_${PaperGap}`;

export interface InterviewGap {
  readonly code: InterviewGapCode;
  readonly step: string;
  readonly name: string;
}

function gap(code: InterviewGapCode, step: string, name = ""): InterviewGap {
  return { code, step, name };
}

/** Return what is missing besides the paper, in the order of the screens. */
export function interviewGapsBeforePaper(data: InterviewData): InterviewGap[] {
  const day = dayOf(data.startedAt);
  const here = data.second ? [data.lead, data.second.officer] : [data.lead];
  return [
    ...(data.person.name.trim() ? [] : [gap("name", "person")]),
    ...(data.person.relation.trim() ? [] : [gap("relation", "person")]),
    ...(data.place.trim() ? [] : [gap("place", "person")]),
    ...(data.person.bornOn > day ? [gap("born", "person")] : []),
    ...here.filter((one) => !isCertified(one, day)).map((one) => gap("uncertified", "officers", one.name)),
    ...(data.second ? [] : [gap("second", "officers")]),
    ...(data.told.idShownAt ? [] : [gap("id_not_shown", "told")]),
    ...(data.told.recusalAsked ? [] : [gap("recusal_not_asked", "told")]),
    ...(data.isToldRights ? [] : [gap("rights_not_told", "told")]),
    ...(data.exchanges.length ? [] : [gap("no_questions", "questions")]),
    ...(data.exchanges.some((one) => !one.question.trim() || !one.answer.trim()) ? [gap("unanswered", "questions")] : []),
  ];
}

/** Return all that is missing. */
export function interviewGaps(data: InterviewData): InterviewGap[] {
  const before = interviewGapsBeforePaper(data);
  if (!data.paper) return [...before, gap("paper", "paper")];
  const context = { text: interviewTextOf(data, data.paper.composedAt), absence: null };
  return [...before, ...paperGaps(data.paper, context).map((code) => gap(`paper_${code}`, "paper"))];
}
