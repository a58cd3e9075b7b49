/** What can be put in place of something that is being typed. */
export interface Proposal {
  readonly label: string;
  /** Shown after the label. */
  readonly detail?: string;
  /** The text, or what is done instead of inserting one. */
  readonly insert: string | ((place: Place) => void);
  /** Set if it is there whatever is typed: Enter takes it only once the user has gone to it. */
  readonly isAside?: true;
}

/** A part of a text, in UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What fits at a place of the text. */
export interface Completion {
  /** The kind of what is proposed, read out as the name of the list. */
  readonly label: string;
  readonly place: Place;
  /** The best one first. */
  readonly proposals: readonly Proposal[] | Promise<readonly Proposal[]>;
}

/** What asks for proposals: that something was typed, or Tab. */
export type AskedBy = 'typing' | 'Tab';

/** Finds what fits before the cursor. @returns `undefined` if nothing of its kind begins there */
export type CompletionSource = (text: string, caret: number, by: AskedBy) => Completion | undefined;

/** Whether the cursor is in code, between fences or backticks (XEP-0393), where signs mean something else. */
export function isInCode(text: string, caret: number): boolean {
  const lines = text.slice(0, caret).split('\n');
  const last = lines.pop() ?? '';
  let isOpen = false;
  for (const line of lines) isOpen = isOpen ? line !== '```' : line.startsWith('```');
  return isOpen || last.startsWith('```') || last.split('`').length % 2 === 0;
}
