// The index of the present package, made once for each.
import { computed } from "@preact/signals";
import { work } from "../store/work";
import { indexOf } from "./search";

export const wellIndex = computed(() => indexOf(work.value?.parts.wells ?? []));
