/** What the input is for when it is not for a new message: editing one, or answering one. */
import type { PanelState } from '../src/api/panel.ts';
import type { MessageView } from '../src/api/views.ts';

export type Mode = NonNullable<PanelState['mode']>;

/** What is typed, and what for. */
export interface Composing {
  readonly draft: string;
  readonly mode: Mode | undefined;
}

export function isEditable({ outgoing, retracted, file }: MessageView): boolean {
  return outgoing && retracted !== true && !file;
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

/** Reads a mode that an earlier load kept; `undefined` when it is none. */
export function parseMode(value: unknown): Mode | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, message, aside } = value as Record<string, unknown>;
  if (typeof message !== 'string') return undefined;
  if (kind === 'reply') return { kind, message };
  if (kind === 'edit' && typeof aside === 'string') return { kind, message, aside };
  return undefined;
}
