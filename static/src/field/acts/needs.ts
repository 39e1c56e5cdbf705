// Which act needs what (rules.md 5.4, 6.1, 7.2). Pure; the server holds the same table.
import type { InspectionKind, PaperForm } from "../store/types";

export interface Needs {
  /** A drawing of the place. */
  readonly sketch: boolean;
  /** The findings of the earlier record are asked for one by one. */
  readonly earlier: boolean;
  /** Photographs from the device that took them. */
  readonly photographs: number;
  readonly paper: PaperForm;
}

const VISIT: Needs = { sketch: false, earlier: false, photographs: 1, paper: "site_record" };
const AGAIN: Needs = { ...VISIT, earlier: true };

export const NEEDS: Readonly<Record<InspectionKind, Needs>> = {
  inspection: VISIT,
  verification: VISIT,
  survey: { ...VISIT, sketch: true, paper: "survey_record" },
  recheck: AGAIN,
  follow_up: AGAIN,
};

export const ACTS = Object.keys(NEEDS) as InspectionKind[];
