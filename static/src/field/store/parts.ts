// The parts of a work package as docs/field-protocol.md has them. Degrees are WGS 84, days YYYY-MM-DD, instants RFC 3339.
import type { FeatureCollection, Geometry } from "geojson";

export interface Permit {
  readonly number: string;
  readonly valid_to: string | null;
  readonly volume_m3: number | null;
}

/** What a meter that is read by hand must show; null in a well without one, or for an officer who reads none. */
export interface PackedMeter {
  readonly number: string;
  /** Whole digits of the dial, where somebody gave them. */
  readonly digits: number | null;
  readonly seal: string;
  readonly last: PackedDial | null;
}

export interface PackedDial {
  readonly on: string;
  /** Of the Chinese day; -1 where only the day is known. */
  readonly second: number;
  /** Cubic metres with three decimals. */
  readonly dial_m3: string;
  readonly mark: "none" | "rollover" | "old_closing" | "new_opening";
}

export interface Well {
  readonly id: string;
  readonly code: string;
  readonly township: string;
  readonly village: string | null;
  readonly lon: number;
  readonly lat: number;
  readonly status: string;
  readonly use: string;
  readonly aquifer: string | null;
  readonly user: string | null;
  readonly permit: Permit | null;
  readonly exemption: string | null;
  readonly plate: string | null;
  readonly depth_m: number | null;
  readonly pump_flow_m3h: number | null;
  readonly meter_kind: string | null;
  readonly meter_no: string | null;
  readonly electricity_account: string | null;
  readonly closed_on: string | null;
  readonly version: number;
  readonly zones: readonly string[];
  readonly last_visit_on: string | null;
  readonly last_dial: string | null;
  /** Missing in packages from before meters were read by tablet. */
  readonly meter?: PackedMeter | null;
}

export interface PackedProblem {
  readonly id: string;
  readonly number: string;
  readonly well: string;
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly status: string;
  readonly severity: string;
  readonly found_on: string;
  readonly due_on: string | null;
}

export interface PackedMeasure {
  readonly id: string;
  readonly order_no: string;
  readonly case_no: string;
  readonly well: string;
  readonly demand: string;
  readonly served_on: string | null;
  readonly due_on: string | null;
  readonly status: string;
}

export interface PackedClosure {
  readonly id: string;
  readonly number: string;
  readonly well: string;
  readonly kind: string;
  readonly closed_on: string | null;
  readonly status: string;
  readonly version: number;
}

export type TaskKind = "recheck" | "follow_up" | "verification" | "acceptance" | "returned";

export interface PackedTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly well: string;
  readonly title: string;
  readonly due_on: string | null;
  readonly state: string;
  readonly note: string;
  /** What it is about: a measure, problem, closure, or the record that came back. */
  readonly of: string | null;
}

export interface EarlierPhotograph {
  readonly evidence: string;
  readonly describes: string;
  readonly stage: string | null;
  /** Names an entry of the part `pictures`. */
  readonly picture: string | null;
}

export interface EarlierRecord {
  readonly inspection: string;
  readonly kind: string;
  readonly on: string;
  readonly findings: readonly { readonly id: string; readonly problem_code: string; readonly description: string }[];
  readonly photographs: readonly EarlierPhotograph[];
}

export interface PackedOfficer {
  readonly id: string;
  readonly name: string;
  readonly agency: string;
  readonly agency_id: string;
  readonly certificate_no: string | null;
  readonly certificate_valid_from: string | null;
  readonly certificate_valid_to: string | null;
  readonly keys: readonly { readonly device: string; readonly signing_key: string }[];
}

export interface ChecklistItem {
  readonly code: string;
  readonly question: string;
  readonly kind: "yes_no" | "number" | "text" | "date" | "choice" | "distance" | "zones" | "permit_share";
  /** Problem codes by answer; a number above `limit` is `above`. */
  readonly bad: Readonly<Record<string, readonly string[]>>;
  readonly limit: number | null;
  readonly unit: string;
  readonly hint: string;
  readonly basis: string;
  readonly is_required: boolean;
  /** What a `choice` can be answered with. */
  readonly choices: readonly string[];
  /** Fewest photographs that show the item. */
  readonly photographs: number;
  /** Acts that ask it; none means all. */
  readonly kinds: readonly string[];
}

export interface PackedChecklist {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly title: string;
  readonly kinds: readonly string[];
  readonly items: readonly ChecklistItem[];
}

export interface ProblemCode {
  readonly code: string;
  readonly title: string;
  readonly severity: string;
  readonly articles: readonly string[];
  readonly questions: readonly string[];
}

export interface ReservedNumber {
  readonly text: string;
  readonly form: "order_stop" | "order_rectify";
  readonly year: number;
}

export interface BasemapFile {
  readonly url: string;
  readonly size: number;
  readonly hash: string;
}

export interface Parts {
  readonly wells: readonly Well[];
  readonly problems: readonly PackedProblem[];
  readonly measures: readonly PackedMeasure[];
  readonly closures: readonly PackedClosure[];
  readonly tasks: readonly PackedTask[];
  readonly earlier: Readonly<Record<string, readonly EarlierRecord[]>>;
  /** JPEG, base64, by evidence id. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly zones: FeatureCollection<Geometry, { readonly kind: string; readonly name: string }>;
  readonly townships: readonly { readonly code: string; readonly name: string }[];
  readonly officers: readonly PackedOfficer[];
  readonly checklists: readonly PackedChecklist[];
  readonly codes: {
    readonly problems: readonly ProblemCode[];
    readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  readonly plates: {
    readonly keys: readonly { readonly fingerprint: string; readonly signing_key: string }[];
    readonly revoked: readonly string[];
  };
  readonly points: readonly { readonly id: string; readonly name: string; readonly lon: number; readonly lat: number }[];
  readonly numbers: readonly ReservedNumber[];
  readonly basemap: BasemapFile | null;
}

export type PartName = keyof Parts;

export type Scope =
  | { readonly kind: "township"; readonly township: string }
  | { readonly kind: "wells"; readonly wells: readonly string[] }
  | { readonly kind: "due"; readonly days: number };

/** The signed text of a package. */
export interface PackageText {
  readonly version: 1;
  readonly package: string;
  readonly county: string;
  readonly device: string;
  readonly officer: string;
  readonly scope: Scope;
  readonly made_at: string;
  readonly expires_at: string;
  readonly size: number;
  readonly parts: readonly { readonly name: PartName; readonly size: number; readonly hash: string; readonly url: string }[];
}

/** Bytes with the server's signature over them. */
export interface Signed {
  readonly text: string;
  readonly signature: string;
}
