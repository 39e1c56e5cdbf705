// Everything of the package about one well. Pure.
import type { PackedClosure, PackedMeasure, PackedProblem, PackedTask, Parts, Well } from "../store/types";

export interface Affairs {
  readonly hasMeter: boolean;
  readonly problems: readonly PackedProblem[];
  readonly measures: readonly PackedMeasure[];
  readonly closures: readonly PackedClosure[];
  readonly tasks: readonly PackedTask[];
}

export function affairsOf({ problems, measures, closures }: Pick<Parts, "problems" | "measures" | "closures">, tasks: readonly PackedTask[], { id, meter }: Pick<Well, "id" | "meter">): Affairs {
  const ofWell = (item: { readonly well: string }): boolean => item.well === id;
  return {
    hasMeter: Boolean(meter),
    problems: problems.filter(ofWell),
    measures: measures.filter(ofWell),
    closures: closures.filter(ofWell),
    tasks: tasks.filter(ofWell),
  };
}
