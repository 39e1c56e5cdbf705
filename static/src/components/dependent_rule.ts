// When a dependent field shows: "other_field=value|value".

export interface DependentRule {
  readonly name: string;
  readonly values: readonly string[];
}

/** Read a rule; an error names the text that is none. */
export function parseRule(text: string): DependentRule {
  const at = text.indexOf("=");
  if (at < 1) throw new Error(`not a rule of the form name=value: ${text}`);
  return { name: text.slice(0, at).trim(), values: text.slice(at + 1).split("|") };
}

/** Say whether one of the chosen values is one that the rule names. */
export function shows(rule: DependentRule, chosen: readonly string[]): boolean {
  return chosen.some((value) => rule.values.includes(value));
}
