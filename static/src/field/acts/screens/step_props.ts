// What every screen of an act is given.
import type { Handle } from "../../forms/record";
import type { ActData } from "../model";

export interface StepProps {
  readonly record: Handle<ActData>;
}
