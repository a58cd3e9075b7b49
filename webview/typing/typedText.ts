import { t } from '../../src/base/l10n.ts';

/** The commands that can be typed in every chat, and what follows them. `/me` is a message (XEP-0245). */
const COMMON = {
  me: () => t('what you do'),
  code: () => t('a block of code'),
  shrug: () => t('a text and ¯\\_(ツ)_/¯'),
} as const;

/** Those that can be typed in a room, besides. */
const OF_ROOMS = {
  nick: () => t('your new nick'),
  topic: () => t('the new subject'),
  invite: () => t('invites contacts'),
  msg: () => t('a nick and a private message'),
  kick: () => t('a nick and why'),
  ban: () => t('a nick and why'),
  part: () => t('leaves the room'),
} as const;

export type CommandName = keyof typeof OF_ROOMS;

const SHRUG = '¯\\_(ツ)_/¯';
const COMMAND = /^\/(\S+)\s*/u;

/**
 * What was typed: a message, a command of a room with the rest of its text, a block of code that is
 * still to be written, or no known command.
 */
export type Typed =
  | { readonly kind: 'text'; readonly body: string }
  | { readonly kind: 'command'; readonly name: CommandName; readonly rest: string }
  | { readonly kind: 'code' }
  | { readonly kind: 'unknown'; readonly name: string };

/** Parses what was typed: a slash begins a command, two of them a message that begins with one. */
export function parseTyped(text: string, isRoom: boolean): Typed {
  if (text.startsWith('//')) return { kind: 'text', body: text.slice(1) };
  const [start = '', typed] = COMMAND.exec(text) ?? [];
  if (typed === undefined || typed === 'me') return { kind: 'text', body: text };
  const rest = text.slice(start.length).trim();
  const name = typed.toLowerCase();
  if (name === 'shrug') return { kind: 'text', body: `${rest} ${SHRUG}`.trim() };
  if (name === 'code') {
    const code = text.slice(1 + typed.length);
    return rest === '' ? { kind: 'code' } : { kind: 'text', body: codeBlock(code) };
  }
  return isRoom && isOfRooms(name)
    ? { kind: 'command', name, rest }
    : { kind: 'unknown', name: typed };
}

/** A block of code (XEP-0393 §5.1.2); what stands beside the command, before a line break, names its language. */
function codeBlock(typed: string): string {
  const [, info = '', code = ''] = /^[^\S\n]*([^\n]*)\n([^]*)$/u.exec(typed) ?? [
    '',
    '',
    typed.trim(),
  ];
  return `\`\`\`${info.trim()}\n${code}\n\`\`\``;
}

function isOfRooms(name: string): name is CommandName {
  return Object.hasOwn(OF_ROOMS, name);
}

/** The commands that begin so, with what they do or want. None where one is typed in full. */
export function commandsFor(
  query: string,
  isRoom: boolean,
): readonly (readonly [name: string, what: string])[] {
  const known = Object.entries({ ...COMMON, ...(isRoom && OF_ROOMS) });
  const wanted = query.toLowerCase();
  if (known.some(([name]) => name === wanted)) return [];
  return known.filter(([name]) => name.startsWith(wanted)).map(([name, what]) => [name, what()]);
}

/** One sentence for the user, who finds the text still in the input. */
export function whyUnknown(name: string): string {
  return t(
    'There is no command /{name} here, so nothing was sent: to send a text that begins with a slash, type two of them.',
    { name },
  );
}
