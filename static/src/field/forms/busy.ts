// Something that takes a moment and may fail: the button waits, the fault is said.
import { useState } from "preact/hooks";
import { explainStorage } from "../store/explained";
import { CannotBegin } from "./cannot_begin";

/** Return how to run one thing at a time, whether it runs, and what went wrong in words. */
export function useBusy(): { readonly isBusy: boolean; readonly fault: string; readonly run: (act: () => Promise<void>) => Promise<void> } {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const run = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault("");
    try {
      await act();
    } catch (error) {
      setFault(error instanceof CannotBegin ? error.message : explainStorage(error));
    }
    setBusy(false);
  };
  return { isBusy, fault, run };
}
