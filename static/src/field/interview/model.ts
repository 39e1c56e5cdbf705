// 询问笔录: who is asked, what was told, questions and answers. Pure.
import { namedOfficers, namedTold } from "../acts/facts";
import { EMPTY_TOLD, type OfficerHere, type SecondData, type Subject, type ToldData } from "../acts/model";
import { filedSecond, filedTold } from "../acts/payload";
import { filedEvidence, type Card } from "../evidence/card";
import { filedPaper, type PaperData } from "../papers/paper";
import { interviewText } from "../papers/text";
import type { FiledInterview, ProblemCode } from "../store/types";

export interface PersonData {
  readonly name: string;
  readonly sex: string;
  readonly bornOn: string;
  readonly identity: string;
  readonly work: string;
  readonly phone: string;
  readonly address: string;
  readonly relation: string;
}

export interface ExchangeData {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

export interface InterviewData {
  readonly record: string;
  readonly subject: Subject;
  readonly inspection: string | null;
  readonly lead: OfficerHere;
  readonly second: SecondData | null;
  readonly step: string;
  readonly startedAt: string;
  readonly place: string;
  readonly person: PersonData;
  readonly told: ToldData;
  readonly isToldRights: boolean;
  readonly codes: readonly string[];
  readonly exchanges: readonly ExchangeData[];
  readonly evidence: readonly Card[];
  readonly paper: PaperData | null;
}

const NOBODY: PersonData = { name: "", sex: "", bornOn: "", identity: "", work: "", phone: "", address: "", relation: "" };

export interface InterviewBeginning {
  readonly record: string;
  readonly now: string;
  readonly subject: Subject;
  readonly lead: OfficerHere;
  readonly inspection: string | null;
  readonly second: SecondData | null;
  readonly codes: readonly string[];
}

export function newInterview(begin: InterviewBeginning): InterviewData {
  const { record, subject, lead, inspection, codes } = begin;
  const second = begin.second && { ...begin.second, declaredAt: null, device: null, signedAt: null, signature: "" };
  const place = `${subject.township}${subject.village} ${subject.code}`.trim();
  const blank = { step: "person", person: NOBODY, told: EMPTY_TOLD, isToldRights: false, exchanges: [], evidence: [], paper: null };
  return { record, subject, inspection, lead, second, startedAt: begin.now, place, codes, ...blank };
}

/** Return the questions that belong to problems and are not asked yet, each once. */
export function offeredQuestions(data: InterviewData, problems: readonly ProblemCode[]): string[] {
  const asked = new Set(data.exchanges.map((one) => one.question));
  const offered = problems.filter((one) => data.codes.includes(one.code)).flatMap((one) => one.questions);
  return [...new Set(offered)].filter((question) => !asked.has(question));
}

/** Return the list with one entry moved by so many places; it stays where there is no such place. */
export function moved<T>(list: readonly T[], index: number, by: number): T[] {
  const to = index + by;
  if (to < 0 || to >= list.length) return [...list];
  const without = list.filter((_one, at) => at !== index);
  return [...without.slice(0, to), list[index] as T, ...without.slice(to)];
}

export function interviewTextOf(data: InterviewData, endedAt: string): string {
  return interviewText({
    agency: data.lead.agency,
    recordId: data.record,
    startedAt: data.startedAt,
    endedAt,
    place: data.place,
    wellCode: data.subject.code,
    officers: namedOfficers([data.lead, data.second?.officer]),
    person: { ...data.person, bornOn: data.person.bornOn || null },
    told: namedTold({ ...data.told, personOnSite: data.person.name }),
    isToldRights: data.isToldRights,
    exchanges: data.exchanges,
  });
}

/** Return the payload of `interview.file`; the record must have no gaps. */
export function interviewPayload(data: InterviewData): FiledInterview {
  if (!data.paper) throw new Error("the interview has no paper");
  const { person } = data;
  return {
    well: data.subject.id,
    inspection: data.inspection,
    problem_codes: data.codes,
    place: data.place.trim(),
    started_at: data.startedAt,
    ended_at: data.paper.composedAt,
    second: filedSecond(data.second),
    person_name: person.name.trim(),
    person_sex: person.sex,
    person_born_on: person.bornOn || null,
    person_identity: person.identity.trim(),
    person_work: person.work.trim(),
    person_phone: person.phone.trim(),
    person_address: person.address.trim(),
    relation: person.relation.trim(),
    told: filedTold({ ...data.told, personOnSite: person.name }),
    is_told_rights: data.isToldRights,
    exchanges: data.exchanges.map((one) => ({ question: one.question.trim(), answer: one.answer.trim() })),
    paper: filedPaper(data.paper),
    evidence: data.evidence.map(filedEvidence),
  };
}

