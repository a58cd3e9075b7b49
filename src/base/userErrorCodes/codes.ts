/** A part of all codes: the parameters that the sentence of each names. */
export type Codes = Readonly<Record<string, readonly string[]>>;
