/** What the input is for when it is not for a new message: editing one, or answering one. */
import type { DraftView, MessageView } from '../src/api/views.ts';

export type Mode = NonNullable<DraftView['mode']>;

/** What is typed, and what for. */
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

export function beginEdit({ draft, mode }: Composing, { id, body }: MessageView): Composing {
  const aside = mode?.kind === 'edit' ? mode.aside : draft;
  return { draft: body, mode: { kind: 'edit', message: id, aside } };
}

export function beginReply(composing: Composing, { id }: MessageView): Composing {
  return { draft: leave(composing).draft, mode: { kind: 'reply', message: id } };
}

/** Back to a new message. */
export function leave({ draft, mode }: Composing): Composing {
  return { draft: mode?.kind === 'edit' ? mode.aside : draft, mode: undefined };
}

/** With a text that was not taken, before what else is to be a new message. */
export function takeBack({ draft, mode }: Composing, text: string): Composing {
  if (mode?.kind !== 'edit') return { draft: joinTexts([text, draft]), mode };
  return { draft, mode: { ...mode, aside: joinTexts([text, mode.aside]) } };
}

export function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

/** Reads a mode that an earlier load kept; `undefined` when it is none. */
export function parseMode(value: unknown): Mode | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, message, aside } = value as Record<string, unknown>;
  if (typeof message !== 'string') return undefined;
  if (kind === 'reply') return { kind, message };
  if (kind === 'edit' && typeof aside === 'string') return { kind, message, aside };
  return undefined;
}
