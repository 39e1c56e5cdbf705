// What a record takes from the work package as it begins: the well, the officers, the checklist, the earlier findings. Pure.
import type { ChecklistItem, EarlierRecord, InspectionKind, Me, PackedChecklist, PackedOfficer, Parts, Well } from "../store/types";
import type { EarlierData, OfficerHere, Subject } from "./model";

type Labels = Parts["codes"]["labels"];

/** Return the Chinese word of a stored value, the value itself where the package has none. */
export function wordOf(labels: Labels, list: string, value: string): string {
  return labels[list]?.[value] ?? value;
}

export function subjectOf(well: Well, parts: Pick<Parts, "townships" | "codes">): Subject {
  return {
    id: well.id,
    code: well.code,
    township: parts.townships.find((one) => one.code === well.township)?.name ?? well.township,
    village: well.village ?? "",
    lon: well.lon,
    lat: well.lat,
    user: well.user ?? "",
    status: well.status,
    zones: well.zones,
    zoneNames: well.zones.map((zone) => wordOf(parts.codes.labels, "ZoneKind", zone)),
  };
}

export function officerOf(officer: PackedOfficer): OfficerHere {
  return {
    id: officer.id,
    name: officer.name,
    agency: officer.agency,
    certificateNo: officer.certificate_no ?? "",
    validFrom: officer.certificate_valid_from,
    validTo: officer.certificate_valid_to,
  };
}

/** Return the officer at this tablet; the package knows from when the certificate is valid, the session until when. */
export function leadOf(me: Me, officers: readonly PackedOfficer[]): OfficerHere {
  return {
    id: me.id,
    name: me.name,
    agency: me.agency,
    certificateNo: me.certificate_no ?? "",
    validFrom: officers.find((one) => one.id === me.id)?.certificate_valid_from ?? null,
    validTo: me.certificate_valid_to,
  };
}

/** Return the newest checklist for an act; null where the package has none. */
export function checklistFor(checklists: readonly PackedChecklist[], kind: InspectionKind): PackedChecklist | null {
  const fitting = checklists.filter((one) => one.kinds.includes(kind));
  return fitting.reduce<PackedChecklist | null>((best, one) => (best && best.version >= one.version ? best : one), null);
}

/** Return the earlier findings to ask for: of each problem the newest, in the order of their days. */
export function earlierFindings(records: readonly EarlierRecord[]): EarlierData[] {
  const newest = new Map<string, EarlierData>();
  for (const record of [...records].sort((a, b) => a.on.localeCompare(b.on))) {
    for (const { id, problem_code, description } of record.findings) {
      newest.set(problem_code, { finding: id, code: problem_code, description, on: record.on, result: null, note: "" });
    }
  }
  return [...newest.values()];
}

/** Return the question with a code; null where the list has none. */
export function itemOf(checklist: PackedChecklist, code: string): ChecklistItem | null {
  return checklist.items.find((one) => one.code === code) ?? null;
}
