/** Why something cannot begin; the message says what to do. */
export class CannotBegin extends Error {}
