/** The purpose of the input if it is not for a new message: an edit, or a reply. */
import { isAction } from '../src/api/action.ts';
import { MAX_CAPTION } from '../src/api/panel.ts';
import type { DraftView, MessageView } from '../src/api/views.ts';

export type Mode = NonNullable<DraftView['mode']>;

/** The typed text and its purpose. */
export interface Composing {
  readonly draft: string;
  readonly mode: Mode | undefined;
}

export const NOTHING: Composing = { draft: '', mode: undefined };

export function isSame(one: Composing, other: Composing): boolean {
  return (
    one.draft === other.draft &&
    one.mode?.kind === other.mode?.kind &&
    one.mode?.message === other.mode?.message &&
    leave(one).draft === leave(other).draft
  );
}

export function isEditable({ outgoing, retracted, file, notice }: MessageView): boolean {
  return outgoing && retracted !== true && !file && !notice;
}

/** Whether others can tell which message a reply to it means. */
export function isAnswerable({ retracted, isUnnamed }: MessageView): boolean {
  return retracted !== true && isUnnamed !== true;
}

export function beginEdit({ draft, mode }: Composing, { id, body }: MessageView): Composing {
  const aside = mode?.kind === 'edit' ? mode.aside : draft;
  return { draft: body, mode: { kind: 'edit', message: id, aside } };
}

export function beginReply(composing: Composing, { id }: MessageView): Composing {
  return { draft: leave(composing).draft, mode: { kind: 'reply', message: id } };
}

/** What can be said with files: a new message, but no command of a room. */
export function captionOf({ draft, mode }: Composing): { readonly caption?: string } {
  const isText = draft.trim() !== '' && draft.length <= MAX_CAPTION;
  const isCommand = draft.startsWith('/') && !isAction(draft);
  return isText && !isCommand && !mode ? { caption: draft } : {};
}

/** Returns to a new message. */
export function leave({ draft, mode }: Composing): Composing {
  return { draft: mode?.kind === 'edit' ? mode.aside : draft, mode: undefined };
}

/** Adds a text to the end of a new message, unless that ends with it already. */
export function append({ draft, mode }: Composing, text: string): Composing {
  const added = (typed: string) =>
    `\n${typed}`.endsWith(`\n${text}`) ? typed : joinTexts([typed, text]);
  if (mode?.kind !== 'edit') return { draft: added(draft), mode };
  return { draft, mode: { ...mode, aside: added(mode.aside) } };
}

/** Puts a text that was not accepted back, before any other text of a new message. */
export function takeBack({ draft, mode }: Composing, text: string): Composing {
  if (mode?.kind !== 'edit') return { draft: joinTexts([text, draft]), mode };
  return { draft, mode: { ...mode, aside: joinTexts([text, mode.aside]) } };
}

export function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

/** Parses a mode stored by an earlier load; `undefined` if invalid. */
export function parseMode(value: unknown): Mode | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, message, aside } = value as Record<string, unknown>;
  if (typeof message !== 'string') return undefined;
  if (kind === 'reply') return { kind, message };
  if (kind === 'edit' && typeof aside === 'string') return { kind, message, aside };
  return undefined;
}
