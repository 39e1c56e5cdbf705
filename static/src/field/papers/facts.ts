// What papers say, as plain facts: whoever composes one fills these in, `text.ts` turns them into the text that is signed.

/** An officer as papers name them. */
export interface OfficerNamed {
  readonly name: string;
  readonly certificateNo: string;
}

/** What the party was told, and who was there. */
export interface ToldNamed {
  readonly personOnSite: string;
  readonly idShownAt: string | null;
  readonly recusalAsked: boolean;
  readonly recusalNote: string;
  readonly absenceNote: string;
}

/** Where an act took place; degrees and metres. */
export interface PlaceNamed {
  readonly wellCode: string;
  readonly township: string;
  readonly village: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracyM: number | null;
  readonly isTyped: boolean;
  readonly distanceM: number | null;
  readonly farReason: string;
}

/** A question of the checklist with its answer, in words. */
export interface AnswerNamed {
  readonly code: string;
  readonly question: string;
  readonly answer: string;
  readonly unit: string;
  readonly note: string;
}

export interface FindingNamed {
  readonly code: string;
  readonly title: string;
  readonly description: string;
}

/** An earlier finding and what became of it, in words. */
export interface EarlierNamed {
  readonly code: string;
  readonly description: string;
  readonly result: string;
  readonly note: string;
}

export interface EvidenceNamed {
  readonly method: string;
  readonly proves: string;
  readonly hash: string;
}

/** 现场检查笔录, 勘验笔录. */
export interface VisitFacts {
  readonly title: string;
  readonly agency: string;
  readonly recordId: string;
  readonly act: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly place: PlaceNamed;
  readonly zones: readonly string[];
  readonly party: string;
  readonly officers: readonly OfficerNamed[];
  readonly told: ToldNamed;
  readonly answers: readonly AnswerNamed[];
  readonly earlier: readonly EarlierNamed[];
  readonly findings: readonly FindingNamed[];
  readonly situation: string;
  readonly hasSketch: boolean;
  readonly evidence: readonly EvidenceNamed[];
}

/** 询问笔录. */
export interface InterviewFacts {
  readonly agency: string;
  readonly recordId: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly place: string;
  readonly wellCode: string;
  readonly officers: readonly OfficerNamed[];
  readonly person: {
    readonly name: string;
    readonly sex: string;
    readonly bornOn: string | null;
    readonly identity: string;
    readonly work: string;
    readonly phone: string;
    readonly address: string;
    readonly relation: string;
  };
  readonly told: ToldNamed;
  readonly isToldRights: boolean;
  readonly exchanges: readonly { readonly question: string; readonly answer: string }[];
}

/** 责令停止违法行为通知书, 责令限期改正通知书. */
export interface OrderFacts {
  readonly form: "order_stop" | "order_rectify";
  readonly agency: string;
  readonly number: string;
  readonly party: string;
  readonly visitedAt: string;
  readonly place: PlaceNamed;
  readonly findings: readonly (FindingNamed & { readonly articles: readonly string[] })[];
  readonly demand: string;
  readonly dueOn: string | null;
  readonly servedAt: string;
  readonly officers: readonly OfficerNamed[];
}
